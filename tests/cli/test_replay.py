"""`sfat replay`."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.tokens import Keys
from bot.model.values import Lane, Reason, Sending
from handlers.shared.presses import INVITATION
from storage import inbox
from storage.database import Database
from storage.deliveries import DELIVERY, DeliveryRow
from storage.inbox import InboxRow
from storage.people import PersonRow
from storage.tx import Tx, add
from tests.cli.commands import KEY, Machine
from tests.faults.running import running


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


async def give_up(
    machine: Machine, reason: Reason, until: datetime | None = None, person: PersonRow | None = None
) -> None:
    """A message that was tried in vain."""
    row = DeliveryRow(
        kind=INVITATION,
        lane=Lane.BROADCAST,
        due=datetime.now(UTC),
        until=until,
        state=Sending.FAILED,
        reason=reason,
        attempts=8,
    )

    async def work(tx: Tx) -> None:
        row.person_id = None if person is None else await add(tx, person)
        await add(tx, row)

    db = Database(machine.settings.address)
    await db.write(work)
    await db.close()


async def queued(machine: Machine) -> list[tuple[Sending, bool, int]]:
    """State, whether it is kept up, tries, of each message."""
    db = Database(machine.settings.address)
    async with db.read() as tx:
        found = (await tx.execute(select(DELIVERY).order_by(DELIVERY.c.id))).all()
    await db.close()
    return [(row.state, row.live, row.attempts) for row in found]


async def letters(machine: Machine) -> list[InboxRow]:
    """What is new in the inbox."""
    db = Database(machine.settings.address)
    found = await db.write(inbox.left_over)
    await db.close()
    return found


@pytest.mark.both
async def test_messages_the_platform_did_not_take_are_queued_again(machine: Machine) -> None:
    """Those only, while they are still of use to somebody; a card that is kept up will be kept up."""
    await give_up(machine, Reason.REFUSED)
    await give_up(machine, Reason.BLOCKED)
    await give_up(machine, Reason.REFUSED, datetime.now(UTC) - timedelta(days=1))
    await give_up(machine, Reason.REFUSED, person=PersonRow(name="", language="ro", erased_at=datetime.now(UTC)))

    told = await machine.sfat("replay")

    when = "a running `sfat run` does that within half a minute, else the next one when it starts"
    assert (0, f"1 message to be sent again: {when}.\n") == (told.code, told.out)
    failed = (Sending.FAILED, False, 8)
    assert [(Sending.QUEUED, True, 0), failed, failed, failed] == await queued(machine)


@pytest.mark.both
async def test_a_dead_letter_is_new_again(machine: Machine) -> None:
    """With its words, and it is said when it will be worked."""
    await bury(machine, KEY, "1")

    told = await machine.sfat("replay")

    when = "a running `sfat run` does that within half a minute, else the next one when it starts"
    assert (0, f"1 to be tried again: {when}.\n") == (told.code, told.out)
    assert [{"words": "cuvinte"}] == [json.loads(row.payload) for row in await letters(machine)]


async def test_a_letter_that_no_key_opens_stays_dead(machine: Machine) -> None:
    """It is counted and left alone."""
    await bury(machine, "another key", "1")

    told = await machine.sfat("replay")

    assert (True, []) == ("1 can not be read" in told.out, await letters(machine))


async def test_without_dead_letters_nothing_happens(machine: Machine) -> None:
    """And that is no failure."""
    told = await machine.sfat("replay")

    assert (0, "Nothing has failed for good.\n") == (told.code, told.out)


async def test_a_running_program_takes_it_up(machine: Machine, tmp_path: Path) -> None:
    """Within the time that was said."""
    address = {"SFAT_DATABASE_URL": machine.settings.address, "SFAT_SECRET_KEY": KEY, "SFAT_WEBCHAT": "on"}
    async with running(tmp_path, tmp_path / "log", **address):
        await bury(machine, KEY, "1")
        await machine.sfat("replay")
        async with asyncio.timeout(30):
            while await letters(machine):
                await asyncio.sleep(0.5)
