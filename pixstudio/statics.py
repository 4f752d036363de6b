"""How style sheets and scripts are stored for browsers: compressed, under names that carry their hash."""

from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Shelf(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise tells no types
    """Our own scripts go out without their comments: those are for readers of the source, a seventh of its weight."""

    def _save(self, name: str, content: Any) -> str:
        if name.startswith("js/") and name.endswith(".js"):
            content.seek(0)  # for its hash it was read to the end
            content = ContentFile(without_comments(content.read().decode()).encode())
        stored: str = super()._save(name, content)
        return stored


def without_comments(script: str) -> str:
    """Without the lines that are a comment and nothing else; what stands behind code stays."""
    return "".join(line for line in script.splitlines(keepends=True) if not line.lstrip().startswith("//"))
