"""The others at the try-out's café: people who write by themselves while a round runs. All of it is invented."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.core.program import Program
from bot.demo.clock import StoryClock, next_instant
from bot.demo.people import REPRESENTATIVES, account_of
from bot.model.address import Place
from bot.model.update import Command, Envelope, Said, Update
from bot.model.values import Going, RoundState
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
# What they say to each question, by its number; each starts somewhere else.
ANSWERS: dict[int, tuple[str, ...]] = {
    1: (
        "Un ghișeu unde cineva îți spune, într-o oră, ce acte îți trebuie ca să începi.",
        "Ateliere goale date pe un an, cu chirie de încercare.",
        "Primul client contează mai mult decât primul grant: orașul să comande de la începători.",
        "O zi pe lună în care meșterii își deschid ușile pentru firmele din IT.",
        "Cursuri scurte de facturi și prețuri, la liceele de artă.",
    ),
    2: (
        "O întâlnire lunară, fără prezentări, în care asociația ascultă proiecte de cinci minute.",
        "Să publice din timp ce are de cumpărat, ca să ne putem pregăti.",
        "Un om al asociației care răspunde la telefon micilor organizații.",
        "Să împrumute scaune, boxe și lumini proiectelor din cartiere.",
        "Evaluarea să fie făcută și de cineva din afara orașului.",
    ),
    3: (
        "Asociațiile de proprietari: ele știu ce spații stau închise.",
        "Bibliotecile de cartier, care sunt deja deschise seara.",
        "Tinerii care nu vin la ateliere: să mergem noi la ei, la skatepark.",
        "Piețele: acolo vorbește tot orașul, sâmbăta.",
        "Comunitățile maghiară, sârbă și germană, cu anunțuri în limba lor.",
    ),
    4: (
        "Am pierdut două sezoane de târguri și jumătate dintre ucenici.",
        "Colegii au plecat în alte meserii și nu s-au mai întors.",
        "Publicul s-a obișnuit cu gratuit, pe ecran.",
        "Chiriile au rămas, comenzile nu.",
        "A fost și ceva bun: am învățat să vindem la distanță.",
    ),
    5: (
        "Vecinii au făcut un fond din care se plătesc materiale pentru copii.",
        "Un grup de cumpărături în comun pentru argilă și lemn.",
        "Concertele din curțile blocurilor.",
        "Consultanța gratuită dată de contabili voluntari.",
        "Magazinul comun al atelierelor, întâi pe internet, apoi în centru.",
    ),
    6: (
        "Abonamente: o sută de oameni care plătesc puțin, în fiecare lună.",
        "Un contract pe trei ani în locul a trei proiecte pe un an.",
        "Să împărțim un contabil și un depozit între zece ateliere.",
        "Ce a mers în curți să intre în programul orașului.",
        "Să măsurăm împreună ce folosește și să renunțăm la rest.",
    ),
}


async def come_tonight(program: Program) -> None:
    """The crowd has come to the try-out, and has said yes to the café, as the personas have. Nobody invites them to
    anything else: they speak for nobody in the lab."""
    tokens = await program.db.write(lambda tx: _say_yes(tx, program))
    told = await program.intake.hear(
        [_does(key, Command("start", (token,)), f"stage:{key}") for key, token in tokens.items()]
    )
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
    personas = await tx.execute(select(PERSON.c.id).where(PERSON.c.key.in_(REPRESENTATIVES.values())))
    coming |= dict.fromkeys(personas.scalars().all())
    for person, organisation_id in coming.items():
        said = {"answer": Going.YES, "late": False, "guest": False, "answered_at": now, "channel": "web"}
        about = {"programme_id": event.programme_id, "event_id": event.id, "organisation_id": organisation_id}
        await invitations.record_answer(tx, {**said, **about, "person_id": person, "by_id": person})
    return tokens


async def murmur(program: Program, clock: StoryClock) -> None:
    """While a round runs everybody of the crowd writes an idea in it, once, spread until the next moment."""
    coming, begins = await next_instant(program), clock.now()
    ideas = await _ideas(program)
    if coming is None or not ideas:
        return
    for number, envelope in enumerate(ideas, 1):
        clock.move(begins + (coming - begins) * number / (len(ideas) + 1))
        (told,) = await program.intake.hear([envelope])
        await told


async def _ideas(program: Program) -> list[Envelope]:
    """What they say in the round that runs. Its source names person and round: the same is heard once."""
    async with program.db.read() as tx:
        event = await events.event_by_key(tx, CAFE)
        cafe = None if event is None else await cafe_plans.of_event(tx, event.id or 0)
        rounds = [] if cafe is None else await cafe_plans.rounds(tx, cafe.id or 0)
        running = next((one.number for one in rounds if one.state is RoundState.RUNNING), None)
        if cafe is None or running is None:
            return []
        rows: Sequence[Any] = (await tx.execute(select(PERSON.c.id, PERSON.c.key).where(PERSON.c.key.in_(CROWD)))).all()
        keys = {row.id: row.key for row in rows}
        seats = [one for one in await cafe_plans.seats(tx, cafe.id or 0) if one.round_number == running]
    said = {
        keys[one.person_id]: cafe.tasks[running - 1][one.table_number - 1] for one in seats if one.person_id in keys
    }
    return [_writes(key, said[key], running, place) for place, key in enumerate(CROWD) if key in said]


def _writes(key: str, question: int, number: int, place: int) -> Envelope:
    answers = ANSWERS[question]
    source = f"crowd:{number}:{key}"
    return _does(key, Said(answers[(place + number) % len(answers)], message=source), source)


def _does(key: str, update: Update, source: str) -> Envelope:
    return Envelope(source, account_of(key), Place("web", "web", key), update, CROWD[key][0], LANGUAGE)
