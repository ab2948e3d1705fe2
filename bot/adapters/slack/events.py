"""Slack's events: what people write, and what becomes of channels and accounts."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.adapters.slack.who import (
    COMMAND,
    HOME,
    Body,
    Heard,
    Me,
    channel_place,
    command_in,
    home_page,
    private_chat,
    thread_of,
)
from bot.adapters.slack.written import as_typed
from bot.model.address import Place
from bot.model.typed import meant_as_command
from bot.model.update import Command, Edited, FileHandle, Placed, Pressed, Reached, Said, Update

_OURS = COMMAND.removeprefix("/")
_NOBODY = "USLACKBOT"
_SAID = ("", "file_share", "thread_broadcast")  # the subtypes of messages in which a person says something new
_CHANNELS = ("channel", "group")
_FILES = (("audio/", "voice"), ("image/", "photo"), ("video/", "other"))


def told(body: Body, me: Me) -> Heard | None:
    """What an event says to us."""
    event = body["event"]
    reader = KINDS.get(event["type"])
    return reader(event, body["event_id"], me) if reader else None


def _message(event: Body, source: str, me: Me) -> Heard | None:
    """What a person writes to us in private, or people to each other in a channel we are in."""
    subtype, kind = event.get("subtype", ""), event.get("channel_type")
    if kind in ("im", *_CHANNELS) and subtype in _CHANGES:
        return _CHANGES[subtype](event, source, me)
    if kind not in ("im", *_CHANNELS) or event.get("hidden"):
        return None
    user = _person(event, me)
    if not user or subtype not in _SAID:
        return None
    if kind in _CHANNELS:
        return _overheard(event, source, user, me)
    said, *beside = _said(event, me)
    return Heard(source, user, private_chat(me, user), said, channel=event["channel"], beside=tuple(beside))


def _overheard(event: Body, source: str, user: str, me: Me) -> Heard | None:
    """Words, a picture or a voice note in a channel; in its threads as well, which are no places of their own then.
    What is said to us comes as a mention, and commands of other apps are nothing."""
    written = str(event.get("text", ""))
    if _after_mention(written, me) is not None:
        return None
    if event.get("files"):
        heard = [one for one in _shared(event) if one.file is not None and one.what in ("photo", "voice")]
    else:
        said = Said(as_typed(written, event.get("blocks")), message=str(event.get("ts", "")))
        heard = [said] if said.text.strip() and not said.text.startswith("/") else []
    if not heard:
        return None
    return Heard(source, user, channel_place(me, event["channel"]), heard[0], beside=tuple(heard[1:]))


def _edit(event: Body, source: str, me: Me) -> Heard | None:
    """An edit of words. Slack tells the same way of replies and of previews; the words are then as they were."""
    new, old = event.get("message", {}), event.get("previous_message", {})
    user = _person(new, me)
    if not user or "edited" not in new or new.get("text") == old.get("text"):
        return None
    words = as_typed(str(new.get("text", "")), new.get("blocks"))
    return Heard(source, user, _where(event, user, me), Edited(words, str(new.get("ts", ""))))


def _deletion(event: Body, source: str, me: Me) -> Heard | None:
    """A message that is deleted; by whomever, it was its writer's."""
    old = event.get("previous_message", {})
    user = _person(old, me)
    gone = Edited(message=str(old.get("ts", "")), gone=True)
    return Heard(source, user, _where(event, user, me), gone) if user else None


_CHANGES: Mapping[str, Callable[[Body, str, Me], Heard | None]] = {
    "message_changed": _edit,
    "message_deleted": _deletion,
}


def _where(event: Body, user: str, me: Me) -> Place:
    """Where a message stands that has changed."""
    return channel_place(me, event["channel"]) if event.get("channel_type") in _CHANNELS else private_chat(me, user)


def _said(event: Body, me: Me) -> Sequence[Update]:
    if event.get("files"):
        return _shared(event)
    written = str(event.get("text", ""))
    unaddressed = _after_mention(written, me)
    text = as_typed(written if unaddressed is None else unaddressed, event.get("blocks"))
    return [_meant(text.strip()) or Said(text, message=str(event.get("ts", "")))]


def _shared(event: Body) -> list[Said]:
    """The files of a message; those that Slack keeps itself with what it takes to fetch them.

    What was written beside pictures or voice notes is the caption of the first.
    """
    caption, number = as_typed(str(event.get("text", "")), event.get("blocks")), str(event.get("ts", ""))
    return [_file(file, "" if n else caption, number) for n, file in enumerate(event["files"])]


def _file(file: Body, caption: str, number: str) -> Said:
    kind = str(file.get("mimetype", ""))
    what = next((what for start, what in _FILES if kind.startswith(start)), "file")
    words = "" if what == "file" else caption
    if what == "other" or not file.get("id") or file.get("is_external"):
        return Said(words, what, None, number)
    handle = FileHandle(str(file["id"]), str(file.get("name") or ""), kind, int(file.get("size") or 0))
    return Said(words, what, handle, number)


def _meant(text: str) -> Command | None:
    """`/rsvp yes`, `sfat rsvp yes` and `/sfat rsvp yes` are commands, a stroke alone asks for help; None for others."""
    first, _, rest = text.partition(" ")
    if first.casefold() in (_OURS, COMMAND):
        return command_in(rest)
    typed = meant_as_command(text)
    return Command(typed.name or "help", typed.words) if typed else None


def _mentioned(event: Body, source: str, me: Me) -> Heard | None:
    """`@sfat …` in a channel, said to us; elsewhere in a text it is talk among people; edits are not read."""
    user, written = _person(event, me), _after_mention(str(event.get("text", "")), me)
    if not user or written is None or "edited" in event:
        return None
    words = command_in(as_typed(written, event.get("blocks")))
    return Heard(source, user, channel_place(me, event["channel"], thread_of(event)), words)


def _after_mention(text: str, me: Me) -> str | None:
    """What follows when a text begins by naming us; None when it does not."""
    found = re.match(rf"\s*<@{re.escape(me.user)}(?:\|[^>]*)?>[\s:,]*", text)
    return text[found.end() :].rstrip() if found else None


def _opened_home(event: Body, source: str, me: Me) -> Heard | None:
    if event.get("tab") != HOME:
        return None
    return Heard(source, event["user"], home_page(me, event["user"]), Pressed(HOME, HOME))


def _joined(event: Body, source: str, me: Me) -> Heard | None:
    """We were put into a channel. Other people's comings and goings are their own."""
    if event["user"] != me.user:
        return None
    who = event.get("inviter") or me.user
    return Heard(source, who, channel_place(me, event["channel"]), Placed(open=True))


def _parted(event: Body, source: str, me: Me) -> Heard | None:
    return None if event["user"] != me.user else _left(event, source, me)


def _left(event: Body, source: str, me: Me, *, over: bool = False) -> Heard:
    """There is no more writing to the channel for us."""
    who = event.get("actor_id") or event.get("user") or me.user
    return Heard(source, who, channel_place(me, event["channel"]), Placed(open=False, over=over))


def _closed(event: Body, source: str, me: Me) -> Heard:
    """There is no more writing to the channel for anybody."""
    return _left(event, source, me, over=True)


def _reopened(event: Body, source: str, me: Me) -> Heard:
    who = event.get("user") or me.user
    return Heard(source, who, channel_place(me, event["channel"]), Placed(open=True), to_be_asked=True)


def _renamed(event: Body, source: str, me: Me) -> Heard:
    channel = event["channel"]
    update = Placed(open=True, title=channel.get("name", ""))
    return Heard(source, me.user, channel_place(me, channel["id"]), update, to_be_asked=True)


def _changed_user(event: Body, source: str, me: Me) -> Heard | None:
    """An account that was taken away. Other changes are learnt, not heard."""
    user = event["user"]
    if not user.get("deleted") or user.get("is_bot"):
        return None
    return Heard(source, user["id"], private_chat(me, user["id"]), Reached(open=False, over=True))


KINDS: Mapping[str, Callable[[Body, str, Me], Heard | None]] = {
    "message": _message,
    "app_mention": _mentioned,
    "app_home_opened": _opened_home,
    "member_joined_channel": _joined,
    "member_left_channel": _parted,
    **dict.fromkeys(("channel_left", "group_left"), _left),
    **dict.fromkeys(("channel_archive", "channel_deleted", "group_archive", "group_deleted"), _closed),
    **dict.fromkeys(("channel_unarchive", "group_unarchive"), _reopened),
    **dict.fromkeys(("channel_rename", "group_rename"), _renamed),
    "user_change": _changed_user,
}


def _person(message: Body, me: Me) -> str:
    """Who wrote a message; "" when it was a bot, or we."""
    user = message.get("user", "")
    return "" if message.get("bot_id") or user in (me.user, _NOBODY) else str(user)
