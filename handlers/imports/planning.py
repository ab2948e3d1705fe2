"""What an import would do to organisations, people and for whom they speak: compared, not yet done. No database.

Records are found by their external keys and by nothing else. What a file no longer names is left alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from handlers.imports.records import ImportedOrganisation, ImportedPerson
from handlers.imports.unknowns import unknowns
from storage.changes import Change
from storage.importing import Tally
from storage.standing import Standing, StandingAffiliation, StandingOrganisation, StandingPerson

_PEOPLE_COLUMNS = ("name", "language", "channel", "email")


@dataclass
class Part:
    """What becomes of one kind of record: new ones, those that stand by number with what changes, and the rest."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, dict[str, Change]] = field(default_factory=dict)
    same: int = 0

    @property
    def tally(self) -> Tally:
        """The same in numbers."""
        return Tally(len(self.new), len(self.changed), self.same)

    def take(self, number: int, before: Any, after: Mapping[str, Any]) -> None:
        """One that stands: only what differs is written."""
        differing = {name: (getattr(before, name), value) for name, value in after.items()}
        changes = {name: change for name, change in differing.items() if change[0] != change[1]}
        if changes:
            self.changed[number] = changes
        else:
            self.same += 1


@dataclass
class Plan:
    """What an import would do.

    New affiliations name person and organisation by key. `quiet` are affiliations that a file now stands behind, which
    nobody sees; `confirmed` those of guests that it confirms.
    """

    organisations: Part = field(default_factory=Part)
    people: Part = field(default_factory=Part)
    affiliations: Part = field(default_factory=Part)
    quiet: dict[int, dict[str, Change]] = field(default_factory=dict)
    confirmed: list[StandingAffiliation] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many records would be new or changed."""
        parts = (self.organisations, self.people, self.affiliations)
        return sum(len(part.new) + len(part.changed) for part in parts)


def plan_import(
    standing: Standing,
    organisations: Sequence[ImportedOrganisation],
    people: Sequence[ImportedPerson],
    now: datetime,
    columns: Collection[str] | None = None,
) -> Plan:
    """Compare what a file says with what stands.

    `columns` are those that a table of people has; None: a programme file, which says everything of those it names.
    Raises ImportRefused for what it names and the programme does not have.
    """
    unknowns(standing, organisations, people, of_table=columns is not None).raise_if_any()
    plan = Plan()
    for organisation in organisations:
        _plan_organisation(plan.organisations, standing.organisations.get(organisation.key), organisation)
    speaking = _Speaking(plan, standing, now, columns)
    for person in one_row_each(people, standing.people):
        before = standing.people.get(person.key)
        if before is not None and before.erased_at is not None:
            plan.people.same += 1  # who was erased stays erased
            continue
        said = _PEOPLE_COLUMNS if columns is None else columns
        _plan_person(plan.people, before, person, standing.language, said)
        speaking.plan(before, person)
    return plan


def one_row_each(wanted: Sequence[ImportedPerson], standing: Mapping[str, StandingPerson]) -> Sequence[ImportedPerson]:
    """Rows that mean one person, since two were joined, are one: what their own key says, for whom all of them say.

    Without that key in the file the first of the rows counts.
    """
    meant: dict[int | str, list[ImportedPerson]] = {}
    for one in wanted:
        known_as = standing.get(one.key)
        meant.setdefault(one.key if known_as is None else known_as.id, []).append(one)
    rows = []
    for same in meant.values():
        own = standing.get(same[0].key)
        first = next((one for one in same if own is not None and one.key == own.key), same[0])
        named = dict.fromkeys(name for one in (first, *same) for name in one.organisations)
        rows.append(replace(first, organisations=tuple(named)))
    return rows


def _plan_organisation(part: Part, before: StandingOrganisation | None, wanted: ImportedOrganisation) -> None:
    kept = [] if before is None else before.tags
    tags = kept if wanted.tags is None else list(wanted.tags)
    values = {"name": wanted.name, "sector": wanted.sector or "", "tags": tags}
    if before is None:
        part.new.append({"key": wanted.key, **values})
    else:
        part.take(before.id, before, values)


def _plan_person(
    part: Part, before: StandingPerson | None, wanted: ImportedPerson, language: str, columns: Collection[str]
) -> None:
    """A person. Who has come chooses language and channel themselves."""
    values = {
        "name": wanted.name,
        "language": wanted.language or language,
        "channel": wanted.channel,
        "email": wanted.email,
    }
    if before is None:
        part.new.append({"key": wanted.key, **values})
        return
    if before.come or not wanted.language:
        values["language"] = before.language
    if before.come:
        values["channel"] = before.channel
    part.take(before.id, before, {name: values[name] for name in _PEOPLE_COLUMNS if name in columns})


class _Speaking:
    """For whom people speak.

    A programme file is the `whole` truth: what an earlier file said and this one does not, ends. A table names one
    organisation for each person: a new one takes the place of the only one that was imported before. What people did
    by hand, no file ends.
    """

    def __init__(self, plan: Plan, standing: Standing, now: datetime, columns: Collection[str] | None) -> None:
        self._plan = plan
        self._standing = standing
        self._now = now
        self._whole = columns is None
        self._says_lead = columns is None or "lead" in columns

    def plan(self, before: StandingPerson | None, wanted: ImportedPerson) -> None:
        """One person's affiliations."""
        part = self._plan.affiliations
        standing = {} if before is None else self._standing.affiliations.get(before.id, {})
        known = self._standing.organisations
        numbers = {known[key].id for key in wanted.organisations if key in known}
        for gone in self._gone(standing, numbers):
            part.changed[gone.id] = {"until": (gone.until, self._now)}
        for place, key in enumerate(wanted.organisations):
            lead = wanted.lead and place == 0
            there = standing.get(known[key].id) if key in known else None
            if there is None:
                part.new.append({"person": wanted.key, "organisation": key, "lead": lead})
            else:
                self._keep(there, lead=lead if self._says_lead else there.lead)

    def _gone(self, standing: Mapping[int, StandingAffiliation], wanted: Collection[int]) -> list[StandingAffiliation]:
        imported = [one for one in standing.values() if one.imported and one.until is None]
        others = [one for one in imported if one.organisation_id not in wanted]
        return others if self._whole or len(imported) == 1 else []

    def _keep(self, there: StandingAffiliation, *, lead: bool) -> None:
        """What stands becomes what the file says: theirs again, confirmed, and imported."""
        ended = there.until is not None and there.until <= self._now
        after = {"lead": lead, "confirmed": True, "until": None if ended else there.until}
        if not there.confirmed:
            self._plan.confirmed.append(there)
        self._plan.affiliations.take(there.id, there, after)
        if not there.imported:
            changed = self._plan.affiliations.changed.get(there.id)
            target = self._plan.quiet.setdefault(there.id, {}) if changed is None else changed
            target["imported"] = (False, True)
