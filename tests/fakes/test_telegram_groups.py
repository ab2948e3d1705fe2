"""What becomes of groups and channels in the fake, as the real client library reads it."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_kit import BOTH, updates


async def test_a_person_only_met_in_a_group_cannot_be_written_to(bot: Bot, fake: FakeTelegram) -> None:
    """Seen in a group but never started: 403; never seen at all: chat not found."""
    maria = fake.user(8, "Maria")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(maria.id, "x")
    maria.says("/evenimente", fake.group(-5))
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(maria.id, "x")


@pytest.mark.parametrize(
    ("text", "reaches"), [("bună", False), ("/cafe", True), ("/cafe@sfat_test_bot", True), ("/cafe@other_bot", False)]
)
async def test_privacy_mode(fake: FakeTelegram, text: str, reaches: bool) -> None:
    """In a group only commands reach the bot, and only its own."""
    fake.user(7).says(text, fake.group(-5))
    assert reaches == bool(fake.pending)


async def test_replies_reach_the_bot_in_a_group(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """A reply to the bot's message passes privacy mode, with the thread it was written in."""
    group = fake.group(-1_000_000_000_005, "Atelier", forum=True)
    await bot.send_message(group.id, "Ideea ta?", message_thread_id=42)
    ana.says("Bănci", group, reply_to=group.chat[-1], thread=42)
    message = (await updates(bot))[-1].message
    assert message is not None and message.reply_to_message is not None
    assert (42, "Ideea ta?", "supergroup") == (
        message.message_thread_id,
        message.reply_to_message.text,
        message.chat.type,
    )


async def test_a_press_in_a_group_tells_who(bot: Bot, fake: FakeTelegram) -> None:
    """A button in a group can be pressed by anybody, also by who never started the bot."""
    group = fake.group(-5, "Atelier")
    await bot.send_message(-5, "Vii?", reply_markup=BOTH)
    fake.user(8, "Maria").press("Da", group=group)
    query = (await updates(bot))[-1].callback_query
    assert query is not None and query.message is not None
    assert (8, -5) == (query.from_user.id, query.message.chat.id)


async def test_a_group_can_move(bot: Bot, fake: FakeTelegram) -> None:
    """After a migration the old id answers with the new one, both service messages come, and the new id works."""
    group = fake.group(-5, "Atelier")
    group.migrate(-1_000_000_000_077)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")
    await bot.send_message(moved.value.new_chat_id, "y")
    old, new = [update.message for update in await updates(bot)]
    assert old is not None and new is not None
    assert (-1_000_000_000_077, -1_000_000_000_077, -5, ["y"], []) == (
        moved.value.new_chat_id,
        old.migrate_to_chat_id,
        new.migrate_from_chat_id,
        [message.text for message in group.chat],
        fake.violations,
    )


async def test_a_group_can_throw_the_bot_out(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """Out of a group means 403 until it is taken in again."""
    group = fake.group(-5, "Atelier")
    group.removes_bot(ana)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(-5, "x")
    group.adds_bot(ana)
    await bot.send_message(-5, "y")
    assert ["y"] == [message.text for message in group.chat]


async def test_the_bot_becomes_an_administrator(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """Each step is announced with what the bot was before."""
    group = fake.group(-5, "Atelier")
    group.adds_bot(ana)
    group.adds_bot(ana, as_admin=True)
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [("left", "member"), ("member", "administrator")] == [
        (change.old_chat_member.status, change.new_chat_member.status) for change in changes
    ]


async def test_a_group_can_hush_the_bot(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """The bot is still in, but may not write; that is no violation."""
    group = fake.group(-1_000_000_000_005, "Atelier")
    group.hushes_bot(ana)
    member = (await updates(bot))[-1].my_chat_member
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "x")
    assert member is not None
    assert ("restricted", []) == (member.new_chat_member.status, fake.violations)


async def test_a_channel_lets_its_administrators_post(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """The bot posts while it has the right to."""
    channel = fake.channel(-1_000_000_000_009, "Noutăți")
    await bot.send_message(channel.id, "x")
    channel.hushes_bot(ana)
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "y")
    change = (await updates(bot))[-1].my_chat_member
    assert change is not None
    assert ("channel", "administrator", ["x"]) == (
        change.chat.type,
        change.new_chat_member.status,
        [message.text for message in channel.chat],
    )


async def test_a_group_gets_another_title(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """By somebody, or by an administrator who does not show themselves."""
    group = fake.group(-5, "Atelier")
    group.renames("Atelierul Nord", ana)
    group.renames("Atelierul Sud")
    messages = [update.message for update in await updates(bot) if update.message][-2:]
    assert [("Atelierul Nord", False), ("Atelierul Sud", True)] == [
        (message.new_chat_title, bool(message.from_user and message.from_user.is_bot)) for message in messages
    ]


async def test_without_privacy_mode_all_talk_reaches_the_bot(fake: FakeTelegram, ana: User) -> None:
    """In groups it comes into from then on; edits as well."""
    before = fake.group(-5)
    fake.world.reads_all = True
    after = fake.group(-6)
    ana.says("bună", before)
    ana.edits(ana.says("bună", after), "bună ziua")
    assert ["message", "edited_message"] == [kind for one in fake.pending for kind in one if kind != "update_id"][-2:]
    before.adds_bot(ana)
    ana.says("din nou", before)
    assert "din nou" == fake.pending[-1]["message"]["text"]


async def test_a_reaction_stands_on_a_message(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """The newest one, or none."""
    said = ana.says("/cafe", fake.group(-5))
    await bot.set_message_reaction(-5, said.id, "✍")
    first = list(said.reactions)
    await bot.set_message_reaction(-5, said.id, [])
    assert (["✍"], [], []) == (first, said.reactions, fake.violations)


@pytest.mark.parametrize(
    ("reaction", "allowed", "blamed"),
    [(["✍", "👍"], None, 1), (["✍"], {"👍"}, 0), ("5368324170671202286", None, 1)],
    ids=["two", "not allowed here", "no emoji of Telegram's"],
)
async def test_a_reaction_is_refused(
    bot: Bot, fake: FakeTelegram, ana: User, reaction: str | list[str], allowed: set[str] | None, blamed: int
) -> None:
    """Which ones a group allows, no client can know."""
    group = fake.group(-5)
    group.state.reactions = None if allowed is None else frozenset(allowed)
    said = ana.says("/cafe", group)
    with pytest.raises(TelegramError):
        await bot.set_message_reaction(-5, said.id, reaction)
    assert ([], blamed) == (said.reactions, len(fake.violations))
