"""Files, what the bot says of itself, tokens, and methods that do not exist."""

from __future__ import annotations

import httpx
import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats, InputFile
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, InvalidToken

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, User


async def test_a_document_is_kept_and_reused(bot: Bot, ana: User) -> None:
    """A file sent once is sent again by its id, and can be downloaded."""
    sent = await bot.send_document(
        ana.id, InputFile(b"BEGIN:VCALENDAR", "întâlnire.ics"), caption="<i>ics</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    await bot.send_document(ana.id, sent.document.file_id)
    content = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    names = [document.name for message in ana.chat for document in message.documents]
    assert (["întâlnire.ics"] * 2, b"BEGIN:VCALENDAR", "ics") == (names, bytes(content), ana.chat[0].text)


@pytest.mark.parametrize(("length", "passes"), [(1024, True), (1025, False)])
async def test_captions_end_at_1024(bot: Bot, ana: User, length: int, passes: bool) -> None:
    """A caption has at most 1024 characters."""
    try:
        await bot.send_document(ana.id, InputFile(b"x", "a.txt"), caption="x" * length)
    except BadRequest as error:
        assert "Message caption is too long" == error.message
    assert passes == bool(ana.chat)


async def test_files_have_a_limit() -> None:
    """More bytes than allowed are refused with 413; 50 MB are the default, and an empty file is no file."""
    async with FakeTelegram(upload_limit=10) as fake, httpx.AsyncClient() as client:
        fake.user(7).start()
        url, data = f"{fake.url}/bot{fake.token}/sendDocument", {"chat_id": "7"}
        sizes = [len(content) for content in (b"", b"x" * 10, b"x" * 11)]
        codes = [(await client.post(url, data=data, files={"document": ("a", b"x" * n)})).status_code for n in sizes]
    assert ([400, 200, 413], FileSizeLimit.FILESIZE_UPLOAD) == (codes, FakeTelegram().world.upload_limit)


async def test_commands_are_kept_by_scope_and_language(bot: Bot, fake: FakeTelegram) -> None:
    """setMyCommands is recorded by (scope, language), and getMyCommands answers from there."""
    await bot.set_my_commands([("rsvp", "Răspunde")], scope=BotCommandScopeAllPrivateChats(), language_code="ro")
    await bot.set_my_commands([("rsvp", "Answer")])
    kept = {("all_private_chats", "ro"): [("rsvp", "Răspunde")], ("default", ""): [("rsvp", "Answer")]}
    assert (kept, "Answer") == (fake.commands, (await bot.get_my_commands())[0].description)


async def test_the_bots_texts_are_kept_by_language(bot: Bot, fake: FakeTelegram) -> None:
    """Name, description and short description are recorded by language."""
    await bot.set_my_name("Sfat", language_code="ro")
    await bot.set_my_description("Ce face")
    await bot.set_my_short_description("Pe scurt")
    kept = {("name", "ro"): "Sfat", ("description", ""): "Ce face", ("short_description", ""): "Pe scurt"}
    assert kept == fake.profile


async def test_a_chat_can_be_looked_up(bot: Bot, ana: User) -> None:
    """getChat tells the names of a person who started the bot."""
    chat = await bot.get_chat(ana.id)
    assert ("private", "Ana Pop") == (chat.type, chat.full_name)


@pytest.mark.parametrize(("token", "code"), [("nonsense", 404), ("7000000001:wrongButWellFormed", 401)])
async def test_tokens_are_checked(fake: FakeTelegram, token: str, code: int) -> None:
    """A malformed token is 404, an unknown one 401; neither is the client's fault."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{fake.url}/bot{token}/getMe")
    assert (code, []) == (answer.status_code, fake.violations)


async def test_a_token_can_be_revoked(bot: Bot, fake: FakeTelegram) -> None:
    """After `revoke` the real client learns that its token is invalid."""
    fake.revoke()
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await bot.get_me()


async def test_an_unknown_method_is_a_violation(fake: FakeTelegram, raw: Raw) -> None:
    """What the fake does not know is 404 and written down, never silently accepted."""
    answer = await raw("sendCarrierPigeon")
    assert (404, ["sendCarrierPigeon was wrong: Not Found: method not found"]) == (answer.status_code, fake.violations)
