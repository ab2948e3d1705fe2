"""Short ways to write Block Kit in tests, without any checks."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
URL = "https://example.com/"


def plain(length: int = 1, character: str = "x") -> Json:
    return {"type": "plain_text", "text": character * length}


def mrkdwn(length: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def section(length: int = 1, **parts: Any) -> Json:
    return {"type": "section", "text": mrkdwn(length), **parts}


def fields(*texts: Json) -> Json:
    return {"type": "section", "fields": list(texts)}


def header(length: int = 1, character: str = "x") -> Json:
    return {"type": "header", "text": plain(length, character)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(action_id: str = "a", text: str = "x", **parts: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": text}, **parts}


def option(text: str = "x", value: str = "v") -> Json:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


def menu(*options: Json, kind: str = "static_select", **parts: Any) -> Json:
    return actions({"type": kind, "options": list(options), **parts})


def confirm(title: int = 1, text: int = 1, yes: int = 1) -> Json:
    return actions(button(confirm={"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain()}))


def field(block_id: str = "name", label: str = "Name", **element: Any) -> Json:
    """An input; `element` may say another type, and `hint`, `optional` belong to the block."""
    block: Json = {"type": "input", "block_id": block_id, "label": {"type": "plain_text", "text": label}}
    block |= {name: element.pop(name) for name in ("hint", "optional") if name in element}
    return block | {"element": {"type": "plain_text_input", "action_id": f"{block_id}-value", **element}}


def modal(*blocks: Json, **parts: Any) -> Json:
    submit = {"submit": plain()} if any(block["type"] == "input" for block in blocks) else {}
    return {"type": "modal", "title": plain(), "blocks": list(blocks) or [section()], **submit, **parts}
