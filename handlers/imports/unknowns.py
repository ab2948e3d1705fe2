"""What an import names and the programme does not have: sectors, organisations, languages. No database."""

from collections.abc import Sequence

from bot.core.catalogue import LANGUAGES
from bot.model.text import T
from handlers.imports.complaints import Complaints, shown
from handlers.imports.records import ImportedOrganisation, ImportedPerson
from storage.standing import Standing


def unknowns(
    standing: Standing,
    organisations: Sequence[ImportedOrganisation],
    people: Sequence[ImportedPerson],
    *,
    of_table: bool,
) -> Complaints:
    """Sectors and organisations that are not there, and in a table languages in which nobody can be written to.

    A programme file names those of its people that others will speak to them. An organisation that is empty was wrong
    by itself, which has been said.
    """
    complaints = Complaints()
    _check_sectors(standing, organisations, complaints)
    _check_organisations(standing, organisations, people, complaints)
    if of_table:
        _check_languages(standing, people, complaints)
    return complaints


def _check_sectors(standing: Standing, wanted: Sequence[ImportedOrganisation], complaints: Complaints) -> None:
    for one in wanted:
        if one.sector is not None and standing.sectors and one.sector not in standing.sectors:
            sentence = T("The programme has no sector “{key}”; correct it, or add the sector.", key=shown(one.sector))
            complaints.add(one.at, sentence)


def _check_organisations(
    standing: Standing,
    organisations: Sequence[ImportedOrganisation],
    people: Sequence[ImportedPerson],
    complaints: Complaints,
) -> None:
    known = standing.organisations.keys() | {one.key for one in organisations}
    for person in people:
        for key in person.organisations:
            if key and key not in known:
                sentence = T(
                    "The programme has no organisation “{key}”; correct it, or add the organisation.", key=shown(key)
                )
                complaints.add(person.at, sentence)


def _check_languages(standing: Standing, people: Sequence[ImportedPerson], complaints: Complaints) -> None:
    """A language of which nothing would ever come: neither ours nor the programme's, nor the one that stands."""
    known = tuple(dict.fromkeys((*LANGUAGES, *standing.languages)))
    for person in people:
        before = standing.people.get(person.key)
        if person.language and person.language not in (*known, before.language if before else ""):
            sentence = T(
                "“{text}” is no language here; choose among {known}, or leave it empty.",
                text=person.language,
                known=", ".join(known),
            )
            complaints.add(person.language_at, sentence)
