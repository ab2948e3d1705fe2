"""auth.test, conversations.*, users.*, bots.info."""

from __future__ import annotations

from collections.abc import Iterable

from tests.fakes.slack_errors import Json, luck, missing_scope, wrong
from tests.fakes.slack_members import APP, BOT, BOT_USER, TEAM, TEAM_DOMAIN
from tests.fakes.slack_params import Params
from tests.fakes.slack_things import Channel, Message
from tests.fakes.slack_world import World

_FAMILY = {"channel": "channels", "group": "groups", "im": "im"}
_KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def need(world: World, channel: Channel, right: str) -> None:
    """Which scope a method needs depends on the kind of conversation. Raises missing_scope."""
    scope = f"{_FAMILY[channel.kind]}:{right}"
    if scope not in world.scopes:
        raise missing_scope(scope, world.scopes)
    world.used_scopes.add(scope)


def auth_test(world: World, params: Params) -> Json:
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": "Sfat Test",
        "user": world.bot.handle,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def bots_info(world: World, params: Params) -> Json:
    if params.text("bot") not in ("", BOT):
        raise wrong("bot_not_found")
    about: Json = {"id": BOT, "deleted": False, "name": world.bot.name, "user_id": BOT_USER, "app_id": APP, "icons": {}}
    return {"bot": about | {"updated": 1_700_000_000}}


def open_conversation(world: World, params: Params) -> Json:
    """conversations.open: resume by `channel`, or begin with one of `users`; group IMs are not played here."""
    if params.has("channel"):
        channel = world.channel(params)
        if channel.kind != "im":
            raise wrong("method_not_supported_for_channel_type")
        return {"channel": channel.wire() if params.flag("return_im") else {"id": channel.id}}
    users = [user for user in params.text("users").split(",") if user]
    if not users:
        raise wrong("users_list_not_supplied")
    if len(users) > 1:
        raise wrong("too_many_users" if len(users) > 8 else "method_not_supported_for_channel_type")
    member = world.member(Params({"user": users[0]}))
    if member.is_bot:
        raise wrong("cannot_dm_bot")
    if member.deleted:
        raise luck("user_disabled")
    known = any(channel.with_user == member.id for channel in world.channels.values())
    channel = world.im(member.id)
    about = channel.wire() if params.flag("return_im") else {"id": channel.id}
    return ({"no_op": True, "already_open": True} if known else {}) | {"channel": about}


def info(world: World, params: Params) -> Json:
    channel = world.channel(params)
    need(world, channel, "read")
    about = channel.wire()
    if not params.flag("include_num_members"):
        about.pop("num_members", None)
    if params.flag("include_locale"):
        about["locale"] = "en-US"
    return {"channel": about}


def join(world: World, params: Params) -> Json:
    channel = world.channel(params)
    if channel.kind != "channel":
        raise wrong("method_not_supported_for_channel_type")
    if channel.archived:
        raise luck("is_archived")
    if channel.has_bot:
        return {"channel": channel.wire(), "warning": "already_in_channel"}
    channel.members.add(BOT_USER)
    joined: Json = {"type": "member_joined_channel", "user": BOT_USER, "channel": channel.id, "channel_type": "C"}
    world.happens(joined | {"team": TEAM, "event_ts": world.ts()}, channel)
    return {"channel": channel.wire()}


def members(world: World, params: Params) -> Json:
    channel = world.channel(params)
    need(world, channel, "read")
    if channel.kind == "group" and not channel.has_bot:
        raise luck("channel_not_found")
    return _page("members", sorted(channel.members), params)


def listed(world: World, params: Params) -> Json:
    """conversations.list: `types` public_channel unless told; private ones only with the bot in them."""
    kinds = [_KINDS.get(kind.strip()) for kind in (params.text("types") or "public_channel").split(",")]
    if None in kinds:
        raise wrong("invalid_types")
    for kind in kinds:
        scope = f"{_FAMILY.get(str(kind), 'mpim')}:read"
        if scope not in world.scopes:
            raise missing_scope(scope, world.scopes)
        world.used_scopes.add(scope)
    found = [
        channel.wire()
        for channel in world.channels.values()
        if channel.kind in kinds
        and not channel.deleted
        and (channel.kind == "channel" or channel.has_bot)
        and not (channel.archived and params.flag("exclude_archived"))
    ]
    return _page("channels", found, params)


def history(world: World, params: Params) -> Json:
    """conversations.history, newest first."""
    channel = _readable(world, params)
    spoken = [one for one in reversed(channel.messages.values()) if one.thread_ts in (None, one.ts)]
    return _page("messages", _told(spoken, params), params)


def replies(world: World, params: Params) -> Json:
    """conversations.replies: the parent, whenever it was said, and its thread, oldest first."""
    channel, ts = _readable(world, params), params.needed("ts")
    parent = channel.messages.get(ts)
    if parent is None or parent.deleted or parent.only_for is not None:
        raise wrong("thread_not_found") if parent is None else luck("thread_not_found")
    thread = [one for one in channel.messages.values() if one.thread_ts == ts and one is not parent]
    return _page("messages", [*_told([parent], Params({})), *_told(thread, params)], params)


def _readable(world: World, params: Params) -> Channel:
    channel = world.channel(params)
    need(world, channel, "history")
    if not channel.has_bot:
        raise luck("not_in_channel")
    return channel


def _told(messages: Iterable[Message], params: Params) -> list[Json]:
    """Those that stand within the times asked for; their metadata only when that is asked for too."""
    oldest, latest = params.text("oldest") or "0", params.text("latest") or "9"
    edges = {oldest, latest} if params.flag("inclusive") else set()
    standing = [
        message.wire()
        for message in messages
        if not message.deleted and message.only_for is None
        if oldest < message.ts < latest or message.ts in edges
    ]
    if not params.flag("include_all_metadata"):
        for message in standing:
            message.pop("metadata", None)
    return standing


def _page(name: str, found: list[Json] | list[str], params: Params) -> Json:
    limit, start = params.number("limit", 100), params.number("cursor", 0)
    if not 1 <= limit <= 1000:
        raise wrong("invalid_limit")
    following = str(start + limit) if start + limit < len(found) else ""
    return {
        name: found[start : start + limit],
        "has_more": bool(following),
        "response_metadata": {"next_cursor": following},
    }


def user_info(world: World, params: Params) -> Json:
    member = world.member(params)
    email = "users:read.email" in world.scopes
    if email:
        world.used_scopes.add("users:read.email")
    return {"user": member.wire(email=email, locale=params.flag("include_locale"))}


def lookup_by_email(world: World, params: Params) -> Json:
    """users.lookupByEmail: deactivated people and strangers are not found."""
    asked = params.needed("email").lower()
    for member in world.members.values():
        if member.email.lower() == asked and not member.deleted and not member.stranger and not member.is_bot:
            return {"user": member.wire(email=True)}
    raise luck("users_not_found")
