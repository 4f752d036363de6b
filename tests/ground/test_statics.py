"""Scripts as they are stored for browsers: the same code, without the words for those who read its source."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from pixstudio.statics import Shelf, without_comments

OURS = sorted(Path(settings.STATICFILES_DIRS[0]).glob("js/**/*.js"))


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[str, str], str]:
    def store(name: str, text: str) -> str:
        Shelf(location=str(tmp_path), base_url="/static/").save(name, ContentFile(text.encode()))
        return (tmp_path / name).read_text()

    return store


def test_a_script_goes_out_without_its_comments(stored: Callable[[str, str], str]) -> None:
    assert stored("js/a.js", "// Why.\nconst far = 'http://a'; // what\n  // and how\n") == (
        "const far = 'http://a'; // what\n"
    )


def test_what_is_not_ours_goes_out_as_it_came(stored: Callable[[str, str], str]) -> None:
    assert stored("admin/js/a.js", "// Licence\nlet a;\n") == "// Licence\nlet a;\n"


def test_under_its_hashed_name_it_is_the_same(tmp_path: Path) -> None:
    source = FileSystemStorage(location=str(tmp_path / "source"))
    source.save("js/a.js", ContentFile(b"// Why.\nlet a;\n"))
    shelf = Shelf(location=str(tmp_path / "shelf"), base_url="/static/")
    shelf.save("js/a.js", source.open("js/a.js"))
    list(shelf.post_process({"js/a.js": (source, "js/a.js")}))
    hashed = shelf.stored_name("js/a.js")
    assert hashed != "js/a.js"
    assert (tmp_path / "shelf" / hashed).read_text() == "let a;\n"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_text_of_ours_looks_like_a_comment(path: Path) -> None:
    """A text over several lines is the one place where such a line would be something else."""
    lines = without_comments(path.read_text()).splitlines()
    assert lines
    assert not [line for line in lines if line.count("`") % 2]
