"""What people are promised about their names: said in each round card, before they write, and kept."""

from datetime import timedelta

import pytest

from bot.model.update import Said
from bot.model.values import Naming
from storage import cafe_plans
from storage.ideas import IDEA, IdeaRow
from storage.tx import add
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.handlers.cafe.test_collecting import running
from tests.handlers.steps import found
from tests.room import MONDAY
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


@pytest.mark.romanian
@pytest.mark.parametrize(
    ("naming", "english", "romanian"),
    [
        (
            "named",
            "Your name stands beside what you write, unless you take it away.",
            "Numele dvs. apare lângă ceea ce scrieți, dacă nu îl retrageți.",
        ),
        (
            "facilitator",
            "Only those who run the café see your name.",
            "Numele dvs. îl văd doar cei care conduc cafeneaua.",
        ),
        (
            "anonymous",
            "Nobody, not even we, can tell whose idea it was; so it can not be changed or withdrawn afterwards.",
            "Nimeni, nici noi, nu poate spune a cui a fost ideea; "
            "de aceea nu mai poate fi modificată sau retrasă ulterior.",
        ),
    ],
)
async def test_the_round_card_says_whose_idea_it_will_be(lab: Lab, naming: str, english: str, romanian: str) -> None:
    """In the language of each reader, and before anybody has written anything."""
    ana, dan, *_ = await guests(lab, *EVERYBODY)
    await ana.says("/limba")
    await ana.presses("Română")
    ilinca = await facilitator(lab)
    await opens(ilinca, naming=naming)
    await starts(ilinca)

    assert [1, 1] == [ana.sees.splitlines().count(romanian), dan.sees.splitlines().count(english)]


@pytest.mark.both
async def test_an_anonymous_idea_is_kept_with_its_minute(lab: Lab) -> None:
    """Its second would lead to the message in the chat of its writer."""
    _, ana = await running(lab, naming="anonymous")
    lab.room.clock.move(MONDAY + timedelta(minutes=3, seconds=37))
    await ana.does(Said("A secret.", message="m1"))

    assert [MONDAY + timedelta(minutes=3)] == [row.at for row in await found(lab, IDEA)]


@pytest.mark.both
async def test_an_idea_whose_name_is_taken_away_keeps_its_minute(lab: Lab) -> None:
    """Until then it was known to the second."""
    _, ana = await running(lab)
    lab.room.clock.move(MONDAY + timedelta(minutes=3, seconds=37))
    await ana.says("A secret.")
    before = [row.at for row in await found(lab, IDEA)]
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    after = [row.at for row in await found(lab, IDEA)]

    assert [[MONDAY + timedelta(minutes=3, seconds=37)], [MONDAY + timedelta(minutes=3)]] == [before, after]


async def test_no_form_that_is_still_open_changes_the_promise(lab: Lab) -> None:
    """It was opened before the first idea, and is sent after it."""
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, naming="anonymous")
    await ilinca.presses("✏️ Change the plan")
    form = ilinca.told
    await starts(ilinca)
    await ana.says("A secret.")
    ilinca.told = form
    await ilinca.fills(naming="named")
    async with lab.room.read() as tx:
        row = await cafe_plans.cafe(tx, 1)

    assert row is not None
    assert Naming.ANONYMOUS is row.naming


async def kept_already(lab: Lab) -> None:
    """An idea stands there before any round has begun."""
    idea = IdeaRow(
        programme_id=lab.programme,
        event_id=lab.event,
        cafe_id=1,
        question=1,
        table_number=1,
        round_number=1,
        number=1,
        text="Old.",
        at=MONDAY,
    )
    await lab.room.write(lambda tx: add(tx, idea))


@pytest.mark.parametrize(("ideas", "offered"), [(0, True), (1, False)])
async def test_with_the_first_idea_the_form_asks_no_more_for_the_promise(lab: Lab, ideas: int, offered: bool) -> None:
    """Wherever the idea has come from; all else can be planned anew, and the promise stays."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca, naming="facilitator")
    for _ in range(ideas):
        await kept_already(lab)
    await ilinca.presses("✏️ Change")
    fields = [one.name for one in ilinca.form.fields]
    await ilinca.fills(minutes="25")
    async with lab.room.read() as tx:
        row = await cafe_plans.cafe(tx, 1)

    assert row is not None
    assert (offered, Naming.FACILITATOR) == ("naming" in fields, row.naming)
