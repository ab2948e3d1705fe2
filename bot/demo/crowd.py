"""The others at the try-out's café, whom nobody plays. All of them are invented."""

import asyncio

from sqlalchemy import select

from bot.core.program import Program
from bot.demo.people import REPRESENTATIVES, account_of
from bot.model.address import Place
from bot.model.update import Command, Envelope
from bot.model.values import Going
from storage import cafe_plans, events, invitations, linkage
from storage.people import ORGANISATION, PERSON, PersonRow
from storage.tx import Tx, add

CAFE, LANGUAGE = "E-2027-03-01", "ro"
# Their name, and the organisation for which they come.
CROWD = {
    "irina": ("Irina Brumărescu", "ORG-1"),
    "mihai": ("Mihai Stejărel", "ORG-2"),
    "teodora": ("Teodora Cireșaru", "ORG-3"),
    "sorin": ("Sorin Podaru", "ORG-4"),
    "lavinia": ("Lavinia Șoimaru", "ORG-1"),
    "paul": ("Paul Izvoreanu", "ORG-2"),
    "denisa": ("Denisa Frunzeanu", "ORG-3"),
    "horia": ("Horia Țărmure", "ORG-4"),
    "camelia": ("Camelia Undrea", "ORG-2"),
}
HOST = "denisa"  # of Emma's organisation, so that of the three who are played one travels


async def come_tonight(program: Program) -> None:
    """The crowd has come to the try-out, and has said yes to the café, as the personas have. Nobody invites them to
    anything else: they speak for nobody in the lab."""
    tokens = await program.db.write(lambda tx: _say_yes(tx, program))
    told = await program.intake.hear([_comes(key, token) for key, token in tokens.items()])
    await asyncio.gather(*told)


async def _say_yes(tx: Tx, program: Program) -> dict[str, str]:
    """The tokens of the crowd's personal links."""
    links, now = program.house.links, program.clock.now()
    event = await events.event_by_key(tx, CAFE)
    assert event is not None, "it stands in the sample"
    found = await tx.execute(select(ORGANISATION.c.key, ORGANISATION.c.id))
    organisations = {row.key: row.id for row in found.all()}
    coming: dict[int, int | None] = {}
    tokens = {}
    for key, (name, organisation) in CROWD.items():
        row = PersonRow(programme_id=event.programme_id, key=key, name=name, language=LANGUAGE)
        person = await add(tx, row)
        coming[person] = organisations[organisation]
        link = await linkage.personal_link(tx, person, now)
        tokens[key] = links.token("p", link.id or 0, link.generation)
        if key == HOST:
            await _hosts(tx, event.id or 0, person)
    personas = await tx.execute(select(PERSON.c.id).where(PERSON.c.key.in_(REPRESENTATIVES.values())))
    coming |= dict.fromkeys(personas.scalars().all())
    for person, organisation_id in coming.items():
        said = {"answer": Going.YES, "late": False, "guest": False, "answered_at": now, "channel": "web"}
        about = {"programme_id": event.programme_id, "event_id": event.id, "organisation_id": organisation_id}
        await invitations.record_answer(tx, {**said, **about, "person_id": person, "by_id": person})
    return tokens


async def _hosts(tx: Tx, event: int, person: int) -> None:
    """At the last table."""
    cafe = await cafe_plans.of_event(tx, event)
    assert cafe is not None and cafe.id is not None, "it stands in the sample"
    await cafe_plans.set_hosts(tx, cafe.id, {len(await cafe_plans.tables(tx, cafe.id)): person})


def _comes(key: str, token: str) -> Envelope:
    update, place = Command("start", (token,)), Place("web", "web", key)
    return Envelope(f"stage:{key}", account_of(key), place, update, CROWD[key][0], LANGUAGE)
