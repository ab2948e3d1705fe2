"""Which table people go to and whom they meet there, as they are told before."""

from bot.core import Look
from bot.model.text import N, T, Text
from storage import cafe_seats
from storage.cafe_seats import Place

MOST_MET = 8  # names: more nobody keeps in mind


def table_of(place: Place) -> Text:
    """Its number, and where it stands, as far as somebody has said that."""
    return T("{t} ({title})", t=place.table_number, title=place.title) if place.title else place.table_number


async def will_meet(look: Look, new: set[int]) -> Text:
    """How many, and a few by name."""
    names = sorted(await cafe_seats.names(look.db, new), key=str.casefold)
    told = ", ".join(names[:MOST_MET]) + ("…" if len(names) > MOST_MET else "")
    return N("You will meet {n} new person: {names}", "You will meet {n} new people: {names}", len(new), names=told)
