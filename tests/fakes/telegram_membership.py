"""What the bot is in a chat, and the update that tells it."""

from __future__ import annotations

import time

from tests.fakes.telegram_errors import Json
from tests.fakes.telegram_world import Chat, World

_ADMINISTRATOR = (
    "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
_RESTRICTED = (
    "can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls", "can_send_audios",
    "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes",
    "can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_edit_tag",
    "can_react_to_messages",
)  # fmt: skip


def membership(world: World, chat: Chat, by: Json, status: str, **rights: bool) -> None:
    """A my_chat_member update: what the bot is in a chat from now on, by whose hand."""
    before = chat.membership or _member(world, "left" if status in ("member", "administrator") else "member", {})
    chat.membership = _member(world, status, rights)
    change = {"chat": chat.wire(), "from": by, "date": int(time.time())}
    world.updates.put("my_chat_member", change | {"old_chat_member": before, "new_chat_member": chat.membership})


def _member(world: World, status: str, rights: dict[str, bool]) -> Json:
    """The bot as a member of a chat, as the Bot API writes it."""
    member: Json = {"status": status, "user": world.bot} | rights
    if status == "kicked":
        return member | {"until_date": 0}
    if status == "restricted":
        return member | dict.fromkeys(_RESTRICTED, False) | {"is_member": True, "until_date": 0}
    if status == "administrator":
        return dict.fromkeys(_ADMINISTRATOR, False) | {"can_be_edited": False} | member
    return member
