"""`sfat claim`."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cli.claim import make_claim
from bot.cli.telegram_bot import USERNAME
from bot.model.values import Role
from storage import marks
from storage.database import Database
from storage.people import LINK, LinkRow
from storage.tx import one
from tests.cli.commands import Machine
from tests.room import Room


async def claim_in(machine: Machine) -> LinkRow:
    """The claim that was made."""
    db = Database(machine.settings.address)
    async with db.read() as tx:
        row = await one(tx, LinkRow, select(LINK).where(LINK.c.kind == "claim"))
    await db.close()
    assert row is not None
    return row


@pytest.mark.both
async def test_a_code_is_printed(machine: Machine) -> None:
    """Eight unambiguous letters, and no link where no bot is known."""
    told = await machine.sfat("claim")

    assert (0, "") == (told.code, told.err)
    assert re.fullmatch(r"code: [A-HJKMNP-Z2-9]{8}\n", told.out)


async def test_the_code_itself_is_not_kept(machine: Machine) -> None:
    """Its digest is, for 24 hours, with its role."""
    told = await machine.sfat("claim", "--role", "facilitator")

    row = await claim_in(machine)
    assert row.expires_at is not None
    assert (Role.FACILITATOR, timedelta(hours=24)) == (row.role, row.expires_at - row.made_at)
    assert told.out.removeprefix("code: ").strip() not in row.digest


async def test_a_link_is_printed_where_the_bot_is_known(machine: Machine) -> None:
    """It opens the bot with the claim's token."""
    db = Database(machine.settings.address)
    await db.write(lambda tx: marks.set_mark(tx, USERNAME, {"username": "lab_bot"}))
    await db.close()

    told = await machine.with_settings(telegram_token="7:x").sfat("claim")

    assert told.out.startswith("link: https://t.me/lab_bot?start=c")


async def test_a_telegram_that_does_not_answer_leaves_the_code(machine: Machine) -> None:
    """A claim needs no network."""
    away = machine.with_settings(telegram_token="7:x", telegram_api_url="http://127.0.0.1:9")

    told = await away.sfat("claim")

    assert (0, True) == (told.code, told.out.startswith("code: "))


async def test_only_known_roles_can_be_claimed(machine: Machine) -> None:
    """A host is named by a manager."""
    with pytest.raises(SystemExit) as ended:
        await machine.sfat("claim", "--role", "host")

    assert 2 == ended.value.code


@pytest.mark.both
async def test_the_code_makes_a_manager_once(room: Room) -> None:
    """Whoever types it first, and nobody after them."""
    _, code = await make_claim(room.program.db, room.program.house, Role.MANAGER, room.clock.now())

    await room.seat("ilinca").says(f"/start {code}")
    await room.seat("vera").says(f"/start {code}")

    async with room.read() as tx:
        from storage.people import GRANT

        assert [Role.MANAGER] == list((await tx.execute(select(GRANT.c.role))).scalars().all())


async def test_the_link_makes_a_facilitator(room: Room) -> None:
    """The same claim, by its token."""
    link, _ = await make_claim(room.program.db, room.program.house, Role.FACILITATOR, room.clock.now())

    await room.seat("vera").says(f"/start {link.rsplit('/', 1)[1]}")

    async with room.read() as tx:
        from storage.people import GRANT

        assert [Role.FACILITATOR] == list((await tx.execute(select(GRANT.c.role))).scalars().all())


async def test_a_claim_is_closed_after_a_day(room: Room) -> None:
    """24 hours, and not a minute more."""
    yesterday: datetime = room.clock.now() - timedelta(hours=24, minutes=1)
    _, code = await make_claim(room.program.db, room.program.house, Role.MANAGER, yesterday)

    await room.seat("ilinca").says(f"/start {code}")

    async with room.read() as tx:
        from storage.people import GRANT

        assert [] == (await tx.execute(select(GRANT.c.id))).all()
