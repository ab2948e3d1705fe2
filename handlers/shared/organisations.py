"""Reading the name of an organisation as people write it."""

from collections.abc import Callable

from bot.model.form import Complaint, Repair
from bot.model.text import T, Text
from handlers.shared.search import ANYWAY, folded, tidy
from storage.people import OrganisationRow

NOBODY = "-"
MOST_OFFERED = 8


def organisation_reader(
    everyone: list[OrganisationRow], *, nobody: Text = "", others: bool = False
) -> Callable[[str], OrganisationRow | str | None]:
    """A field's reader: the whole name, a part of it, or the organisation's id; diacritics and case do not matter.

    Several that fit, or none, are offered as buttons. With `nobody` (the label of one more button) no organisation is
    an answer too, and reads as None. With `others` so is one that is not among these, and reads as its name.
    """
    none = (Repair(nobody, NOBODY),) if nobody else ()

    def read(written: str) -> OrganisationRow | str | None:
        if none and written.strip() == NOBODY:
            return None
        near = _fitting(everyone, written)
        if len(near) == 1:
            return near[0]
        named = tidy(written.rstrip(ANYWAY + " "))
        another = others and any(letter.isalnum() for letter in named)
        if another and written.endswith(ANYWAY):
            return next((row for row in everyone if folded(row.name) == folded(named)), named)
        new = (Repair(T("Another one: {name}", name=named), named + ANYWAY),) if another else ()
        if near:
            raise Complaint(T("Several organisations fit. Which one is it?"), *_offers(near), *new, *none)
        raise Complaint(T("I know no organisation of this name. Please write it in another way."), *new, *none)

    return read


def _fitting(everyone: list[OrganisationRow], written: str) -> list[OrganisationRow]:
    """By id, else by the whole name, else by a part of it."""
    sought = folded(written)
    return (
        [row for row in everyone if row.key.casefold() == written.strip().casefold()]
        or [row for row in everyone if folded(row.name) == sought]
        or [row for row in everyone if sought and sought in folded(row.name)]
    )


def _offers(near: list[OrganisationRow]) -> list[Repair]:
    """The first few; those of one name are told apart by their ids."""
    names = [folded(row.name) for row in near]
    return [
        Repair(row.name, row.name)
        if names.count(folded(row.name)) == 1
        else Repair(T("{name} ({id})", name=row.name, id=row.key), row.key)
        for row in near[:MOST_OFFERED]
    ]
