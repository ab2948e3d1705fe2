"""Whom people meet at their tables, as they are told before they go there."""

from bot.core import Look
from bot.model.text import N, Text
from storage import cafe_seats

MOST_MET = 8  # names: more nobody keeps in mind


async def will_meet(look: Look, new: set[int]) -> Text:
    """How many, and a few by name."""
    names = sorted(await cafe_seats.names(look.db, new), key=str.casefold)
    told = ", ".join(names[:MOST_MET]) + ("…" if len(names) > MOST_MET else "")
    return N("You will meet {n} new person: {names}", "You will meet {n} new people: {names}", len(new), names=told)
