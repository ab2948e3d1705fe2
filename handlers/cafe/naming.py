"""People by the names that somebody types: in any case, without diacritics, a part is enough; of several, which."""

import re
from collections.abc import Callable, Sequence

from bot.model.form import Complaint, Repair
from bot.model.text import T
from handlers.shared.search import folded
from storage.cafe_plans import Guest

MOST_OFFERED = 8


def reader(guests: Sequence[Guest]) -> Callable[[str], int]:
    """Reads a name into the number of one of these people. It raises Complaint when that is nobody, or several."""
    names = told_apart(guests)

    def read(written: str) -> int:
        for number, name in names.items():
            if folded(name) == folded(written):
                return number
        found = _meant(guests, written)
        if not found:
            raise Complaint(T("Nobody here is called {name}.", name=written[:60]))
        if len(found) > 1:
            repairs = [Repair(names[one.id], names[one.id]) for one in found[:MOST_OFFERED]]
            raise Complaint(T("Several are called {name}. Which one?", name=written[:60]), *repairs)
        return found[0].id

    return read


def _meant(guests: Sequence[Guest], written: str) -> list[Guest]:
    """Those of exactly this name; else those in whose name every word that was written begins one."""
    exactly = [one for one in guests if folded(one.name) == folded(written)]
    if exactly:
        return exactly
    parts = _words(written)
    return [
        one
        for one in guests
        if parts and all(any(word.startswith(part) for word in _words(one.name)) for part in parts)
    ]


def _words(name: str) -> list[str]:
    """A name with a hyphen is two words."""
    return re.findall(r"\w+", folded(name))


def told_apart(guests: Sequence[Guest]) -> dict[int, str]:
    """A name for each that nobody else has: with the organisation, and where that is the same too with a number."""
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    alone = [folded(one.name) for one in guests]
    for one in guests:
        name = f"{one.name} ({one.organisation})" if one.organisation else one.name
        name = one.name if alone.count(folded(one.name)) == 1 else name
        seen[folded(name)] = seen.get(folded(name), 0) + 1
        names[one.id] = name if seen[folded(name)] == 1 else f"{name} {seen[folded(name)]}"
    return names
