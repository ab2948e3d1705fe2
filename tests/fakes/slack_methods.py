"""The methods the fake knows: what each does, of which scopes it wants one, and its tier of calls a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes import slack_chat, slack_conversations, slack_files
from tests.fakes.slack_errors import Json
from tests.fakes.slack_params import Params
from tests.fakes.slack_views import Views
from tests.fakes.slack_world import World

Call = Callable[[World, Params], Json]


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is needed, none means any token. `tier` 0 is special, None is counted elsewhere."""

    call: Call
    scopes: tuple[str, ...]
    tier: int | None
    app_token: bool = False


_OPENS = ("im:write", "mpim:write", "channels:manage", "groups:write")


def methods(views: Views, connect: Call) -> dict[str, Method]:
    """All methods by name."""
    write, read_files = ("chat:write",), ("files:read",)
    return {
        "apps.connections.open": Method(connect, (), 3, app_token=True),
        "auth.test": Method(slack_conversations.auth_test, (), 0),
        "bots.info": Method(slack_conversations.bots_info, ("users:read",), 3),
        "chat.delete": Method(slack_chat.delete, write, 3),
        "chat.getPermalink": Method(slack_chat.get_permalink, (), 0),
        "chat.postEphemeral": Method(slack_chat.post_ephemeral, write, 4),
        "chat.postMessage": Method(slack_chat.post_message, write, None),
        "chat.update": Method(slack_chat.update, write, 3),
        "conversations.history": Method(slack_conversations.history, (), 3),
        "conversations.info": Method(slack_conversations.info, (), 3),
        "conversations.join": Method(slack_conversations.join, ("channels:join",), 3),
        "conversations.list": Method(slack_conversations.listed, (), 2),
        "conversations.members": Method(slack_conversations.members, (), 4),
        "conversations.open": Method(slack_conversations.open_conversation, _OPENS, 3),
        "conversations.replies": Method(slack_conversations.replies, (), 3),
        "files.completeUploadExternal": Method(slack_files.complete_upload, ("files:write",), 4),
        "files.getUploadURLExternal": Method(slack_files.get_upload_url, ("files:write",), 4),
        "files.info": Method(slack_files.info, read_files, 4),
        "reactions.add": Method(slack_chat.add_reaction, ("reactions:write",), 3),
        "users.info": Method(slack_conversations.user_info, ("users:read",), 4),
        "users.lookupByEmail": Method(slack_conversations.lookup_by_email, ("users:read.email",), 3),
        "views.open": Method(views.open, (), 4),
        "views.publish": Method(views.publish, (), 4),
        "views.push": Method(views.push, (), 4),
        "views.update": Method(views.update, (), 4),
    }
