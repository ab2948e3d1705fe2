"""What happened at each stop of the clock, in sentences, read from the deliveries that went out there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.translate import Reader, plain
from bot.model.text import N, T, Text
from bot.model.values import RoundState
from storage import happenings
from storage.happenings import Cafes
from storage.tx import Tx

_RUNG = (RoundState.LATE, RoundState.ENDED)


@dataclass(frozen=True)
class Happening:
    """Messages of one kind that went out at one stop, and to whom."""

    kind: str
    names: tuple[str, ...]


def sentence(happening: Happening) -> Text:
    """`A reminder to those who had not answered: Ana Câmpeanu, Emma Lindqvist`."""
    names = ", ".join(happening.names)
    count = len(happening.names)
    match happening.kind:
        case "rsvp.reminder":
            return N(
                "{n} reminder to someone who had not answered: {names}",
                "{n} reminders to those who had not answered: {names}",
                count,
                names=names,
            )
        case "event.reminder":
            return N(
                "{n} reminder to someone who is coming: {names}",
                "{n} reminders to those who are coming: {names}",
                count,
                names=names,
            )
        case "event.access":
            return N(
                "The access link to {n} person: {names}", "The access link to {n} people: {names}", count, names=names
            )
        case _:
            return N("{n} message: {names}", "{n} messages: {names}", count, names=names)


async def happenings_at(tx: Tx, at: datetime) -> Sequence[Happening]:
    """What went out at this instant of the story, by kind."""
    rows: Sequence[Any] = await happenings.sent_at(tx, at)
    kinds: dict[str, list[str]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row.name or "?")
    return [Happening(kind, tuple(dict.fromkeys(names))) for kind, names in kinds.items()]


def since(before: Cafes, now: Cafes) -> list[Text]:
    """What happened at the cafés between two looks: rounds that began, their gongs, ideas."""
    lines: list[Text] = []
    for key, state in sorted(now.rounds.items()):
        was = before.rounds.get(key, RoundState.WAITING)
        if was is RoundState.WAITING and state is not RoundState.WAITING:
            lines.append(T("Round {n} of the world café began.", n=key[1]))
        if was not in _RUNG and state in _RUNG:
            lines.append(T("The gong ended round {n} of the world café.", n=key[1]))
    if (ideas := now.ideas - before.ideas) > 0:
        lines.append(N("{n} idea was written at the world café.", "{n} ideas were written at the world café.", ideas))
    return lines


def told(happened: Sequence[Happening], reader: Reader, *, settled: bool, more: Sequence[Text] = ()) -> list[str]:
    """The sentences of a stop, and `more` before them; also that nobody had to be written to, or that something is
    still on its way."""
    lines = [plain(one, reader) for one in (*more, *map(sentence, happened))]
    if not settled:
        lines.append(plain(T("Some messages are still on their way."), reader))
    return lines or [plain(T("Nobody had to be written to."), reader)]
