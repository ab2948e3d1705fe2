"""What people type: a command with its words. The same on every platform."""

import re
import unicodedata
from dataclasses import dataclass

_COMMAND = re.compile(r"/(?P<name>(?:\w[\u0300-\u036f]*){1,64})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?", re.DOTALL)
_WORD = re.compile(r'["“”„«]([^"“”„«»]*)["“”»]|(\S+)')


@dataclass(frozen=True)
class Typed:
    """A command as it was typed: its name in lower case, the bot it was meant for ("" mostly), and its words."""

    name: str
    bot: str
    words: tuple[str, ...]


def typed_command(text: str) -> Typed | None:
    """`/rsvp@sfat_bot 7 yes`, taken apart; None for what is no command."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    return Typed(found["name"].lower(), found["bot"] or "", typed_words(found["rest"] or ""))


def meant_as_command(text: str) -> Typed | None:
    """In a private chat whatever begins with a slash is meant as a command, also `//help`, `/` or `/new-event`.

    Such a name no command can have, so the answer is that it is not known. None for what begins otherwise.
    """
    command = typed_command(text)
    if command is not None or not text.strip().startswith("/"):
        return command
    name, *rest = re.split(r"\s", text.strip().removeprefix("/"), maxsplit=1)
    return Typed(name.lower(), "", typed_words("".join(rest)))


def plain_name(name: str) -> str:
    """A command's name as it is registered: `Invită`, with its breve in one letter or in two, is `invita`."""
    apart = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def typed_words(text: str) -> tuple[str, ...]:
    """What stands after a command, word by word; quotes of any kind hold words together, a lone one is a letter."""
    return tuple(word if word else quoted for quoted, word in _WORD.findall(text))
