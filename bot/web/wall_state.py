"""What a wall shows, as its page reads it: everything in the language of the page, every instant in milliseconds."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from bot.model.letters import with_commas
from bot.model.personal import masked
from bot.model.values import CafeState
from bot.web.cloud import cloud
from storage.views import Wall, Wanted

ROOM, QUESTION, CLOUD = "room", "question", "cloud"
MOST_IDEAS = 40  # what comes between two looks of a page, four times over, when a room writes 300 a minute
LONGEST = 600  # letters of an idea: more than fit beside others


class Shown(NamedTuple):
    """What somebody wants to see on a wall, in which language."""

    view: str = ROOM
    question: int | None = None
    language: str = "ro"

    @property
    def wanted(self) -> Wanted:
        """What must be read for it."""
        if self.view == CLOUD:
            return Wanted(words=True)
        return Wanted(MOST_IDEAS, self.question if self.view == QUESTION else None)


def state(wall: Wall, shown: Shown) -> dict[str, Any]:
    """The wall as it is now. What it says changes only when something has changed."""
    title, title_language = wall.title.choose(shown.language)
    return {
        "title": {"text": title, "lang": title_language},
        "state": wall.state.value,
        "secret": wall.secret,
        "round": _round(wall),
        "tables": _tables(wall),
        "questions": _questions(wall, shown.language),
        "total": sum(one.ideas for one in wall.counted),
        "ideas": [_idea(one) for one in wall.ideas],
        "beyond": _beyond(wall, shown),
        "cloud": [one._asdict() for one in cloud(wall.texts)],
    }


def _beyond(wall: Wall, shown: Shown) -> int:
    """How many ideas that count are older than those that were read."""
    if len(wall.ideas) < MOST_IDEAS:
        return 0
    asked = shown.wanted.question
    return max(0, sum(one.ideas for one in wall.counted if asked in (None, one.question)) - len(wall.ideas))


def _idea(one: Any) -> dict[str, Any]:
    text = masked(one.text)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    return {
        "id": one.id,
        "text": with_commas(text),
        "lang": one.language,
        "question": one.question,
        "table": one.table_number,
        "pinned": one.pinned,
        "by": ", ".join(with_commas(part) for part in (one.name, one.organisation) if part),
    }


def _round(wall: Wall) -> dict[str, Any] | None:
    now = wall.round
    if now is None:
        return None
    return {
        "number": now.number,
        "of": len(wall.rounds),
        "state": now.state.value,
        "minutes": now.minutes,
        "ends": _milliseconds(now.ends_at),
        "left": now.left * 1000,
        "late": _milliseconds(now.late_until),
    }


def _milliseconds(at: datetime | None) -> int | None:
    return None if at is None else round(at.timestamp() * 1000)


def _tables(wall: Wall) -> list[dict[str, Any]]:
    """The map of the round that runs, or of the first: what is asked at each table and how much was said there. Of a
    café that is over all that was said at each, and nothing is asked any more."""
    number = wall.round.number if wall.round else 1
    asked = wall.tasks[number - 1] if number <= len(wall.tasks) else []
    over = wall.state is CafeState.OVER
    counted = Counter[int]()
    for one in wall.counted:
        if over or one.round_number == number:
            counted[one.table_number] += one.ideas
    return [
        {
            "number": one.number,
            "title": one.title,
            "host": one.host,
            "question": asked[one.number - 1] if one.number <= len(asked) and not over else None,
            "ideas": counted[one.number],
        }
        for one in wall.tables
    ]


def _questions(wall: Wall, language: str) -> list[dict[str, Any]]:
    counted: Counter[int] = Counter()
    for one in wall.counted:
        counted[one.question] += one.ideas
    found = []
    for row in wall.questions:
        text, text_language = row.words.choose(language)
        found.append({"number": row.ordinal, "text": text, "lang": text_language, "ideas": counted[row.ordinal]})
    return found
