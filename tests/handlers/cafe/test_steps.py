"""How many steps it takes from nothing to an open room: each command, press, message and field of a form is one."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model.values import CafeState, Going, Words
from handlers.cafe.sheet import AT_ONCE
from storage import cafe_plans
from storage.answers import RsvpRow
from storage.people import PersonRow
from storage.tx import Tx, add
from tests.handlers.import_steps import SAMPLE
from tests.handlers.imports.stage import read as read_file
from tests.handlers.steps import in_english
from tests.room import MONDAY, Seat
from tests.seeds import Lab

PEOPLE, TABLES, ROUNDS = 30, 6, 3
MOST = 15
README = Path(__file__).parents[3] / "README.md"


@dataclass
class Counting:
    """A facilitator whose every step is counted."""

    seat: Seat
    steps: int = 0

    async def says(self, text: str) -> None:
        """A command, or a message: also the answer to a field that is asked by chat."""
        self.steps += 1
        await self.seat.says(text)

    async def presses(self, label: str) -> None:
        """A button."""
        self.steps += 1
        await self.seat.presses(label)

    async def fills(self, **values: str) -> None:
        """A form: each field of it, also where what stood there was right, and the button that sends it."""
        self.steps += len(self.seat.form.fields) + 1
        await self.seat.fills(**values)


def questions() -> tuple[Words, ...]:
    """The six of the sample, in Romanian and English."""
    (cafe,) = [one.cafe for one in read_file(SAMPLE.read_text(encoding="utf-8")).events if one.cafe]
    return cafe.questions


def pasted(language: str) -> str:
    """As they are copied from an invitation, with their numbers."""
    return "\n".join(f"{number}. {one.texts[language]}" for number, one in enumerate(questions(), 1))


async def thirty_said_yes(lab: Lab) -> None:
    """From three organisations."""
    organisations = list(lab.organisations.values())

    async def work(tx: Tx) -> None:
        for number in range(PEOPLE):
            person = await add(tx, PersonRow(programme_id=lab.programme, name=f"Guest {number + 1}", language="ro"))
            answer = RsvpRow(
                programme_id=lab.programme,
                event_id=lab.event,
                person_id=person,
                organisation_id=organisations[number % len(organisations)],
                answer=Going.YES,
                answered_at=MONDAY,
                by_id=person,
                channel="memory",
            )
            await add(tx, answer)

    await lab.room.write(work)


async def by_chat(ilinca: Counting) -> None:
    """Question by question: everything that can be tapped is tapped."""
    await ilinca.says("/cafe")
    await ilinca.says(pasted("ro"))
    await ilinca.says(pasted("en"))
    for label in (str(TABLES), str(ROUNDS), "20", "With their name", "As they are written", "🚪 Open the room"):
        await ilinca.presses(label)


async def by_form(ilinca: Counting) -> None:
    """One form."""
    await ilinca.says("/cafe")
    words = {"questions": pasted("ro"), "translated": pasted("en")}
    frame = {"tables": str(TABLES), "rounds": str(ROUNDS), "minutes": "20"}
    await ilinca.fills(**words, **frame, naming="named", wall=AT_ONCE)
    await ilinca.presses("🚪 Open the room")


@pytest.mark.parametrize(("native", "steps"), [(False, 9), (True, 10)])
async def test_six_questions_for_thirty_people_take_few_steps(lab: Lab, native: bool, steps: int) -> None:
    """Where questions are asked by chat, as in Telegram, and where there is a form, as in Slack; README says so."""
    await in_english(lab)
    await thirty_said_yes(lab)
    ilinca = Counting(await lab.arrives("ilinca", native=native))
    await (by_form if native else by_chat)(ilinca)
    await lab.room.settle()
    async with lab.room.read() as tx:
        cafe = await cafe_plans.cafe(tx, 1)
        asked = [one.words.texts for one in await cafe_plans.questions(tx, 1)]
        hosts = {one.host_id for one in await cafe_plans.tables(tx, 1)}
        seats = await cafe_plans.seats(tx, 1)

    assert cafe is not None
    assert (CafeState.OPEN, [one.texts for one in questions()]) == (cafe.state, asked)
    assert (TABLES, False, PEOPLE * ROUNDS) == (len(hosts), None in hosts, len(seats))
    assert steps == ilinca.steps <= MOST


def test_readme_says_how_many() -> None:
    """The same numbers."""
    told = " ".join(README.read_text(encoding="utf-8").split())

    assert re.search(r"nine steps in Telegram, ten in Slack", told)
