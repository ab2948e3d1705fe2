"""The chat.* methods, reactions.add, and messages sent through a response_url."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_blocks import BLOCKS_TOGETHER, completed, judge_blocks, reading
from tests.fakes.slack_errors import Json, luck, wrong
from tests.fakes.slack_members import BOT, BOT_USER
from tests.fakes.slack_params import Params
from tests.fakes.slack_text import Reading, read
from tests.fakes.slack_things import Channel, File, Message
from tests.fakes.slack_world import World

MESSAGE_BLOCKS = 50
EMOJI = frozenset({"tada", "+1", "eyes", "white_check_mark", "writing_hand"})  # some of Slack's names
TEXT = 40_000  # characters; more is cut off when posted, and refused when edited


@dataclass
class Content:
    """The words of a message, judged and read."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)
    truncated: bool = False


def content(world: World, params: Params) -> Content:
    """Text and blocks of a request. Raises no_text, invalid_blocks, msg_blocks_too_long, too_many_attachments."""
    text, blocks = params.text("text"), params.tree("blocks", "invalid_blocks_format")
    markdown = params.text("markdown_text")
    if markdown and (text or blocks):
        raise wrong("markdown_text_conflict")
    attachments = _attachments(params)
    if not text and not blocks and not markdown and not attachments:
        raise wrong("no_text")
    if len(markdown) > 12_000:
        raise wrong("msg_too_long")
    kept: list[Json] = _judged(blocks) if blocks else []
    shown = read(text[:TEXT] or markdown, world.name_of, link_names=params.flag("link_names"))
    if kept:
        shown = reading(kept, world.name_of) + shown.silent()
    for attachment in attachments:
        words = "\n".join(str(attachment[part]) for part in ("pretext", "title", "text") if attachment.get(part))
        shown += read(words, world.name_of)
    return Content(text[:TEXT] or markdown, kept, shown, len(text) > TEXT)


def _judged(blocks: Any) -> list[Json]:
    judge = judge_blocks(blocks, MESSAGE_BLOCKS)
    if judge.problems:
        raise wrong("invalid_blocks", *judge.problems)
    if judge.length > BLOCKS_TOGETHER:
        raise wrong("msg_blocks_too_long")
    return completed(blocks)


def _attachments(params: Params) -> list[Json]:
    attachments = params.tree("attachments", "invalid_attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise wrong("invalid_attachments")
    if len(attachments) > 100:
        raise wrong("too_many_attachments")
    for attachment in attachments:
        if attachment.get("blocks"):
            _judged(attachment["blocks"])
    return attachments


def place(world: World, params: Params) -> Channel:
    """Where chat.postMessage goes: a conversation's id, a #name, or a person's id, whose IM it then is."""
    asked = params.text("channel")
    if asked[:1] in ("U", "W"):
        member = world.member(params, "channel")
        if member.is_bot:
            raise wrong("channel_not_found")
        return world.im(member.id)
    named = [c for c in world.channels.values() if c.kind != "im" and c.name == asked.removeprefix("#")]
    channel = world.channel(Params({"channel": named[0].id})) if named else world.channel(params)
    writable(world, channel)
    return channel


def writable(world: World, channel: Channel) -> None:
    """Raises is_archived, not_in_channel or messages_tab_disabled. A deactivated person's IM still takes messages."""
    if channel.archived:
        raise luck("is_archived")
    public = channel.kind == "channel" and "chat:write.public" in world.scopes
    if not channel.has_bot and not public:
        raise luck("not_in_channel")
    if channel.kind == "im" and not world.messages_tab:
        raise luck("messages_tab_disabled")


def _thread(channel: Channel, params: Params) -> str | None:
    """The thread to answer in: a reply names its parent; a deleted parent still has its thread."""
    asked = params.text("thread_ts")
    parent = channel.messages.get(asked)
    if asked and (parent is None or parent.only_for is not None):
        raise wrong("thread_not_found")
    return (parent.thread_ts or parent.ts) if parent is not None else None


def _write(world: World, channel: Channel, words: Content, **parts: Any) -> Message:
    return world.keep(
        Message(
            world.ts(),
            channel,
            BOT_USER,
            words.text,
            words.reading,
            words.blocks,
            BOT,
            truncated=words.truncated,
            **parts,
        )
    )


def _metadata(params: Params) -> Json | None:
    metadata = params.tree("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise wrong("invalid_metadata_format")
    named, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(named, str) or not re.fullmatch(r"\w+", named, re.ASCII) or not isinstance(payload, dict):
        raise wrong("invalid_metadata_format")
    return metadata


def post_message(world: World, params: Params) -> Json:
    """chat.postMessage."""
    words = content(world, params)
    channel = place(world, params)
    thread, metadata = _thread(channel, params), _metadata(params)
    world.rates.post(channel.id)
    if words.truncated:
        world.blame(f"chat.postMessage sent {len(params.text('text'))} characters, of which {TEXT} arrive")
    message = _write(world, channel, words, thread_ts=thread, metadata=metadata)
    return {"channel": channel.id, "ts": message.ts, "message": message.wire()}


def post_ephemeral(world: World, params: Params) -> Json:
    """chat.postEphemeral: seen by one member of the channel, kept by nobody."""
    words = content(world, params)
    channel, member = place(world, params), world.member(params)
    if member.id not in channel.members:
        raise luck("user_not_in_channel")
    message = _write(world, channel, words, thread_ts=_thread(channel, params), only_for=member.id)
    return {"message_ts": message.ts}


def own_message(world: World, params: Params, refused: str) -> Message:
    """The bot's standing message with that channel and ts. Raises message_not_found, or `refused` for another's."""
    channel = world.channel(params)
    message = channel.messages.get(params.needed("ts"))
    if message is None or message.only_for is not None:
        raise wrong("message_not_found")
    if message.deleted:
        raise luck("message_not_found")
    if message.user != BOT_USER:
        raise wrong(refused)
    return message


def update(world: World, params: Params) -> Json:
    """chat.update; blocks that are not sent again are gone."""
    words, message = content(world, params), own_message(world, params, "cant_update_message")
    if message.channel.archived:
        raise luck("is_inactive")
    if words.truncated:
        raise wrong("msg_too_long")
    change(world, message, words)
    if (metadata := _metadata(params)) is not None:
        message.metadata = metadata
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": message.wire()}


def change(world: World, message: Message, words: Content) -> None:
    """Give a message other words; the event goes out even when they are the same."""
    before = message.wire()
    message.text, message.blocks, message.reading = words.text, words.blocks, words.reading
    message.edits += 1
    message.edited_ts = world.ts()
    world.change(message, before)


def delete(world: World, params: Params) -> Json:
    """chat.delete."""
    message = own_message(world, params, "cant_delete_message")
    if message.channel.archived:
        raise luck("is_inactive")
    world.delete(message)
    return {"channel": message.channel.id, "ts": message.ts}


def get_permalink(world: World, params: Params) -> Json:
    """chat.getPermalink."""
    channel, ts = world.channel(params), params.needed("message_ts")
    message = channel.messages.get(ts)
    if message is None or message.deleted or message.only_for is not None:
        raise wrong("message_not_found") if message is None else luck("message_not_found")
    return {"channel": channel.id, "permalink": f"{world.url()}/archives/{channel.id}/p{ts.replace('.', '')}"}


def add_reaction(world: World, params: Params) -> Json:
    """reactions.add."""
    channel, name = world.channel(params), params.needed("name")
    message = channel.messages.get(params.needed("timestamp"))
    if message is None or message.deleted:
        raise wrong("message_not_found") if message is None else luck("message_not_found")
    if name not in EMOJI:
        raise wrong("invalid_name")
    if channel.archived:
        raise luck("is_archived")
    if name in message.reactions:
        raise luck("already_reacted")
    message.reactions.append(name)
    return {}


def share(world: World, channel_id: str, files: list[File], params: Params) -> Message:
    """Post files into a conversation, with `initial_comment` and `thread_ts` of a request."""
    channel = world.channel(Params({"channel": channel_id}))
    writable(world, channel)
    comment = params.text("initial_comment")
    for file in files:
        file.channels.append(channel.id)
    words = Content(comment, [], read(comment, world.name_of))
    return _write(world, channel, words, thread_ts=_thread(channel, params), files=files, subtype="file_share")


def respond(world: World, channel: Channel, user_id: str, params: Params, original: Message | None) -> Message | None:
    """What is posted to a response_url: for one person unless in_channel, beside the original unless it is replaced."""
    if params.flag("delete_original"):
        if original is None:
            raise wrong("no_original")
        world.delete(original)
        return None
    words = content(world, params)
    if params.flag("replace_original") and original is not None:
        change(world, original, words)
        return original
    only_for = None if params.text("response_type") == "in_channel" else user_id
    return _write(world, channel, words, thread_ts=_thread(channel, params), only_for=only_for)
