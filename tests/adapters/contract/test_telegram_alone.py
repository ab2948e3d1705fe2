"""What only Telegram has: blocks, voice notes, edits and groups that change, however its updates come."""

from collections.abc import Callable

import pytest

from bot.model.values import Reason, Sending
from storage.deliveries import DELIVERY
from storage.people import PLACE
from tests.adapters.contract.on_telegram import OnTelegram
from tests.adapters.contract.person import TELEGRAM
from tests.adapters.contract.town import Town
from tests.handlers.steps import found, invite, out


async def telegram_user(here: Town, name: str) -> OnTelegram:
    """Somebody of the lab on Telegram, where people can block."""
    person = await here.arrives(TELEGRAM, name)
    assert isinstance(person, OnTelegram)
    return person


async def test_blocked_and_unblocked(way: str, here: Town) -> None:
    """Who has blocked the bot is marked so, and gets what is still wanted when they let it in again, once."""
    ana = await telegram_user(here, "ana")
    ana.user.blocks()
    await here.settle()
    before = len(await ana.chat())
    await invite(here.lab, "ana")
    assert before == len(await ana.chat())

    ana.user.unblocks()
    await here.settle()
    await out(here.room)

    assert 1 == len([one for one in await ana.chat() if "✉️" in one.text])


async def test_blocked_without_a_word(way: str, here: Town) -> None:
    """When only the refusal tells of the block, the delivery failed for that reason, and Start sends it."""
    ana = await telegram_user(here, "ana")
    ana.user.state.closed = "bot was blocked by the user"
    await invite(here.lab, "ana")
    (row,) = [row for row in await found(here.lab, DELIVERY) if row.kind == "event.invitation"]
    assert (Sending.FAILED, Reason.BLOCKED) == (row.state, row.reason)

    ana.user.start()
    await here.settle()

    assert 1 == len([one for one in await ana.chat() if "✉️" in one.text])


@pytest.mark.parametrize("what", ["sends_voice", "sends_photo", "sends_sticker"])
async def test_what_is_no_text(way: str, here: Town, what: str) -> None:
    """A voice note, a picture, a sticker: the person is asked to write it."""
    ana = await telegram_user(here, "ana")

    getattr(ana.user, what)()
    await here.settle()

    assert "I can only read text here. Please write it." == await ana.sees()


async def test_an_edited_message(way: str, here: Town) -> None:
    """An edit is not read, and the person is told."""
    ana = await telegram_user(here, "ana")
    await ana.says("da")

    ana.user.edits(ana.user.said[-1], "nu")
    await here.settle()

    assert "I do not read edited messages." in await ana.sees()


async def groups(here: Town) -> list[tuple[str, str, str]]:
    """Chat, title and state of every group we have heard of."""
    return [(row.chat, row.title, row.state) for row in await found(here.lab, PLACE) if not row.private]


async def test_a_group_and_what_becomes_of_it(way: str, here: Town) -> None:
    """Put in, renamed, taken out, put in again, and at last turned into a supergroup."""
    ana = await telegram_user(here, "ana")
    group = here.telegram.group(-5, "Atelier")
    steps: list[Callable[[], None]] = [
        lambda: group.adds_bot(ana.user),
        lambda: group.renames("Atelierul Nord"),
        lambda: group.removes_bot(ana.user),
        lambda: group.adds_bot(ana.user, as_admin=True),
    ]

    seen = []
    for step in steps:
        step()
        await here.settle()
        seen += await groups(here)

    assert [
        ("-5", "Atelier", "open"),
        ("-5", "Atelierul Nord", "open"),
        ("-5", "Atelierul Nord", "gone"),
        ("-5", "Atelierul Nord", "open"),
    ] == seen
    group.migrate(-1_000_000_000_005)
    await here.settle()
    assert "-1000000000005" in [chat for chat, _, state in await groups(here) if state == "open"]
