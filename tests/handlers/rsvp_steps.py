"""How answers are given, how they are noted, and which are kept."""

from bot.model.values import Going
from storage.answers import RSVP
from tests.handlers.steps import (
    found,
)
from tests.seeds import Lab

LABELS = {Going.YES: "✅ I am coming", Going.MAYBE: "🤔 Not sure yet", Going.NO: "❌ I cannot come"}
NOTED = {Going.YES: "you are coming", Going.MAYBE: "not sure yet", Going.NO: "you cannot come"}
LATE = "The deadline has passed, but I have told the organisers."


async def answers(lab: Lab) -> list[tuple[str, Going]]:
    """Who answered what, by the seed's names."""
    names = {number: name for name, number in lab.people.items()}
    return [(names.get(row.person_id, "?"), row.answer) for row in await found(lab, RSVP)]
