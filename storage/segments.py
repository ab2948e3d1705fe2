"""Segments: which organisations a word means. `all`, `sector:ID`, `lab:ID`, `tag:WORD`, or an organisation's id."""

from collections.abc import Iterable

from sqlalchemy import select

from storage.alphabet import by_name
from storage.answers import INVITATION
from storage.events import EVENT
from storage.people import ORGANISATION, OrganisationRow
from storage.programmes import LAB
from storage.tx import Tx, many


async def organisations(tx: Tx, programme_id: int) -> list[OrganisationRow]:
    """The organisations of a programme, by name."""
    found = select(ORGANISATION).where(ORGANISATION.c.programme_id == programme_id)
    return sorted(await many(tx, OrganisationRow, found), key=lambda row: by_name(row.name))


async def chosen(tx: Tx, programme_id: int, words: Iterable[str]) -> tuple[list[OrganisationRow], list[str]]:
    """The organisations that the words mean together, and the words that mean none."""
    everyone = await organisations(tx, programme_id)
    found: dict[int, OrganisationRow] = {}
    unknown = []
    for word in words:
        meant = await _meant(tx, programme_id, everyone, word)
        if not meant:
            unknown.append(word)
        found.update({row.id or 0: row for row in meant})
    return sorted(found.values(), key=lambda row: by_name(row.name)), unknown


async def _meant(tx: Tx, programme_id: int, everyone: list[OrganisationRow], word: str) -> list[OrganisationRow]:
    kind, _, name = word.partition(":")
    folded = name.casefold()
    match kind.casefold():
        case "all" | "toate" if not name:
            return everyone
        case "sector":
            return [row for row in everyone if row.sector.casefold() == folded]
        case "tag":
            return [row for row in everyone if folded in (tag.casefold() for tag in row.tags)]
        case "lab":
            known = await _invited_before(tx, programme_id, name)
            return [row for row in everyone if row.id in known]
        case _:
            return [row for row in everyone if row.key.casefold() == word.casefold()]


async def _invited_before(tx: Tx, programme_id: int, lab_key: str) -> set[int]:
    """The organisations that were invited to an earlier round of a lab."""
    rows = await tx.execute(
        select(INVITATION.c.organisation_id)
        .join(EVENT, EVENT.c.id == INVITATION.c.event_id)
        .join(LAB, LAB.c.id == EVENT.c.lab_id)
        .where(LAB.c.programme_id == programme_id, LAB.c.key == lab_key, INVITATION.c.organisation_id.is_not(None))
        .distinct()
    )
    return {row[0] for row in rows.all()}


async def all_organisations(tx: Tx) -> list[OrganisationRow]:
    """The organisations of all programmes, by name."""
    return sorted(await many(tx, OrganisationRow, select(ORGANISATION)), key=lambda row: by_name(row.name))
