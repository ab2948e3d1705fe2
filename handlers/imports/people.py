"""Organisations and representatives of a programme file."""

from collections.abc import Collection

from bot.model.text import T
from handlers.imports import checks
from handlers.imports.complaints import shown
from handlers.imports.fields import Fields
from handlers.imports.records import ImportedOrganisation, ImportedPerson

_LATER_ORGANISATION = {"representatives", "fictitious", "provenance", "note", "notes"}
_LATER_PERSON = {"needs", "fictitious", "provenance", "note", "notes"}


def read_organisation(fields: Fields, sectors: Collection[str]) -> ImportedOrganisation:
    """One organisation; its sector must be among those of the file."""
    key = fields.needed("id", checks.key)
    sector = fields.given("sector", checks.key, None)
    if sector is not None and sector not in sectors:
        sentence = T("There is no sector “{key}” in this file; correct it, or add the sector.", key=shown(sector))
        fields.page.complaints.add(fields.where("sector"), sentence)
    found = ImportedOrganisation(
        key,
        fields.needed("name", checks.name),
        sector,
        tuple(dict.fromkeys(fields.each("tags", checks.tag) or ())),
        fields.where("sector" if sector else "id"),
    )
    fields.page.complaints.unique("organisation", key, fields.where("id"))
    fields.close(_LATER_ORGANISATION)
    return found


def read_person(fields: Fields, organisations: Collection[str], language: str) -> ImportedPerson:
    """One representative; the organisations they speak for must be in the file. `language` is the programme's own."""
    key = fields.needed("id", checks.key)
    own = fields.needed("org", checks.key)
    others = fields.each("also_for", checks.key) or ()
    for name, value in [("org", own), *(("also_for", other) for other in others)]:
        if value and value not in organisations:
            sentence = T(
                "There is no organisation “{key}” in this file; correct it, or add the organisation.", key=shown(value)
            )
            fields.page.complaints.add(fields.where(name), sentence)
    if len({own, *others}) <= len(others):
        sentence = T("An organisation is named twice for this person; name it once.")
        fields.page.complaints.add(fields.where("also_for"), sentence)
    found = ImportedPerson(
        key,
        fields.needed("name", checks.name),
        fields.given("language", checks.language, language),
        fields.given("channel", checks.channel, ""),
        fields.given("email", checks.email, ""),
        fields.given("lead", checks.yes, False),
        (own, *others),
        fields.where("org"),
    )
    fields.page.complaints.unique("person", key, fields.where("id"))
    fields.close(_LATER_PERSON)
    return found
