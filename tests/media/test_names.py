"""Download names are harmless on every disk, whatever people write."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.media.names import LONGEST, clean, film_name, plain

ANY = st.text(max_size=300)
RESERVED = ("con", "PRN", "aux", "nul", "COM1", "lpt9", "com¹", "CONIN$")


def named(title: str = "", prompt: str = "", *, space: str = "Studio", mark: str = "", template: str = "") -> str:
    wishes = {"template": template} if template else {}
    return film_name(space=space, title=title, prompt=prompt, take=2, size="1280x720", mark=mark, **wishes)


@given(title=ANY, prompt=ANY, space=ANY)
def test_every_name_is_one_harmless_file(title: str, prompt: str, space: str) -> None:
    name = named(title, prompt, space=space, mark="1a2b3c4d")
    assert len(name.encode()) <= LONGEST
    assert not set(name) & set('/\\:*?"<>|%')
    assert name.count(".") == 1
    assert all(unicodedata.category(letter)[0] in "LMNP" for letter in name)
    assert name.endswith("_1a2b3c4d.mp4") or name.count("1a2b3c4d") == 1


@given(st.lists(ANY, min_size=2, max_size=2, unique_by=str.lower))
def test_different_plain_titles_have_different_names(titles: list[str]) -> None:
    if all(map(plain, titles)):
        first, second = (named(title) for title in titles)
        assert first.casefold() != second.casefold()


@pytest.mark.parametrize("word", RESERVED)
def test_no_name_is_one_that_a_system_keeps_for_itself(word: str) -> None:
    assert named(word, template="{title}").startswith("film-")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tea spot", "studio_tea-spot_t2_1280x720.mp4"),
        ("../../etc/passwd", "studio_etcpasswd_t2_1280x720.mp4"),
        ("茶 广告", "studio_茶-广告_t2_1280x720.mp4"),
        ("हिन्दी", "studio_हिन्दी_t2_1280x720.mp4"),
        ("a\nb\r\x1b[31m", "studio_a-b-31m_t2_1280x720.mp4"),
        ("x\u202egpj.exe", "studio_xgpjexe_t2_1280x720.mp4"),
    ],
)
def test_a_title_becomes_words(title: str, name: str) -> None:
    assert named(title) == name


def test_without_a_title_the_first_words_of_the_prompt_stand_for_it() -> None:
    prompt = "Steam rises from a clay teapot on a wet wooden table, morning light"
    assert named("", prompt) == "studio_steam-rises-from-a-clay-teapot-on-a_t2_1280x720.mp4"


def test_a_long_prompt_without_blanks_is_cut_between_characters() -> None:
    assert named("", "水" * 300) == f"studio_{'水' * 20}_t2_1280x720.mp4"


def test_a_film_without_usable_words_is_named_by_its_mark() -> None:
    assert named("🎬", "???", mark="1a2b3c4d") == "studio_1a2b3c4d_t2_1280x720.mp4"


def test_half_a_character_is_no_letter() -> None:
    assert clean("a\ud800b", 40) == "ab"
