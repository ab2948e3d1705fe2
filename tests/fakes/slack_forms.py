"""What a client does with a form: it fills in, refuses what a field would not take, and obeys the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests.fakes.slack_blocks import Element
from tests.fakes.slack_elements import all_options
from tests.fakes.slack_errors import Json, wrong
from tests.fakes.slack_judge import units
from tests.fakes.slack_view import View, judged
from tests.fakes.slack_views import Views

_SINGLE = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_MANY = {"multi_users_select": "selected_users"}
_WRITTEN = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_PATTERNS = {
    "email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "url_text_input": r"https?://\S+",
    "datepicker": r"\d{4}-\d\d-\d\d",
    "timepicker": r"\d\d:\d\d",
}


def found(elements: Iterable[Element], name: str) -> Element:
    """The first element with that block_id, action_id or label. Raises LookupError."""
    every = list(elements)
    for element in every:
        if name in element.names:
            return element
    raise LookupError(f"there is no {name!r} among {[one.label for one in every]}")


def filled(element: Element, value: Any) -> Json:
    """The state of an element when a person has put a value in. Raises ValueError for what no client would take."""
    kind = element.element["type"]
    if kind in _PATTERNS and value and not re.fullmatch(_PATTERNS[kind], str(value)):
        raise ValueError(f"the client does not take {value!r} in a {kind}")
    if kind in _WRITTEN:
        return {"type": kind, "value": _written(element.element, value)}
    if kind in _SINGLE:
        return {"type": kind, _SINGLE[kind]: value or None}
    if kind in _MANY:
        return {"type": kind, _MANY[kind]: list(value)}
    if kind in ("checkboxes", "multi_static_select"):
        wanted = [value] if isinstance(value, str) else list(value)
        return {"type": kind, "selected_options": [option(element.element, one) for one in wanted]}
    return {"type": kind, "selected_option": option(element.element, value) if value is not None else None}


def _written(element: Json, value: Any) -> str | None:
    text = "" if value is None else str(value)
    if units(text) > element.get("max_length", 3000):
        raise ValueError(f"the client takes no more than {element.get('max_length', 3000)} characters")
    if text and units(text) < element.get("min_length", 0):
        raise ValueError(f"the client wants at least {element['min_length']} characters")
    return text or None


def option(element: Json, wanted: str) -> Json:
    """The option with that text or value. Raises LookupError."""
    options = all_options(element)
    for one in options:
        if wanted in (one["text"]["text"], one["value"]):
            return dict(one)
    raise LookupError(f"there is no option {wanted!r} among {[one['text']['text'] for one in options]}")


def initial(element: Element) -> Json:
    """The state of an element that nobody has touched."""
    kind, node = element.element["type"], element.element
    if kind in _WRITTEN:
        return {"type": kind, "value": node.get("initial_value") or None}
    if kind in _SINGLE:
        return {"type": kind, _SINGLE[kind]: node.get(_SINGLE[kind].replace("selected", "initial"))}
    if kind in _MANY:
        return {"type": kind, _MANY[kind]: node.get(_MANY[kind].replace("selected", "initial"), [])}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": node.get("initial_options", [])}
    return {"type": kind, "selected_option": node.get("initial_option")}


def values(elements: Iterable[Element], kept: dict[str, Json]) -> dict[str, Json]:
    """The state as payloads carry it: of everything but buttons and overflow menus."""
    state: dict[str, Json] = {}
    for one in elements:
        block, action = one.block["block_id"], one.element["action_id"]
        if one.element["type"] not in ("button", "overflow"):
            state.setdefault(block, {})[action] = kept.get(block, {}).get(action) or initial(one)
    return state


def fill(view: View, fields: dict[str, Any]) -> None:
    """Put values into fields named by block_id, action_id or label."""
    for name, value in fields.items():
        one = found(view.elements, name)
        view.values.setdefault(one.block["block_id"], {})[one.element["action_id"]] = filled(one, value)


def complete(view: View) -> None:
    """What a client checks before it submits. Raises RuntimeError when a field that is not optional is empty."""
    if not view.sent.get("submit"):
        raise RuntimeError("this modal has no button to submit")
    view.values = values(view.elements, view.values)
    for one in view.elements:
        state = view.values.get(one.block["block_id"], {}).get(one.element["action_id"], {})
        empty = not any(value for name, value in state.items() if name != "type")
        if one.block["type"] == "input" and not one.block.get("optional") and empty:
            raise RuntimeError(f"the client does not submit without {one.label!r}")


def obey(views: Views, view: View, body: Any) -> None:
    """What the acknowledgement of a submission does. Raises SlackError for one that Slack would not take."""
    if not body:
        if view in views.stacks.get(view.user, []):
            views.pop(view.user)
        return
    action = body.get("response_action") if isinstance(body, dict) else None
    if action == "errors":
        view.errors = _errors(view, body.get("errors"))
        views.changed()
    elif action == "update":
        views.replace(view, judged(body.get("view"), "modal"))
    elif action == "push":
        views.stack_on(view.user, judged(body.get("view"), "modal"))
    elif action == "clear":
        views.clear(view.user)
    else:
        raise wrong("invalid_response_action")


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {one.block["block_id"] for one in view.elements if one.block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise wrong("invalid_response_errors", "errors stand at the block_id of an input")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise wrong("invalid_response_errors", "errors are texts")
    return dict(errors)
