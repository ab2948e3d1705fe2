"""From the page's JSON to updates. Everything in it was written by a browser, so everything is checked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

from bot.adapters.webchat.refusals import EMPTY, TOO_LONG, WRONG_FIELDS, TurnedDown
from bot.core.ports import Visitor
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.press import LIMIT
from bot.model.text import Span
from bot.model.typed import meant_as_command
from bot.model.update import Command, Envelope, FileHandle, Pressed, Said, Submitted, Update

LONGEST_TEXT = 4096  # characters, as on Telegram: what is written here can be read there
_LONGEST_NAME = 200  # characters of a key, a field's name, a person's key
_LONGEST_FILE_NAME = 255  # characters, as most machines have it
_MOST_VALUES = 100
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # neither readable nor storable everywhere; tab and newline stay
_MESSAGE = re.compile(r"[0-9]{0,19}")


@dataclass(frozen=True)
class Heard:
    """What a page sent: for whom, the id the page gave it (the same when it is tried again), and the update.

    `text` is what stands in the chat as the person's own words; "" for buttons and forms. `waits` is false while the
    page that could show a form is still to be opened.
    """

    person: str
    source: str
    update: Update
    text: str = ""
    waits: bool = True

    def envelope(self, visitor: Visitor) -> Envelope:
        """The update as the core wants it, from the visitor's own chat."""
        account = visitor.account
        place = Place(account.platform, account.installation, account.user)
        return Envelope(self.source, account, place, self.update, visitor.name, visitor.language, self.waits)


Reader = Callable[[Mapping[str, Any]], Heard]


def started(visitor: Visitor, token: str) -> Heard:
    """Coming in by a link is the command `/start TOKEN`, as it is on other platforms."""
    return Heard(visitor.account.user, str(uuid4()), Command("start", (token,)), waits=False)


def said(fields: Mapping[str, Any]) -> Heard:
    """A typed message `{person, id, text}`: a command when it begins with a slash, else free text.

    Raises `TurnedDown` when it is empty, longer than 4096 characters or malformed.
    """
    person, source = _head(fields, "text")
    text = _text(fields["text"]).strip()
    if not text:
        raise TurnedDown(EMPTY)
    if len(text) > LONGEST_TEXT:
        raise TurnedDown(TOO_LONG)
    return Heard(person, source, _meant(text), text)


def pressed(fields: Mapping[str, Any]) -> Heard:
    """A pressed button `{person, id, message, payload}`; the message is "" on a card that is not kept."""
    person, source = _head(fields, "message", "payload")
    payload, message = fields["payload"], fields["message"]
    if not isinstance(payload, str) or not payload.isascii() or not 0 < len(payload) <= LIMIT:
        raise TurnedDown(WRONG_FIELDS)
    if not isinstance(message, str) or not _MESSAGE.fullmatch(message):
        raise TurnedDown(WRONG_FIELDS)
    return Heard(person, source, Pressed(_text(payload), message))


def submitted(fields: Mapping[str, Any]) -> Heard:
    """A filled-in form `{person, id, key, values}`; values are texts by field name."""
    person, source = _head(fields, "key", "values")
    values = fields["values"]
    if not isinstance(values, dict) or len(values) > _MOST_VALUES:
        raise TurnedDown(WRONG_FIELDS)
    answers = {_name(name): _text(value) for name, value in values.items()}
    return Heard(person, source, Submitted(_name(fields["key"]), answers))


def file_head(person: str, source: str, written: str) -> tuple[str, str, str]:
    """Who sends a file, under which id, and its name, which the page has percent-encoded. Raises `TurnedDown`."""
    name = _text(unquote(written, errors="replace")).replace("\n", " ").strip()[:_LONGEST_FILE_NAME]
    return _name(person), _identifier(source), name or "file"


def sent(person: str, source: str, name: str, handle: FileHandle | None) -> Heard:
    """A file: by its handle where it was kept, else only that there was one."""
    return Heard(person, source, Said("", "file", handle), f"📎 {name}")


def as_drawn(text: str, language: str) -> Drawn:
    """A person's own words as they stand in their chat: plain spans, a line for each line."""
    return Drawn(tuple((Span(line),) for line in text.split("\n")), language=language)


def _meant(text: str) -> Update:
    command = meant_as_command(text)
    return Said(text) if command is None else Command(command.name, command.words)


def _head(fields: Mapping[str, Any], *others: str) -> tuple[str, str]:
    if set(fields) != {"person", "id", *others}:
        raise TurnedDown(WRONG_FIELDS)
    return _name(fields["person"]), _identifier(fields["id"])


def _identifier(value: Any) -> str:
    try:
        canonical = str(UUID(_name(value)))
    except ValueError as wrong:
        raise TurnedDown(WRONG_FIELDS) from wrong
    if canonical != value:
        raise TurnedDown(WRONG_FIELDS)  # one id must have one spelling, or a retry could count twice
    return canonical


def _name(value: Any) -> str:
    text = _text(value)
    if not text or text != value or len(text) > _LONGEST_NAME:
        raise TurnedDown(WRONG_FIELDS)
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TurnedDown(WRONG_FIELDS)
    try:
        value.encode()
    except UnicodeEncodeError as half_a_character:
        raise TurnedDown(WRONG_FIELDS) from half_a_character
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
