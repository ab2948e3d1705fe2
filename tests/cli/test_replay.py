"""`sfat replay`."""

import json
from datetime import UTC, datetime

import pytest

from bot.core.tokens import Keys
from storage import inbox
from storage.database import Database
from storage.inbox import InboxRow
from storage.tx import Tx
from tests.cli.commands import KEY, Machine


async def bury(machine: Machine, key: str, source: str) -> None:
    """A dead letter, sealed with a key."""
    row = {
        "platform": "memory",
        "installation": "m1",
        "source": source,
        "lane": "a",
        "payload": "",
        "received_at": datetime.now(UTC),
    }
    sealed = Keys([key]).seal(json.dumps({"words": "cuvinte"}))

    async def work(tx: Tx) -> None:
        (number,) = await inbox.store(tx, [row])
        assert number is not None
        await inbox.bury(tx, number, sealed, datetime.now(UTC))

    db = Database(machine.settings.address)
    await db.write(work)
    await db.close()


async def letters(machine: Machine) -> list[InboxRow]:
    """What is new in the inbox."""
    db = Database(machine.settings.address)
    found = await db.write(inbox.left_over)
    await db.close()
    return found


@pytest.mark.both
async def test_a_dead_letter_is_new_again(machine: Machine) -> None:
    """With its words, to be worked when the program starts next."""
    await bury(machine, KEY, "1")

    told = await machine.sfat("replay")

    assert (0, True) == (told.code, told.out.startswith("1 to be tried again"))
    assert [{"words": "cuvinte"}] == [json.loads(row.payload) for row in await letters(machine)]


async def test_a_letter_that_no_key_opens_stays_dead(machine: Machine) -> None:
    """It is counted and left alone."""
    await bury(machine, "another key", "1")

    told = await machine.sfat("replay")

    assert (True, []) == ("1 can not be read" in told.out, await letters(machine))


async def test_without_dead_letters_nothing_happens(machine: Machine) -> None:
    """And that is no failure."""
    told = await machine.sfat("replay")

    assert (0, True) == (told.code, told.out.startswith("0 "))
