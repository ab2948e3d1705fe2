"""Codes that open nothing and answers that join nothing: too late, too often, of somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table

from handlers.joining.routes import JoinYes
from storage.columns import metadata
from storage.people import ACTIVITY, LINK
from tests.handlers.joining_steps import CLOSED, OVER, code_of, joins_as_guest, stranger, types
from tests.handlers.steps import found, owner, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_the_code_of_ones_own_account(lab: Lab, ana: Seat) -> None:
    """On an account that is hers already a sentence says so, and the code is still good elsewhere."""
    code = await code_of(ana)

    assert "This account is yours already." in await types(ana, code)
    await types(stranger(lab), code)
    await ana.presses("✅ Yes, it is me")
    assert lab.people["ana"] == await owner(lab, "other")


@pytest.mark.parametrize(("minutes", "opens"), [(14, True), (15, False)])
async def test_a_code_lasts_a_quarter_of_an_hour(lab: Lab, ana: Seat, minutes: int, opens: bool) -> None:
    """Afterwards it says what to do, and nobody is asked."""
    code = await code_of(ana)
    lab.room.clock.move(MONDAY + timedelta(minutes=minutes))

    told = await types(stranger(lab), code)

    assert opens is ("I have asked Ana Câmpeanu" in told)
    assert opens is not told.startswith(OVER)
    assert opens is ("Join them?" in ana.sees)


@pytest.mark.parametrize(("minutes", "joins_them"), [(14, True), (15, False)])
async def test_the_yes_has_a_quarter_of_an_hour_too(lab: Lab, ana: Seat, minutes: int, joins_them: bool) -> None:
    """An old question joins nothing."""
    await types(stranger(lab), await code_of(ana))
    lab.room.clock.move(MONDAY + timedelta(minutes=minutes))

    await ana.presses("✅ Yes, it is me")

    assert joins_them is (lab.people["ana"] == await owner(lab, "other"))
    assert joins_them is not (OVER in ana.sees)


async def test_a_code_opens_once(lab: Lab, ana: Seat) -> None:
    """Whoever types it second is told, and the first is still asked about."""
    code = await code_of(ana)
    await types(stranger(lab), code)

    assert OVER in await types(stranger(lab, "second"), code)
    await ana.presses("✅ Yes, it is me")
    assert (lab.people["ana"], None) == (await owner(lab, "other"), await owner(lab, "second"))


async def test_a_newer_code_ends_the_older(lab: Lab, ana: Seat) -> None:
    """Only the last code that was asked for opens anything, and the card of the one before says so."""
    older = await code_of(ana)
    card = ana.messages[-1]
    newer = await code_of(ana)

    assert OVER in card.text
    assert OVER in await types(stranger(lab), older)
    assert "I have asked" in await types(stranger(lab), newer)


@pytest.mark.both
async def test_few_tries(lab: Lab, ana: Seat) -> None:
    """After five wrong codes the right one is refused as well."""
    code, other = await code_of(ana), stranger(lab)
    for number in range(5):
        assert CLOSED in await types(other, f"ABCDEFG{number + 2}")

    assert "There were too many wrong codes." in await types(other, code)
    assert [] == titled(ana, "Join them?")


async def test_a_yes_twice(lab: Lab, ana: Seat) -> None:
    """A double tap joins once and says so the second time."""
    await types(stranger(lab), await code_of(ana))
    data, message = ana.messages[-1].data("✅ Yes, it is me"), ana.messages[-1].id
    await ana.forges(data, message)

    await ana.forges(data, message)

    assert OVER in ana.sees
    assert 1 == [row.action for row in await found(lab, ACTIVITY)].count("join account")


@pytest.mark.parametrize("who", ["dan", "other"])
async def test_nobody_else_says_yes(lab: Lab, ana: Seat, who: str) -> None:
    """A forged yes, of a third person or of the account that typed the code, joins nothing."""
    other = await joins_as_guest(lab)
    before = await owner(lab, "other")
    await types(other, await code_of(ana))
    (link,) = [row.id for row in await found(lab, LINK) if row.kind == "join"]
    forger = other if who == "other" else await lab.arrives("dan")

    await forger.forges(JoinYes(link, before or 0).pack())

    assert OVER in forger.sees
    assert before == await owner(lab, "other")


@pytest.mark.parametrize("number", [0, -1, 999, 2**40])
async def test_forged_numbers(lab: Lab, ana: Seat, number: int) -> None:
    """A join that is not there is a sentence."""
    await ana.forges(JoinYes(number, 0).pack())

    assert OVER in ana.sees


async def test_no_code_is_kept(lab: Lab, ana: Seat) -> None:
    """Neither before nor after it was typed does the code stand in any table."""
    code = await code_of(ana)
    kept = [await rows(lab)]
    await types(stranger(lab), code)
    kept.append(await rows(lab))

    assert not any(code.casefold() in text.casefold() for text in kept)


async def rows(lab: Lab) -> str:
    """Every value of every table."""
    return " ".join([repr(tuple(row)) for table in metadata.tables.values() for row in await everything_of(lab, table)])


async def everything_of(lab: Lab, table: Table) -> list[Any]:
    """The rows of a table."""
    async with lab.room.read() as tx:
        return list((await tx.execute(table.select())).all())
