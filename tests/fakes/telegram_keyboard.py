"""Reply markup: an inline keyboard is read button by button, the other kinds only by their shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from tests.fakes.telegram_errors import ApiError, Json, bad_request
from tests.fakes.telegram_params import Params

_OTHER_KINDS = {"keyboard": list, "remove_keyboard": bool, "force_reply": bool}
_ACTIONS = (
    "callback_data", "url", "copy_text", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "login_url", "callback_game", "pay",
)  # fmt: skip


@dataclass(frozen=True)
class Button:
    """A button as a person sees it, and what lies behind it: `data` in bytes 1-64, or a link, or text to copy."""

    label: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None


@dataclass(frozen=True)
class Keyboard:
    """A reply markup: `inline` rows of buttons, or one of the other kinds, which we only keep."""

    inline: bool = True
    rows: tuple[tuple[Button, ...], ...] = ()
    raw: Json = field(default_factory=dict)


def keyboard(params: Params) -> Keyboard | None:
    """The request's reply markup; None when there is none, an inline keyboard without buttons included."""
    raw = params.tree("reply_markup", "reply keyboard markup")
    if raw is None or raw == {}:
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        return _inline(raw)
    for name, kind in _OTHER_KINDS.items():
        if name in raw and not isinstance(raw[name], kind):
            raise bad_request(f'field "{name}" must be of type {"Array" if kind is list else "Boolean"}')
        if raw.get(name):
            return Keyboard(inline=False, raw=raw)
    return None


def _inline(raw: Json) -> Keyboard | None:
    if not isinstance(raw["inline_keyboard"], list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    rows = []
    for row in raw["inline_keyboard"]:
        if not isinstance(row, list):
            raise bad_request('field "inline_keyboard" must be an Array of Arrays')
        if row:
            rows.append(tuple(_button(button) for button in row))
    if sum(map(len, rows)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise bad_request("reply markup is too long")
    if any(len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        raise bad_request("reply markup is too long")
    kept = [row for row in raw["inline_keyboard"] if row]
    return Keyboard(rows=tuple(rows), raw={"inline_keyboard": kept}) if rows else None


def _button(raw: object) -> Button:
    if not isinstance(raw, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    label = raw.get("text")
    if not isinstance(label, str):
        raise _unreadable('Field "text" must be of type String' if "text" in raw else 'Can\'t find field "text"')
    if not label.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if name in raw]
    if not actions or raw.get("callback_data") == "":
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unreadable(f"exactly one of the optional fields must be used, found {', '.join(actions)}")
    return _acting(label, actions[0], raw[actions[0]])


def _acting(label: str, action: str, value: object) -> Button:
    if action == "callback_data":
        if not isinstance(value, str) or len(value.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label, data=value)
    if action == "url":
        return Button(label, url=_checked_link(str(value)))
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return Button(label, copies=text)
    raise bad_request("BUTTON_TYPE_INVALID")


def _checked_link(link: str) -> str:
    """`link` when a client can open it: http and https with a dotted host (so no localhost), or tg with a host."""

    def invalid(why: str) -> ApiError:
        return bad_request(f"inline keyboard button URL '{link}' is invalid: {why}")

    if any(letter.isspace() for letter in link):
        raise invalid("Wrong HTTP URL")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise invalid("Wrong HTTP URL") from None
    if parts.scheme not in ("http", "https", "tg"):
        raise invalid("Unsupported URL protocol" if "://" in link else "Wrong HTTP URL")
    if not parts.netloc:
        raise invalid("URL host is empty")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise invalid("Wrong HTTP URL")
    return link


def _unreadable(why: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")
