"""Block Kit elements: which there are, what each may carry, and where the limits lie (Block Kit reference, 2026)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.slack_errors import Json
from tests.fakes.slack_judge import Judge

_MENU = "action_id placeholder confirm focus_on_load"
_WRITTEN = "action_id placeholder focus_on_load dispatch_action_config initial_value"
FIELDS = {
    "button": "action_id text url value style confirm accessibility_label",
    "static_select": f"{_MENU} options option_groups initial_option",
    "multi_static_select": f"{_MENU} options option_groups initial_options max_selected_items",
    "users_select": f"{_MENU} initial_user",
    "multi_users_select": f"{_MENU} initial_users max_selected_items",
    "conversations_select": f"{_MENU} initial_conversation default_to_current_conversation response_url_enabled filter",
    "channels_select": f"{_MENU} initial_channel response_url_enabled",
    "overflow": "action_id options confirm",
    "datepicker": f"{_MENU} initial_date",
    "timepicker": f"{_MENU} initial_time timezone",
    "datetimepicker": "action_id confirm focus_on_load initial_date_time",
    "checkboxes": "action_id options initial_options confirm focus_on_load",
    "radio_buttons": "action_id options initial_option confirm focus_on_load",
    "plain_text_input": f"{_WRITTEN} multiline min_length max_length",
    "email_text_input": _WRITTEN,
    "url_text_input": _WRITTEN,
    "number_input": f"{_WRITTEN} is_decimal_allowed min_value max_value",
    "file_input": "action_id filetypes max_files",
    "image": "image_url slack_file alt_text",
}
_MENUS = {"static_select", "multi_static_select", "users_select", "multi_users_select", "conversations_select"} | {
    "channels_select"
}
_PICKED = {"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"}
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
IN_ACTIONS = frozenset({"button", "overflow"} | _MENUS | _PICKED)
IN_SECTION = frozenset(IN_ACTIONS | {"image"})
IN_INPUT = frozenset(_MENUS | _PICKED | _TYPED | {"file_input"})
_URL = re.compile(r"(?:https?://[^\s/?#]+|mailto:\S|tel:\S|slack://)\S*", re.IGNORECASE)


def judge_element(judge: Judge, node: Any, at: str, allowed: frozenset[str]) -> None:
    """One element, where only `allowed` may stand."""
    kind = str(node.get("type")) if isinstance(node, dict) else ""
    if kind not in allowed:
        judge.complain(f"unsupported type: {kind}", f"{at}/type")
        return
    judge.known(node, f"type {FIELDS[kind]}", at)
    if kind == "image":
        judge_image(judge, node, at)
        return
    judge.unique(node, "action_id", at)
    judge.text(node, "placeholder", at, 150, "plain_text")
    _confirm(judge, node.get("confirm"), f"{at}/confirm")
    if (rule := _RULES.get(kind)) is not None:
        rule(judge, node, at)


def judge_image(judge: Judge, node: Json, at: str) -> None:
    """The address and the words of a picture; the words are not optional."""
    if (node.get("image_url") is None) == (node.get("slack_file") is None):
        judge.complain("must provide either image_url or slack_file", at)
    judge.needs(node, "alt_text", at)
    judge.string(node, "alt_text", at, 2000)
    judge_url(judge, node, "image_url", at)


def judge_url(judge: Judge, node: Json, name: str, at: str) -> None:
    """An address, when it is there, of up to 3000 characters."""
    judge.string(node, name, at, 3000)
    value = node.get(name)
    if isinstance(value, str) and value and not _URL.fullmatch(value):
        judge.complain("invalid url", f"{at}/{name}")


def _confirm(judge: Judge, node: Any, at: str) -> None:
    if node is None or not judge.object(node, at):
        return
    judge.known(node, "title text confirm deny style", at)
    judge.needs(node, "title text confirm deny", at)
    judge.text(node, "title", at, 100, "plain_text")
    judge.text(node, "text", at, 300)
    judge.text(node, "confirm", at, 30, "plain_text")
    judge.text(node, "deny", at, 30, "plain_text")
    judge.one_of(node, "style", at, "primary danger")


def _button(judge: Judge, node: Json, at: str) -> None:
    judge.needs(node, "text", at)
    judge.text(node, "text", at, 75, "plain_text")
    judge.string(node, "value", at, 2000)
    judge.string(node, "accessibility_label", at, 75)
    judge.one_of(node, "style", at, "primary danger")
    judge_url(judge, node, "url", at)


def _options(judge: Judge, node: Json, at: str, most: int, kinds: str = "plain_text", url: bool = False) -> None:
    for index, option in enumerate(judge.items(node, "options", at, most)):
        _option(judge, option, f"{at}/options/{index}", kinds, url)


def _option(judge: Judge, option: Any, at: str, kinds: str, url: bool) -> None:
    if not judge.object(option, at):
        return
    judge.known(option, "text value description url" if url else "text value description", at)
    judge.needs(option, "text value", at)
    judge.text(option, "text", at, 75, kinds)
    judge.string(option, "value", at, 150)
    judge.text(option, "description", at, 75, kinds)
    judge_url(judge, option, "url", at)


def _menu(judge: Judge, node: Json, at: str) -> None:
    if (node.get("options") is None) == (node.get("option_groups") is None):
        judge.complain("must provide either options or option_groups", at)
    _options(judge, node, at, 100)
    for index, group in enumerate(judge.items(node, "option_groups", at, 100)):
        where = f"{at}/option_groups/{index}"
        if not judge.object(group, where):
            continue
        judge.needs(group, "label options", where)
        judge.text(group, "label", where, 75, "plain_text")
        _options(judge, group, where, 100)
    _initial(judge, node, at, all_options(node))


def all_options(node: Json) -> list[Any]:
    """The options of a menu, grouped or not."""
    groups = node.get("option_groups")
    holders = [node, *(one for one in (groups if isinstance(groups, list) else []) if isinstance(one, dict))]
    lists = [holder["options"] for holder in holders if isinstance(holder.get("options"), list)]
    return [option for options in lists for option in options]


def _initial(judge: Judge, node: Json, at: str, options: list[Any]) -> None:
    """What is chosen beforehand must be one of the options, in every part."""
    chosen = [node["initial_option"]] if node.get("initial_option") is not None else node.get("initial_options") or []
    if any(option not in options for option in chosen):
        judge.complain("initial option is not one of the options", at)


def _ticks(judge: Judge, node: Json, at: str) -> None:
    judge.needs(node, "options", at)
    _options(judge, node, at, 10, "plain_text mrkdwn")
    _initial(judge, node, at, all_options(node))


def _overflow(judge: Judge, node: Json, at: str) -> None:
    judge.needs(node, "options", at)
    _options(judge, node, at, 5, url=True)


def _typed(judge: Judge, node: Json, at: str) -> None:
    judge.number(node, "min_length", at, 0, 3000)
    judge.number(node, "max_length", at, 1, 3000)
    judge.string(node, "initial_value", at, node["max_length"] if isinstance(node.get("max_length"), int) else 3000, 0)
    if isinstance(node.get("min_length"), int) and node["min_length"] > (node.get("max_length") or 3000):
        judge.complain("min_length must be less than max_length", at)


def _number(judge: Judge, node: Json, at: str) -> None:
    judge.needs(node, "is_decimal_allowed", at)


def _pattern(name: str, pattern: str) -> Callable[[Judge, Json, str], None]:
    def rule(judge: Judge, node: Json, at: str) -> None:
        if node.get(name) is not None and not re.fullmatch(pattern, str(node[name])):
            judge.complain("invalid format", f"{at}/{name}")

    return rule


_RULES: dict[str, Callable[[Judge, Json, str], None]] = {
    "button": _button,
    "static_select": _menu,
    "multi_static_select": _menu,
    "overflow": _overflow,
    "checkboxes": _ticks,
    "radio_buttons": _ticks,
    "plain_text_input": _typed,
    "email_text_input": _typed,
    "url_text_input": _typed,
    "number_input": _number,
    "datepicker": _pattern("initial_date", r"\d{4}-\d\d-\d\d"),
    "timepicker": _pattern("initial_time", r"\d\d:\d\d"),
    "datetimepicker": _pattern("initial_date_time", r"\d{10}"),
}
