"""The page's own files: read once, served by their names only, validated by their content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Page:
    """A file of ours with its media type and an entity tag made of its content (RFC 9110, 8.8.3)."""

    content: bytes
    media_type: str
    tag: str

    def answer(self, request: Request, status: int = 200) -> Response:
        """The file, or "304 Not Modified" for a browser that has it already."""
        headers = {"Cache-Control": "no-cache", "ETag": self.tag}  # kept, but asked about: a new version shows at once
        known = request.headers.get("if-none-match", "")
        if status == 200 and self.tag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(self.content, status, headers=headers, media_type=self.media_type)


def load_pages() -> dict[str, Page]:
    """All files of the page, by name."""
    return {file.name: _load(file) for file in sorted(_FOLDER.iterdir()) if file.suffix in _TYPES}


def _load(file: Path) -> Page:
    content = file.read_bytes()
    return Page(content, _TYPES[file.suffix], f'"{hashlib.sha256(content).hexdigest()[:32]}"')
