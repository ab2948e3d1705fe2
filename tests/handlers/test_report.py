"""The report in conversation."""

import csv
import io

import pytest
from sqlalchemy import update

from bot.model.values import Going, Role, Scope
from storage.activity import newest
from storage.people import PERSON
from tests.handlers.export_steps import answer, invite_all
from tests.handlers.neighbours import holder, neighbours
from tests.room import Seat
from tests.seeds import Lab


async def reading_english(lab: Lab, name: str) -> Seat:
    """Somebody who has chosen English arrives."""
    english = update(PERSON).where(PERSON.c.id == lab.people[name]).values(language="en")
    await lab.room.write(lambda tx: tx.execute(english))
    return await lab.arrives(name)


async def figures(lab: Lab) -> str:
    """Four invited, three answers: yes, late maybe, no; one guest who comes."""
    await invite_all(lab)
    await answer(lab, "ana", Going.YES)
    await answer(lab, "dan", Going.MAYBE, late=True)
    await answer(lab, "mia", Going.NO)
    ilinca = await reading_english(lab, "ilinca")
    return await ilinca.says("/report E1")


@pytest.mark.both
@pytest.mark.parametrize(
    "line",
    [
        "Organisations invited: 3",
        "People invited: 4",
        "Opened: 0",
        "3 of 4 answered (75 %)",
        "✅ coming: 1",
        "🤔 not sure yet: 1",
        "❌ not coming: 1",
        "Silent: 1",
        "Answered late: 1",
    ],
)
async def test_an_event_in_figures(lab: Lab, line: str) -> None:
    """Each number that a manager asks for stands in a line of its own."""
    assert line in (await figures(lab)).split("\n")


async def test_guests_count_apart(lab: Lab) -> None:
    """Somebody nobody has confirmed changes no other figure."""
    await answer(lab, "radu", Going.YES, guest=True)
    ilinca = await reading_english(lab, "ilinca")

    seen = await ilinca.says("/report E1")

    assert "Guests, counted apart: 1, of them coming: 1" in seen
    assert "✅ coming: 0" in seen


async def test_without_invitations_there_is_no_rate(lab: Lab) -> None:
    """Nothing is divided by nobody."""
    ilinca = await reading_english(lab, "ilinca")

    assert "Nobody is invited yet." in await ilinca.says("/report E1")


async def test_the_card_stays_true(lab: Lab) -> None:
    """An answer changes the report that stands."""
    await invite_all(lab)
    ilinca, ana = await reading_english(lab, "ilinca"), await lab.arrives("ana")
    await ilinca.says("/report E1")

    await ana.says("/rsvp E1 yes")
    await lab.room.settle()

    assert "1 of 4 answered (25 %)" in ilinca.sees


async def test_the_programme_in_figures(lab: Lab) -> None:
    """Without an event: the programme, its labs and rounds held, and its events by button."""
    ilinca = await reading_english(lab, "ilinca")

    seen = await ilinca.says("/report")

    assert "1 lab, 0 rounds held" in seen
    assert "3 organisations, 4 representatives" in seen
    assert any("Consultation on the plan" in label for label in ilinca.labels)


async def test_from_the_programme_to_an_event_and_back(lab: Lab) -> None:
    """The same message turns from one to the other."""
    ilinca = await reading_english(lab, "ilinca")
    await ilinca.says("/report")
    number = len(ilinca.messages)

    await ilinca.presses("Consultation on the plan")
    assert "Nobody is invited yet." in ilinca.sees
    await ilinca.presses("The whole programme")

    assert ("1 lab" in ilinca.sees, number) == (True, len(ilinca.messages))


async def test_the_answers_come_as_a_file(lab: Lab) -> None:
    """As `sfat export rsvps` writes it, in a message of its own."""
    await figures(lab)
    ilinca = lab.room.seat("ilinca")

    await ilinca.presses("Answers (CSV)")

    (document,) = ilinca.messages[-1].drawn.documents
    rows = list(csv.DictReader(io.StringIO(document.content.decode(), newline="")))
    assert "rsvps-E1.csv" == document.name
    assert {"ANA": "yes", "DAN": "maybe", "MIA": "no", "RADU": "none"} == {row["person"]: row["answer"] for row in rows}


async def test_who_took_the_file_stands_in_the_log(lab: Lab) -> None:
    """Names have left the house."""
    await figures(lab)
    await lab.room.seat("ilinca").presses("Answers (CSV)")

    async with lab.room.read() as tx:
        acts = [(row.action, row.person_id, row.role) for row in await newest(tx)]

    assert ("export rsvps", lab.people["ilinca"], "manager") in acts


async def test_a_representative_is_refused(lab: Lab) -> None:
    """Figures are for managers, and the attempt is recorded."""
    ana = await lab.arrives("ana")

    await ana.says("/raport E1")

    async with lab.room.read() as tx:
        assert ("report", "refused") == ((await newest(tx))[0].action, (await newest(tx))[0].result)


async def test_the_event_of_another_programme_is_refused(lab: Lab) -> None:
    """The wall between cities holds for figures too."""
    await neighbours(lab)
    await holder(lab, "vera", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    vera = await lab.arrives("vera")

    await vera.says("/report V1")

    async with lab.room.read() as tx:
        assert ("report", "refused") == ((await newest(tx))[0].action, (await newest(tx))[0].result)


async def test_with_two_programmes_it_asks_which(lab: Lab) -> None:
    """By a button for each."""
    await neighbours(lab)
    ilinca = await lab.arrives("ilinca")

    await ilinca.says("/report")

    assert {"Programul de probă", "Programul vecin"} == set(ilinca.labels)


async def test_who_manages_one_event_is_offered_it(lab: Lab) -> None:
    """There is no programme of theirs to report on."""
    await holder(lab, "vlad", Role.MANAGER, Scope.EVENT, lab.event)
    vlad = await reading_english(lab, "vlad")

    await vlad.says("/report")
    await vlad.presses("Consultation on the plan")

    assert not any("programme" in label for label in vlad.labels)


async def test_an_event_nobody_knows(lab: Lab) -> None:
    """Said in a sentence."""
    ilinca = await lab.arrives("ilinca")

    assert "NOWHERE" in await ilinca.says("/report NOWHERE")
