"""What people do in the fake, as the real client library reads it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_kit import BOTH, updates


async def test_start_comes_with_its_payload(bot: Bot, fake: FakeTelegram) -> None:
    """A deep link arrives as /start with a bot_command entity, from a person with names and language."""
    fake.user(7, "Ana Pop", language_code="ro", username="anapop").start("tok-EN_1")
    (update,) = await updates(bot)
    assert update.message is not None and update.effective_user is not None
    command = update.message.parse_entities(["bot_command"])
    assert ("/start tok-EN_1", ["/start"], "Ana Pop", "ro") == (
        update.message.text,
        list(command.values()),
        update.effective_user.full_name,
        update.effective_user.language_code,
    )


@pytest.mark.parametrize("payload", ["has space", "ș", "x" * 65])
async def test_a_deep_link_carries_only_what_it_can(fake: FakeTelegram, payload: str) -> None:
    """A payload that no link could carry is the test's mistake."""
    with pytest.raises(ValueError, match="deep link"):
        fake.user(7).start(payload)


async def test_offsets_are_utf16(bot: Bot, ana: User) -> None:
    """A command behind an emoji is found where the client library looks for it."""
    ana.says("😀 /help@sfat_test_bot acum")
    message = (await updates(bot))[-1].message
    assert message is not None
    assert ["/help@sfat_test_bot"] == list(message.parse_entities(["bot_command"]).values())


async def test_a_press_carries_the_message_and_data(bot: Bot, ana: User) -> None:
    """A press arrives with its data, its message and its person."""
    sent = await bot.send_message(ana.id, "Vii?", reply_markup=BOTH)
    number = ana.press("Nu")
    query = (await updates(bot))[-1].callback_query
    assert query is not None and query.message is not None
    assert (number, "no", sent.message_id, ana.id) == (
        query.id,
        query.data,
        query.message.message_id,
        query.from_user.id,
    )


async def test_the_newest_button_is_pressed(bot: Bot, ana: User) -> None:
    """Without a message the newest one that has the button is meant; data works like a label."""
    await bot.send_message(ana.id, "1", reply_markup=BOTH)
    second = await bot.send_message(ana.id, "2", reply_markup=BOTH)
    await bot.send_message(ana.id, "3")
    ana.press("yes")
    query = (await updates(bot))[-1].callback_query
    assert query is not None and query.message is not None
    assert second.message_id == query.message.message_id


async def test_a_button_that_is_not_there_cannot_be_pressed(bot: Bot, ana: User) -> None:
    """A missing button is an error that names what there is."""
    await bot.send_message(ana.id, "1", reply_markup=BOTH)
    with pytest.raises(LookupError, match=r"no button 'Poate'.*'Da', 'Nu'"):
        ana.press("Poate")


async def test_any_data_can_be_forged(bot: Bot, ana: User) -> None:
    """press_data sends what no button has."""
    await bot.send_message(ana.id, "1")
    ana.press_data("admin:1", ana.chat[-1])
    query = (await updates(bot))[-1].callback_query
    assert query is not None
    assert "admin:1" == query.data


async def test_a_link_to_the_bot_starts_it(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """Following t.me/BOT?start=TOKEN is a start with that payload, and no press."""
    link = f"https://t.me/{fake.username}?start=abc"
    await bot.send_message(
        ana.id, "1", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Deschide", url=link)]])
    )
    opened = ana.opens("Deschide")
    message = (await updates(bot))[-1].message
    assert message is not None
    assert (link, "/start abc") == (opened, message.text)


async def test_files_of_people_can_be_fetched(bot: Bot, ana: User) -> None:
    """Voice, photo, sticker and document parse, and their bytes come down."""
    ana.sends_voice(5, b"OggS 1")
    ana.sends_photo("Tabla", b"jpeg 2")
    ana.sends_sticker("👍")
    ana.sends_document("orgs.csv", b"id,name\n", "text/csv")
    _, voice, photo, sticker, document = [update.message for update in await updates(bot)]
    assert voice and voice.voice and photo and sticker and sticker.sticker and document and document.document
    files = [
        await (await bot.get_file(f)).download_as_bytearray() for f in (voice.voice, photo.photo[-1], document.document)
    ]
    assert ([b"OggS 1", b"jpeg 2", b"id,name\n"], "Tabla", "👍") == (
        [bytes(f) for f in files],
        photo.caption,
        sticker.sticker.emoji,
    )


async def test_an_edit_of_a_person_arrives(bot: Bot, ana: User) -> None:
    """An edited text is an edited_message with the same id."""
    said = ana.says("dq")
    ana.edits(said, "da")
    edited = (await updates(bot))[-1].edited_message
    assert edited is not None
    assert (said.id, "da", True) == (edited.message_id, edited.text, edited.edit_date is not None)


async def test_blocking_is_announced_and_enforced(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """After a block: a my_chat_member update, 403 for messages, no violation."""
    ana.blocks()
    change = (await updates(bot))[-1].my_chat_member
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "x")
    assert change is not None
    assert ("member", "kicked", []) == (change.old_chat_member.status, change.new_chat_member.status, fake.violations)


async def test_start_unblocks(bot: Bot, ana: User) -> None:
    """Starting again lets the bot in again, and says so first."""
    ana.blocks()
    ana.start()
    kinds = [
        update.my_chat_member.new_chat_member.status if update.my_chat_member else "message"
        for update in await updates(bot)
    ]
    await bot.send_message(ana.id, "x")
    assert (["message", "kicked", "member", "message"], 1) == (kinds, len(ana.chat))


async def test_a_deleted_account_is_403(bot: Bot, ana: User) -> None:
    """Whoever left Telegram cannot be written to."""
    ana.deletes_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ana.id, "x")


@pytest.mark.parametrize("how", ["never started", "blocked", "deleted"])
async def test_clients_cannot_do_the_impossible(fake: FakeTelegram, how: str) -> None:
    """A test that lets somebody write who cannot is told so."""
    user = fake.user(9)
    if how != "never started":
        user.start()
        (user.blocks if how == "blocked" else user.deletes_account)()
    with pytest.raises(RuntimeError):
        user.says("da")


async def test_it_runs_as_a_program(raw: Raw) -> None:
    """`python -m tests.fakes.telegram` prints its url and is played through /control/."""
    root = Path(__file__).resolve().parents[2]
    program = [sys.executable, "-m", "tests.fakes.telegram", "--token", "5:handmade"]
    child = await asyncio.create_subprocess_exec(*program, cwd=root, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    url = (await child.stdout.readline()).decode().strip()
    async with httpx.AsyncClient(base_url=url) as client:
        await client.post("/control/start", json={"user": 7, "name": "Ana"})
        sent = {"chat_id": 7, "text": "Vii?", "reply_markup": BOTH.to_dict()}
        await client.post("/bot5:handmade/sendMessage", json=sent)
        codes = [
            (await client.post(f"/control/{verb}", json={"user": 7} | body)).status_code
            for verb, body in (
                ("press", {"button": "Da"}),
                ("says", {"text": "da"}),
                ("press", {"button": "Ce?"}),
                ("fly", {}),
            )
        ]
        chats = (await client.get("/control/chats")).json()
    child.terminate()
    label = chats["chats"][0]["messages"][0]["buttons"][0][0]["label"]
    assert ([200, 200, 400, 404], "Da", 3, 0) == (codes, label, chats["pending"], await child.wait())


async def test_without_the_program_there_is_no_control(fake: FakeTelegram) -> None:
    """In a test /control/ does not exist."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{fake.url}/control/chats")
    assert 404 == answer.status_code
