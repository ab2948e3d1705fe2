"""Segments as people choose them: words typed in a command, sectors, tags and organisations behind buttons."""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.text import Joined, N, T, Text, join
from handlers.shared.search import folded
from storage import programmes, segments
from storage.events import EventRow
from storage.people import OrganisationRow
from storage.tx import Tx

EVERYONE = "all"
MOST_NAMED = 6
_PARTS = re.compile(r"[\s,;]+")
_EVERYONE = (EVERYONE, "toate")
_KINDS = {"eveniment": "event", "eticheta": "tag", "atelier": "lab"}
_GROUPS = {"da": "yes", "vin": "yes", "poate": "maybe", "nu": "no", "fara-raspuns": "silent", "invitati": "invited"}


@dataclass(frozen=True)
class Choice:
    """A segment on offer: its word, its name, how many organisations it means."""

    word: str
    name: Text
    organisations: int = 1

    @property
    def number(self) -> int:
        """The word in the little room of a button; the same as long as the word is."""
        return zlib.crc32(self.word.encode())


def words_of(typed: Sequence[str]) -> list[str]:
    """The segment words of a command, parted by spaces, commas or semicolons, each once, Romanian ones as English."""
    words = [word for word in _PARTS.split(" ".join(typed)) if word]
    return list(dict.fromkeys(_as_kept(word) for word in words))


def _as_kept(word: str) -> str:
    """`eveniment:E1:da` is `event:E1:yes`; ids stay as they are written."""
    kind, colon, name = word.partition(":")
    if not colon:
        return EVERYONE if folded(word) in _EVERYONE else word
    kind = _KINDS.get(folded(kind), kind)
    key, colon, group = name.rpartition(":")
    if kind.casefold() == "event" and colon:
        name = f"{key}:{_GROUPS.get(folded(group), group)}"
    return f"{kind}:{name}"


async def sectors(tx: Tx, programme_id: int) -> list[Choice]:
    """The sectors that have organisations, by name where they have one."""
    everyone = await segments.organisations(tx, programme_id)
    names: dict[str, Text] = {row.key.casefold(): row.name for row in await programmes.sectors(tx, programme_id)}
    counted = _counted(row.sector for row in everyone if row.sector)
    return [Choice(f"sector:{key}", names.get(key.casefold(), key), n) for key, n in counted]


async def tags(tx: Tx, programme_id: int) -> list[Choice]:
    """The tags that organisations carry."""
    everyone = await segments.organisations(tx, programme_id)
    return [Choice(f"tag:{tag}", tag, n) for tag, n in _counted(tag for row in everyone for tag in row.tags)]


async def organisations(tx: Tx, programme_id: int) -> list[Choice]:
    """Every organisation, by name."""
    return [Choice(row.key, row.name) for row in await segments.organisations(tx, programme_id)]


async def earlier_rounds(tx: Tx, event: EventRow) -> Choice | None:
    """Whoever was invited to a round of the event's lab; None when there is no lab, or nobody was."""
    lab = None if event.lab_id is None else await programmes.lab(tx, event.lab_id)
    if lab is None:
        return None
    word = f"lab:{lab.key}"
    found, _ = await segments.chosen(tx, event.programme_id, [word])
    return Choice(word, lab.topic, len(found)) if found else None


def _counted(keys: Iterable[str]) -> list[tuple[str, int]]:
    """Each key once, as it was first written, with how often it occurs; in alphabetical order."""
    found: dict[str, tuple[str, int]] = {}
    for key in keys:
        written, number = found.get(key.casefold(), (key, 0))
        found[key.casefold()] = (written, number + 1)
    return [found[key] for key in sorted(found)]


async def described(tx: Tx, programme_id: int, words: Sequence[str]) -> Text:
    """The chosen segments by their names: "Sector: Culture, Atelierul Nord"; long lists are cut short."""
    everyone = {row.key.casefold(): row for row in await segments.organisations(tx, programme_id)}
    named = [await _name(tx, programme_id, everyone, word) for word in words[:MOST_NAMED]]
    more = len(words) - len(named)
    rest: Text = N("and {n} more", "and {n} more", more) if more else ""
    return join(Joined(tuple(named), ", "), rest)


async def _name(tx: Tx, programme_id: int, everyone: dict[str, OrganisationRow], word: str) -> Text:
    kind, _, key = word.partition(":")
    folded = key.casefold()
    match kind.casefold():
        case "all" | "toate" if not key:
            return T("all organisations")
        case "sector":
            rows = await programmes.sectors(tx, programme_id)
            return T("sector: {name}", name=next((row.name for row in rows if row.key.casefold() == folded), key))
        case "tag":
            return T("tag: {name}", name=key)
        case "lab":
            labs = await programmes.labs(tx, programme_id)
            topic: Text = next((row.topic for row in labs if row.key.casefold() == folded), key)
            return T("earlier rounds of {name}", name=topic)
    row = everyone.get(word.casefold())
    return row.name if row else word
