"""Organisations, the people who speak for them, and their personal links."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.core import Desk
from bot.model.text import T
from handlers.imports.complaints import Complaints, shown
from handlers.imports.records import ImportedOrganisation, ImportedPerson
from storage import affiliations, importing, personal_links
from storage.importing import Tally, keep, known
from storage.people import AffiliationRow, OrganisationRow, PersonRow
from storage.programmes import ProgrammeRow, SectorRow
from storage.tx import Tx

ALL = ("id", "org", "name", "language", "channel", "email", "lead")


async def apply_organisations(desk: Desk, programme: ProgrammeRow, wanted: Sequence[ImportedOrganisation]) -> Tally:
    """Organisations by key. Raises ImportRefused for a sector that the programme does not have."""
    tx, number = desk.db, programme.id or 0
    sectors = await known(tx, SectorRow, number)
    complaints = Complaints()
    for one in wanted:
        if one.sector is not None and sectors and one.sector not in sectors:
            sentence = T("The programme has no sector “{key}”; correct it, or add the sector.", key=shown(one.sector))
            complaints.add(one.at, sentence)
    complaints.raise_if_any()
    rows = [
        OrganisationRow(programme_id=number, key=one.key, name=one.name, sector=one.sector or "", tags=list(one.tags))
        for one in wanted
    ]
    tally = await keep(tx, rows, await known(tx, OrganisationRow, number), ["name", "sector", "tags"])
    for organisation in tally.touched:
        await desk.touch("organisation", organisation)
    return tally


async def apply_people(
    desk: Desk, programme: ProgrammeRow, wanted: Sequence[ImportedPerson], columns: Collection[str] = ALL
) -> dict[str, Tally]:
    """People by key, for whom they speak, and a personal link for each of them.

    `columns` are those that the file has. Raises ImportRefused for an organisation that the programme does not have.
    """
    tx, number = desk.db, programme.id or 0
    organisations = {key: row.id or 0 for key, row in (await known(tx, OrganisationRow, number)).items()}
    _refuse_unknown(wanted, organisations)
    wanted = one_row_each(wanted, await importing.known_people(tx, number))
    people = await _people(tx, programme, wanted, columns)
    standing = await importing.known_people(tx, number)
    speaking = Speaking(desk, number, organisations, whole=columns is ALL, says_lead="lead" in columns)
    speaking.standing = await importing.affiliations(tx, number)
    for one in wanted:
        if standing[one.key].erased_at is None:
            await speaking.set(standing[one.key].id or 0, one)
    await importing.add_all(tx, speaking.new)
    for person in {*people.touched, *speaking.tally.touched}:
        await desk.touch("person", person)
    await personal_links.make_links(tx, importing.imported_people(number), desk.now)
    return {"people": people, "affiliations": speaking.tally}


def one_row_each(wanted: Sequence[ImportedPerson], standing: Mapping[str, PersonRow]) -> list[ImportedPerson]:
    """Rows that mean one person, since two were joined, are one: what their own key says, for whom all of them say.

    Without that key in the file the first of the rows counts.
    """
    meant: dict[int | str, list[ImportedPerson]] = {}
    for one in wanted:
        known_as = standing.get(one.key)
        meant.setdefault(one.key if known_as is None else known_as.id or 0, []).append(one)
    rows = []
    for same in meant.values():
        own = standing.get(same[0].key)
        first = next((one for one in same if own is not None and one.key == own.key), same[0])
        named = dict.fromkeys(name for one in (first, *same) for name in one.organisations)
        rows.append(replace(first, organisations=tuple(named)))
    return rows


def _refuse_unknown(wanted: Sequence[ImportedPerson], organisations: Collection[str]) -> None:
    complaints = Complaints()
    for one in wanted:
        for key in one.organisations:
            if key not in organisations:
                sentence = T(
                    "The programme has no organisation “{key}”; correct it, or add the organisation.", key=shown(key)
                )
                complaints.add(one.at, sentence)
    complaints.raise_if_any()


async def _people(tx: Tx, programme: ProgrammeRow, wanted: Sequence[ImportedPerson], columns: Collection[str]) -> Tally:
    """The people themselves. Who was erased stays erased; who has come chooses language and channel themselves."""
    number = programme.id or 0
    standing = await importing.known_people(tx, number)
    come = await importing.have_come(tx, number)
    rows = []
    for one in wanted:
        before = standing.get(one.key)
        if before is not None and before.erased_at is not None:
            rows.append(before)
            continue
        row = PersonRow(
            programme_id=number,
            key=one.key,
            name=one.name,
            language=one.language or programme.language,
            zone=programme.zone,
            channel=one.channel,
            email=one.email,
        )
        if before is not None and (before.id in come or not one.language):
            row.language = before.language
        if before is not None and before.id in come:
            row.channel = before.channel
        rows.append(row)
    said = [name for name in ("name", "language", "channel", "email") if name in columns]
    return await keep(tx, rows, standing, said)


class Speaking:
    """For whom people speak.

    A programme file is the `whole` truth: what an earlier file said and this one does not, ends. A table names one
    organisation for each person: a new one takes the place of the only one that was imported before. What people did
    by hand, no file ends.
    """

    def __init__(
        self, desk: Desk, programme_id: int, organisations: Mapping[str, int], *, whole: bool, says_lead: bool
    ) -> None:
        self._desk = desk
        self._programme_id = programme_id
        self._organisations = organisations
        self._whole = whole
        self._says_lead = says_lead
        self.standing: dict[int, dict[int, AffiliationRow]] = {}
        self.new: list[AffiliationRow] = []
        self.tally = Tally()

    async def set(self, person_id: int, one: ImportedPerson) -> None:
        """One person's affiliations."""
        wanted = [self._organisations[key] for key in one.organisations]
        standing = self.standing.get(person_id, {})
        for gone in self._gone(standing, wanted):
            gone.until = self._desk.now
            await importing.save_affiliation(self._desk.db, gone)
            await self._count_change(gone)
        for number, organisation_id in enumerate(wanted):
            lead = one.lead and number == 0
            before = standing.get(organisation_id)
            if before is None:
                self.new.append(self._row(person_id, organisation_id, lead=lead))
                self.tally.new += 1
            elif await self._kept(before, lead=lead if self._says_lead else before.lead):
                await self._count_change(before)
            else:
                self.tally.same += 1

    async def _count_change(self, row: AffiliationRow) -> None:
        self.tally.changed += 1
        self.tally.touched.append(row.person_id)
        await self._desk.touch("organisation", row.organisation_id)

    def _gone(self, standing: Mapping[int, AffiliationRow], wanted: Collection[int]) -> list[AffiliationRow]:
        imported = [row for row in standing.values() if row.imported and row.until is None]
        others = [row for row in imported if row.organisation_id not in wanted]
        return others if self._whole or len(imported) == 1 else []

    def _row(self, person_id: int, organisation_id: int, *, lead: bool) -> AffiliationRow:
        return AffiliationRow(
            programme_id=self._programme_id,
            person_id=person_id,
            organisation_id=organisation_id,
            lead=lead,
            imported=True,
            since=self._desk.now,
        )

    async def _kept(self, before: AffiliationRow, *, lead: bool) -> bool:
        """Whether a standing affiliation had to be changed to what the file says."""
        ended = before.until is not None and before.until <= self._desk.now
        same = before.lead == lead and before.confirmed and not ended
        if not before.confirmed:
            await affiliations.decide(self._desk.db, before, self._desk.now, yes=True)
        if not same or not before.imported:
            before.lead, before.confirmed, before.imported = lead, True, True
            before.until = None if ended else before.until
            await importing.save_affiliation(self._desk.db, before)
        return not same
