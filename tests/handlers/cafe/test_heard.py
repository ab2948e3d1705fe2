"""Who was heard, on the console: who not yet, and whose ideas how many of all are, whatever becomes of them."""

import random
from collections import Counter

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from handlers.cafe import heard
from storage import cafe_plans, voices
from storage.ideas import IDEA
from storage.migrate import FOLDER
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found, titled
from tests.room import Seat
from tests.seeds import Lab
from tests.storage.plans import statements
from tests.storage.test_migrate import within

EVERYBODY = ("ana", "dan", "mia", "radu")
SHARE = "🗣 Share of voice, of {n} ideas whose organisation is known: "


async def running(lab: Lab, **more: str) -> tuple[Seat, list[Seat]]:
    """Round 1 runs."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca, seats


def lines(ilinca: Seat, mark: str) -> list[str]:
    """The lines of the console that begin like this, as it stands."""
    return [line for line in titled(ilinca, "Round 1 of 2")[-1].splitlines() if line.startswith(mark)]


async def say(lab: Lab, seat: Seat, ideas: int) -> None:
    """So many ideas."""
    for number in range(ideas):
        await seat.says(f"Idea number {number}")
    await lab.room.settle()


async def counted(lab: Lab) -> dict[str, int]:
    """What was counted along, where it is not nothing."""
    async with lab.room.read() as tx:
        return {one.organisation: one.ideas for one in await voices.voices(tx, 1) if one.ideas}


async def counted_anew(lab: Lab) -> dict[str, int]:
    """What there really is."""
    async with lab.room.read() as tx:
        names = {one.organisation_id: one.organisation for one in await cafe_plans.room(tx, 1)}
    rows = [row for row in await found(lab, IDEA) if row.counts and row.withdrawn_at is None and not row.anonymous]
    return dict(Counter(names[row.organisation_id] for row in rows if row.organisation_id is not None))


async def test_who_was_not_heard_yet(lab: Lab) -> None:
    """Sectors and organisations of those in the room; less of them with every idea."""
    ilinca, (ana, _, mia, _) = await running(lab)
    before = lines(ilinca, "🔇")
    await say(lab, ana, 1)
    await say(lab, mia, 1)

    assert [
        "🔇 Sectors not heard yet: Cultură (in Romanian), public, itc",
        "🔇 Organisations not heard yet: Atelierul Nord, Biroul Malul Begăi, Hubul Oxid & Co",
    ] == before
    assert ["🔇 Sectors not heard yet: itc", "🔇 Organisations not heard yet: Hubul Oxid & Co"] == lines(ilinca, "🔇")


async def test_who_has_left_is_not_waited_for(lab: Lab) -> None:
    """Nobody can ask them."""
    ilinca, (ana, _, mia, radu) = await running(lab)
    for seat in (ana, mia):
        await say(lab, seat, 1)
    await radu.presses("🚪 I have to go")
    await ilinca.says("/cafe E1")

    assert [] == lines(ilinca, "🔇")


async def test_a_sign_is_no_voice(lab: Lab) -> None:
    """ "Idem" and the like are kept, and count for nobody."""
    ilinca, (ana, *_) = await running(lab)
    await ana.says("idem")
    await lab.room.settle()

    assert "Atelierul Nord" in lines(ilinca, "🔇 Organisations")[0]


async def test_share_of_voice(lab: Lab) -> None:
    """By sector, from five ideas on, the largest first."""
    ilinca, (ana, _, mia, radu) = await running(lab)
    await say(lab, ana, 3)
    await say(lab, mia, 1)
    before = lines(ilinca, "🗣")
    await say(lab, radu, 2)

    assert ([], [SHARE.format(n=6) + "Cultură (in Romanian) 50 %, itc 33 %, public 17 %"]) == (
        before,
        lines(ilinca, "🗣"),
    )


async def test_without_a_name_it_counts_in_no_share(lab: Lab) -> None:
    """What was made nobody's says nothing of an organisation."""
    ilinca, (ana, _, mia, _) = await running(lab)
    await say(lab, mia, 5)
    await say(lab, ana, 1)
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    await lab.room.settle()

    assert [SHARE.format(n=5) + "public 100 %"] == lines(ilinca, "🗣")


async def test_where_no_names_are_kept_nothing_is_known(lab: Lab) -> None:
    """Neither who was heard nor who was not."""
    ilinca, (ana, *_) = await running(lab, naming="anonymous")
    await say(lab, ana, 6)

    assert ([], [], {}) == (lines(ilinca, "🔇"), lines(ilinca, "🗣"), await counted(lab))


async def test_when_it_is_over_nobody_is_waited_for(lab: Lab) -> None:
    """The harvest tells the rest."""
    ilinca, (ana, *_) = await running(lab)
    await say(lab, ana, 6)
    for label in ("🔔 Gong now", "🏁 End the café", "🏁 End it"):
        await ilinca.presses(label)
    await ilinca.says("/cafe E1")

    assert "🏁 The café is over." in ilinca.sees
    assert not {"🔇", "🗣"} & set(ilinca.sees)


@pytest.mark.parametrize(
    ("before", "after", "ideas"), [("More rooms.", "?", {}), ("idem", "More", {"Atelierul Nord": 1})]
)
async def test_a_correction_may_make_it_a_voice(lab: Lab, before: str, after: str, ideas: dict[str, int]) -> None:
    """Or none any more."""
    _, (ana, *_) = await running(lab)
    await ana.says(before)
    await ana.presses("✏️ Correct")
    await ana.says(after)

    assert ideas == await counted(lab)


@pytest.mark.both
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_becomes_of_ideas(lab: Lab, seed: int) -> None:
    """Corrected, withdrawn, split, moved, made nobody's: what is counted along is what there is."""
    _, seats = await running(lab, tables="2")
    chance = random.Random(seed)
    for _ in range(14):
        seat = chance.choice(seats)
        await seat.says(chance.choice(["Mai multe ateliere", "idem", "- Un parc\n- O piață"]))
        await lab.room.settle()
        for _ in range(chance.randrange(3)):
            if "✏️ Correct" not in seat.labels:
                break
            await _does_something(seat, chance)
            await lab.room.settle()

    assert await counted_anew(lab) == await counted(lab)


async def _does_something(seat: Seat, chance: random.Random) -> None:
    what = chance.choice(["✏️ Correct", "🗑 Withdraw", "🙈 Without my name", "✂️ Split", "It was for another"])
    if not any(what in label for label in seat.labels):
        return
    await seat.presses(what)
    if what == "✏️ Correct":
        await seat.says(chance.choice(["O idee mai bună", "?"]))
    if what == "It was for another":
        await seat.presses(seat.labels[0])
    if what == "🙈 Without my name":
        await seat.presses("🙈 Take my name away")


@pytest.mark.both
async def test_what_was_said_before_it_was_counted_along(lab: Lab) -> None:
    """Is counted once, when a database of before is brought to these tables."""
    _, (ana, _, mia, radu) = await running(lab)
    await say(lab, ana, 2)
    await mia.says("idem")
    await say(lab, radu, 1)
    await radu.presses("🗑 Withdraw")
    await lab.room.write(lambda tx: tx.execute(text("DROP TABLE idea_voice")))
    await within(lab.room.program.db.url, _count_voices)

    assert {"Atelierul Nord": 2} == await counted(lab)


def _count_voices(connection: Connection) -> None:
    """That migration by itself, whichever came after it."""
    (revision,) = [one for one in ScriptDirectory(FOLDER).walk_revisions() if one.path.endswith("_voices.py")]
    with Operations.context(MigrationContext.configure(connection)):
        revision.module.upgrade()


async def test_the_console_counts_no_ideas(lab: Lab) -> None:
    """However many there are: it reads what was counted along."""
    ilinca, (ana, *_) = await running(lab)
    await say(lab, ana, 6)
    with statements() as heard_of:
        await ilinca.says("/cafe E1")
        await lab.room.settle()

    assert [] == [one for one in heard_of if " idea " in f"{one} " and "SELECT" in one]
    assert any("idea_voice" in one for one in heard_of)


SHARES = [
    ([1], [100]),
    ([1, 1, 1], [34, 33, 33]),
    ([2, 1, 3], [33, 17, 50]),
    ([999_999, 1], [100, 0]),
    ([1] * 7, [15, 15, 14, 14, 14, 14, 14]),
]


@pytest.mark.parametrize(("ideas", "shares"), SHARES)
def test_percents(ideas: list[int], shares: list[int]) -> None:
    """They add up to a hundred."""
    assert shares == heard.percents(ideas)
