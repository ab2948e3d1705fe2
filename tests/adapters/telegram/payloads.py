"""Updates as Telegram writes them, and what becomes of them."""

from typing import Any

import telegram

from bot.adapters.telegram.hear import Me, heard
from bot.model.update import Envelope, Update

ME = Me("7", "Sfat_Bot")
ANA = {"id": 11, "is_bot": False, "first_name": "Ana", "last_name": "Pop", "language_code": "ro-RO"}
PRIVATE = {"id": 11, "type": "private", "first_name": "Ana"}
GROUP = {"id": -1005, "type": "supergroup", "title": "Lab", "is_forum": True}
FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = FILE | {"width": 1, "height": 1}
DOCUMENT = FILE | {"file_name": "a.pdf"}
CHANNEL = {"id": -1003, "type": "channel", "title": "Noutăți"}
NOBODY = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
MEMBER = {"user": {"id": 7, "is_bot": True, "first_name": "Sfat"}}
RIGHTS = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
          "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
          "can_edit_stories", "can_delete_stories")  # fmt: skip
LIMITS = ("can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls",
          "can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios",
          "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes",
          "can_edit_tag", "can_react_to_messages")  # fmt: skip


def message(chat: dict[str, Any] = PRIVATE, by: dict[str, Any] = ANA, **parts: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 0, "chat": chat, "from": by} | parts


def query(**parts: Any) -> dict[str, Any]:
    return {"id": "1", "from": ANA, "chat_instance": "1"} | parts


def hear(**update: Any) -> Envelope | None:
    parsed = telegram.Update.de_json({"update_id": 99} | update, None)
    return heard(parsed, ME)


def told(envelope: Envelope | None) -> Update | None:
    return envelope.update if envelope else None


def change(chat: dict[str, Any], status: str, by: dict[str, Any] = ANA, **rights: Any) -> dict[str, Any]:
    """The bot becomes something in a chat, by somebody's hand."""
    parts: dict[str, dict[str, Any]] = {
        "kicked": {"until_date": 0},
        "administrator": dict.fromkeys(RIGHTS, False),
        "restricted": dict.fromkeys(LIMITS, False) | {"is_member": True, "until_date": 0},
    }
    new = MEMBER | {"status": status} | parts.get(status, {}) | rights
    return {"chat": chat, "from": by, "date": 0, "old_chat_member": MEMBER | {"status": "left"}, "new_chat_member": new}
