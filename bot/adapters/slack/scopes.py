"""What we may ask of Slack, and why: the scopes of every method we call and of every event we hear.

The manifests in `deploy/` ask for these and no more; a test compares them with what the code calls.
"""

from collections.abc import Mapping

# Slack, "Facts" of each method; several scopes where it depends on the kind of conversation. `views.*` take any token.
METHODS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("im:history",),  # in channels with the scopes of message.channels and message.groups
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": (),  # in threads of channels, with the same
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "users.info": ("users:read", "users:read.email"),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
# With the app token, whose only scope is connections:write.
APP_METHODS = ("apps.connections.open",)
# Slack, "Events": the scope each needs.
EVENTS: Mapping[str, str] = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_rename": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "group_rename": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "tokens_revoked": "",
    "user_change": "users:read",
}
# With these Slack brings us what people say in channels we are in.
HISTORIES = frozenset({"channels:history", "groups:history"})
# The slash command and the message shortcut.
COMMANDS = "commands"

_OF_METHODS = {scope for needed in METHODS.values() for scope in needed}
SCOPES = frozenset({COMMANDS, *_OF_METHODS, *EVENTS.values()} - {""})
