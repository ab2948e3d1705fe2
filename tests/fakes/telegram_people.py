"""The people on the other side: their verbs put updates in the queue as clients do, and refuse what none can do."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.fakes.telegram_errors import Json
from tests.fakes.telegram_keyboard import Button
from tests.fakes.telegram_markup import utf16
from tests.fakes.telegram_membership import membership
from tests.fakes.telegram_world import Chat, Message, Toast, Wording, World

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?")
_ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_BLOCKED = "bot was blocked by the user"
_DEACTIVATED = "user is deactivated"


def commands(text: str) -> tuple[Json, ...]:
    """The bot_command entities of a typed text, in UTF-16 code units."""
    return tuple(
        {"type": "bot_command", "offset": utf16(text[: found.start()]), "length": utf16(found[0])}
        for found in _COMMAND.finditer(text)
    )


class Group:
    """A group or channel with the bot in it. While privacy mode is on, commands and replies to the bot reach it, other
    talk does not.
    """

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.state = chat
        self.former: list[Chat] = []

    @property
    def id(self) -> int:
        """The chat's id, the new one after a migration."""
        return self.state.id

    @property
    def chat(self) -> list[Message]:
        """The bot's messages that stand, oldest first, those before a migration included."""
        return [m for chat in (*self.former, self.state) for m in chat.of_bot(self.world.bot["id"])]

    def migrate(self, new_id: int) -> None:
        """Become a supergroup: two service messages, then 400 with `migrate_to_chat_id` for calls to the old id."""
        old, new = self.state, Chat(new_id, "supergroup", dict(self.state.names), started=True, met=True)
        new.bot_is_admin = old.bot_is_admin
        self.world.chats[new_id] = new
        self.former.append(old)
        self.state = new
        for chat, more in ((old, {"migrate_to_chat_id": new_id}), (new, {"migrate_from_chat_id": old.id})):
            notice = self.world.keep(chat, _ANONYMOUS_ADMIN, Wording(), more=more)
            self.world.updates.put("message", notice.wire())
        old.moved_to = new_id

    def removes_bot(self, by: User) -> None:
        """Somebody throws the bot out: 403 from now on."""
        self.state.closed = f"bot was kicked from the {self.state.kind} chat"
        self._makes_it("kicked", by)

    def adds_bot(self, by: User, *, as_admin: bool = False) -> None:
        """Somebody takes the bot in (again), or makes it an administrator; in a channel it can be nothing else."""
        self.state.closed = self.state.hushed = ""
        self.state.open_to_bot = self.world.reads_all
        self.state.bot_is_admin = as_admin or self.state.kind == "channel"
        self._makes_it("administrator" if self.state.bot_is_admin else "member", by)

    def hushes_bot(self, by: User) -> None:
        """Somebody takes from the bot the right to write, and leaves it in: 400 for messages from now on."""
        if self.state.kind == "channel":
            self.state.hushed = "need administrator rights in the channel chat"
            self._makes_it("administrator", by, can_post_messages=False)
        else:
            self.state.hushed = "not enough rights to send text messages to the chat"
            self._makes_it("restricted", by)

    def renames(self, title: str, by: User | None = None) -> None:
        """Somebody gives it another title; None is an administrator who does not show themselves."""
        self.state.names["title"] = title
        actor = by.wire() if by else _ANONYMOUS_ADMIN
        notice = self.world.keep(self.state, actor, Wording(), more={"new_chat_title": title})
        self.world.updates.put("channel_post" if self.state.kind == "channel" else "message", notice.wire())

    def opens_topic(self, by: User, thread: int, name: str) -> None:
        """Somebody makes a topic of a forum."""
        about: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        notice = self.world.keep(self.state, by.wire(), Wording(), thread=thread, more=about)
        self.world.updates.put("message", notice.wire())

    def _makes_it(self, status: str, by: User, **rights: bool) -> None:
        if self.state.kind == "channel" and status == "administrator":
            rights = {"can_post_messages": True} | rights
        membership(self.world, self.state, by.wire(), status, **rights)


class User:
    """A person with a private chat with the bot. `toasts` are the answers to presses that showed something."""

    def __init__(self, world: World, chat: Chat, language_code: str | None) -> None:
        self.world = world
        self.state = chat
        self.language_code = language_code
        self.toasts: list[Toast] = world.toasts.setdefault(chat.id, [])

    @property
    def id(self) -> int:
        """The person's id, and that of the private chat."""
        return self.state.id

    @property
    def chat(self) -> list[Message]:
        """The bot's messages that stand in the private chat, oldest first."""
        return self.state.of_bot(self.world.bot["id"])

    @property
    def gone(self) -> list[Message]:
        """The bot's messages that were deleted."""
        return self.state.of_bot(self.world.bot["id"], deleted=True)

    @property
    def said(self) -> list[Message]:
        """What the person wrote in private, oldest first."""
        return self.state.of_bot(self.id)

    @property
    def unanswered(self) -> list[str]:
        """Ids of presses whose button still turns its wheel."""
        asked = self.world.questions.items()
        return [number for number, one in asked if one.person == self.id and not one.answered]

    def wire(self) -> Json:
        """The person as the Bot API writes them."""
        language = {} if self.language_code is None else {"language_code": self.language_code}
        return {"id": self.id, "is_bot": False} | self.state.names | language

    def start(self, payload: str = "") -> Message:
        """Press Start, or follow `t.me/BOT?start=payload`; after a block this unblocks first, as clients do."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError(f"a deep link carries up to 64 of A-Z a-z 0-9 _ -, not {payload!r}")
        if self.state.closed == _BLOCKED:
            self.unblocks()
        self.state.started = True
        return self.says(f"/start {payload}".rstrip())

    def says(
        self, text: str, group: Group | None = None, *, reply_to: Message | None = None, thread: int | None = None
    ) -> Message:
        """Write a text; a typed /start opens the chat, anything else needs it open."""
        if not text.strip():
            raise ValueError("no client sends an empty text")
        if text.startswith("/start") and not self.state.closed and group is None:
            self.state.started = True
        words = Wording(text, text, commands(text))
        return self._sends(words, group, reply_to=reply_to, thread=thread)

    def sends_voice(self, seconds: int = 3, content: bytes = b"OggS voice", group: Group | None = None) -> Message:
        """Send a voice note of that many seconds."""
        return self._attaches("voice", "voice.oga", "audio/ogg", content, {"duration": seconds}, "", group)

    def sends_photo(self, caption: str = "", content: bytes = b"\xff\xd8 photo", group: Group | None = None) -> Message:
        """Send a picture, which arrives in two sizes."""
        size = {"width": 1280, "height": 960}
        return self._attaches("photo", "photo.jpg", "image/jpeg", content, size, caption, group)

    def sends_sticker(self, emoji: str = "👍", group: Group | None = None) -> Message:
        """Send a sticker."""
        more = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": emoji}
        return self._attaches("sticker", "sticker.webp", "image/webp", b"RIFF sticker", more, "", group)

    def sends_document(
        self, name: str, content: bytes, mime: str = "text/plain", caption: str = "", group: Group | None = None
    ) -> Message:
        """Send a file."""
        return self._attaches("document", name, mime, content, {}, caption, group)

    def edits(self, message: Message, text: str) -> None:
        """Change a text the person wrote."""
        self._may_act(message.chat)
        if message.author["id"] != self.id:
            raise ValueError("people can only edit what they wrote themselves")
        message.wording = Wording(text, text, commands(text))
        message.edited, message.edits = int(time.time()), message.edits + 1
        if message.chat.kind == "private" or self._reaches_bot(message):
            self.world.updates.put("edited_message", message.wire())

    def deletes(self, message: Message) -> None:
        """Delete a message for both sides, the bot's too; no update tells the bot."""
        message.deleted = True

    def press(self, button: str, message: Message | None = None, group: Group | None = None) -> str:
        """Press the button with that label (or data) in `message`, else in the newest one with it; the query's id."""
        found, holder = self._look_up(button, message, group)
        if found.data is None:
            raise ValueError(f"{button!r} opens or copies something; the bot hears nothing of it")
        return self.press_data(found.data, holder)

    def press_data(self, data: str, message: Message) -> str:
        """Send any callback data for a message, as a forged client can; the query's id."""
        self._may_act(message.chat)
        self._is_met(message.chat)
        number = self.world.ask(self.id)
        query = {"id": number, "from": self.wire(), "message": message.wire(), "chat_instance": str(message.chat.id)}
        self.world.updates.put("callback_query", query | {"data": data})
        return number

    def opens(self, button: str, message: Message | None = None, group: Group | None = None) -> str:
        """Follow a link button; one to the bot itself starts it with the payload. The link."""
        found, _ = self._look_up(button, message, group)
        if found.url is None:
            raise ValueError(f"{button!r} is no link")
        link = re.match(rf"(?i)https://t\.me/{re.escape(self.world.bot['username'])}(?:\?start=(.*))?$", found.url)
        if link:
            self.start(link[1] or "")
        return found.url

    def follows_toast(self) -> Message:
        """Go where the answer to the last press led, into the bot's own chat, and press Start there."""
        link = re.fullmatch(r"(?i)https://t\.me/\w+\?start=([\w-]{1,64})", self.toasts[-1].url)
        if link is None:
            raise ValueError(f"the last answer leads nowhere: {self.toasts[-1]}")
        return self.start(link[1])

    def blocks(self) -> None:
        """Block the bot: a my_chat_member update, then 403."""
        self.state.closed = _BLOCKED
        membership(self.world, self.state, self.wire(), "kicked")

    def unblocks(self) -> None:
        """Let the bot in again."""
        self.state.closed = ""
        membership(self.world, self.state, self.wire(), "member")

    def deletes_account(self) -> None:
        """Leave Telegram: no update, only 403 from now on."""
        self.state.closed = _DEACTIVATED

    def _look_up(self, button: str, message: Message | None, group: Group | None) -> tuple[Button, Message]:
        messages = [message] if message else list(reversed((group or self).chat))
        for candidate in messages:
            if found := candidate.button(button):
                return found, candidate
        raise LookupError(f"no button {button!r}; there are {[m.labels for m in messages if m.buttons]}")

    def _attaches(
        self, kind: str, name: str, mime: str, content: bytes, about: Json, caption: str, group: Group | None
    ) -> Message:
        document = self.world.file(name, mime, content, kind)
        self.world.files[document.file_id] = document
        known = document.wire() | about
        if kind in ("photo", "sticker"):
            known = {key: value for key, value in known.items() if key not in ("file_name", "mime_type")}
        small = known | {"width": 320, "height": 240}
        return self._sends(Wording(caption, caption), group, more={kind: [small, known] if kind == "photo" else known})

    def _sends(self, words: Wording, group: Group | None, **parts: Any) -> Message:
        chat = group.state if group else self.state
        self._may_act(chat)
        self._is_met(chat)
        message = self.world.keep(chat, self.wire(), words, **parts)
        if group is None or self._reaches_bot(message):
            self.world.updates.put("message", message.wire())
        return message

    def _reaches_bot(self, message: Message) -> bool:
        """Privacy mode: a command for this bot or for any, a reply to the bot; or the bot is an administrator, or the
        mode was off when it came in."""
        name = f"@{self.world.bot['username']}".lower()
        command = _COMMAND.match(message.text)
        to_bot = command is not None and ("@" not in command[0] or command[0].lower().endswith(name))
        reply = message.reply_to is not None and message.reply_to.author["id"] == self.world.bot["id"]
        return to_bot or reply or message.chat.bot_is_admin or message.chat.open_to_bot

    def _may_act(self, chat: Chat) -> None:
        if self.state.closed == _DEACTIVATED:
            raise RuntimeError("a deleted account does nothing")
        if chat.closed or not chat.started:
            raise RuntimeError("a client cannot write here: never started, blocked, or without the bot")

    def _is_met(self, chat: Chat) -> None:
        if chat is not self.state:
            self.state.met = True
