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
    "conversations.history": ("im:history",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": (),  # in threads of channels, if the operator has added channels:history or groups:history
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
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
    "message.im": "im:history",
    "tokens_revoked": "",
    "user_change": "users:read",
}
# The slash command and the message shortcut.
COMMANDS = "commands"

_OF_METHODS = {scope for needed in METHODS.values() for scope in needed}
SCOPES = frozenset({COMMANDS, *_OF_METHODS, *EVENTS.values()} - {""})
