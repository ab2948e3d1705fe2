"""The programme itself, and what stands around its events: labs, venues, sectors."""

from typing import Any

from handlers.imports.records import ImportedContact, ImportedProgramme
from storage import programmes
from storage.importing import Tally, keep, known, overwrite
from storage.programmes import LabRow, ProgrammeRow, SectorRow, VenueRow
from storage.tx import Tx, add


async def apply_programme(tx: Tx, content: ImportedProgramme) -> tuple[ProgrammeRow, dict[str, Tally]]:
    """The programme's row, new or found by its key, and whether it is new or changed."""
    wanted = ProgrammeRow(
        key=content.key,
        code=content.code,
        title=content.title,
        zone=content.zone,
        languages=list(content.languages),
        language=content.default_language,
        contact=_contact(content.contact, content.facilitator),
    )
    before = await programmes.programme_by_key(tx, content.key)
    if before is None:
        await add(tx, wanted)
        return wanted, {"programme": Tally(new=1)}
    columns = ["code", "title", "zone", "languages", "language", *(["contact"] if wanted.contact else [])]
    changed = await overwrite(tx, before, wanted, columns)
    wanted.id = before.id
    return wanted, {"programme": Tally(changed=1) if changed else Tally(same=1)}


def _contact(contact: ImportedContact | None, facilitator: str | None) -> dict[str, Any] | None:
    """Whom people may turn to, as JSON: name, role ({original, texts} or null), email, and who moderates."""
    if contact is None and facilitator is None:
        return None
    role = contact.role if contact else None
    return {
        "name": contact.name if contact else "",
        "role": None if role is None else {"original": role.original, "texts": dict(role.texts)},
        "email": contact.email if contact else "",
        "facilitator": facilitator or "",
    }


async def apply_frame(tx: Tx, programme: ProgrammeRow, content: ImportedProgramme) -> dict[str, Tally]:
    """Labs, venues and sectors of the programme."""
    number = programme.id or 0
    labs = [LabRow(programme_id=number, key=lab.key, topic=lab.topic) for lab in content.labs]
    venues = [
        VenueRow(
            programme_id=number,
            key=venue.key,
            name=venue.name,
            address=venue.address,
            capacity=venue.capacity,
            step_free=venue.step_free,
        )
        for venue in content.venues
    ]
    sectors = [SectorRow(programme_id=number, key=sector.key, name=sector.name) for sector in content.sectors]
    return {
        "labs": await keep(tx, labs, await known(tx, LabRow, number), ["topic"]),
        "venues": await keep(
            tx, venues, await known(tx, VenueRow, number), ["name", "address", "capacity", "step_free"]
        ),
        "sectors": await keep(tx, sectors, await known(tx, SectorRow, number), ["name"]),
    }
