"""From what stands in a chat to the JSON its page draws. Texts stay texts: the page never reads them as HTML."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote, urlsplit

from bot.core.ports import Line, Visitor
from bot.model.card import Document, Drawn
from bot.model.form import DrawnForm
from bot.model.update import Now

_SCHEMES = frozenset({"http", "https", "mailto", "tg"})


NOBODY_YET = "Sfat"  # the heading of a chat whose person has not said who they are


def line_json(person: str, line: Line) -> dict[str, Any]:
    """A message of the chat of `person`; `at` is ISO 8601 in UTC, documents have an address each."""
    addresses = [f"/chat/documents/{quote(person, safe='')}/{line.id}/{n}" for n in range(len(line.drawn.documents))]
    return {
        "id": line.id,
        "ours": line.ours,
        "at": line.at.isoformat(),
        "edited": line.edited,
        "documents": [
            {"name": document.name, "url": address, "picture": document.is_picture, "alt": document.alt}
            for document, address in zip(line.drawn.documents, addresses, strict=True)
        ],
        **_card(line.drawn),
    }


def person_json(visitor: Visitor, lines: Sequence[Line], files: Sequence[str] = ()) -> dict[str, Any]:
    """A person of the page with their chat; `key` is what the page calls them by, `files` the endings of the files that
    they may send.
    """
    return {
        "key": visitor.account.user,
        "name": visitor.name or NOBODY_YET,
        "about": visitor.about,
        "language": visitor.language,
        "files": list(files),
        "lines": [line_json(visitor.account.user, line) for line in lines],
    }


def now_json(now: Now) -> dict[str, Any]:
    """What can not wait for a card; its cards stand in the page only, until it is loaded again."""
    return {
        "toast": now.toast,
        "form": None if now.form is None else form_json(now.form),
        "cards": [_card(drawn) for drawn in now.cards],
    }


def form_json(form: DrawnForm) -> dict[str, Any]:
    """A form with its fields, complaints and repairs as they are."""
    return asdict(form)


def disposition(document: Document) -> str:
    """The Content-Disposition of a document: saved under its own name, never shown inside our pages."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in document.name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(document.name, safe='')}"


def _card(drawn: Drawn) -> dict[str, Any]:
    return {
        "language": drawn.language,
        "spans": [
            [{"text": span.text, "style": span.style.value, "href": _safe(span.href)} for span in line]
            for line in drawn.lines
        ],
        "rows": [
            [{"label": button.label, "data": button.data, "url": _safe(button.url)} for button in row]
            for row in drawn.rows
        ],
    }


def _safe(address: str) -> str:
    """The address when it can only lead on, "" when it could act (`javascript:`) or is no address."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:  # brackets that belong to no IPv6 address
        return ""
    return address if scheme in _SCHEMES else ""
