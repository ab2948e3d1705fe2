"""From a Telegram update to an envelope. What is not for us, or not a person's, is nothing."""

import re
from dataclasses import dataclass

import telegram
from telegram.constants import ChatMemberStatus, ChatType

from bot.model.address import Account, Place
from bot.model.typed import meant_as_command, typed_command
from bot.model.update import Command, Continues, Edited, Envelope, FileHandle, Placed, Pressed, Reached, Said, Update

PLATFORM = "telegram"

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WHAT = (("voice", "voice"), ("photo", "photo"), ("sticker", "sticker"), ("animation", "other"), ("document", "file"),
         ("audio", "file"))  # fmt: skip


@dataclass(frozen=True)
class Me:
    """Who the bot is on Telegram. The username is without its @.

    `reads_all`: privacy mode is off, so that what people say in groups is brought to it wherever it is a member; else
    only where it is an administrator.
    """

    id: str
    username: str
    reads_all: bool = False

    def link(self, token: str) -> str:
        """The address that opens the bot's chat with a token; "" while its name is not known."""
        return f"https://t.me/{self.username}?start={token}" if self.username else ""

    def is_opened_by(self, link: str) -> bool:
        """Whether the link opens the bot's chat with a token."""
        start = self.link("")
        return bool(start) and link.startswith(start) and _TOKEN.fullmatch(link, len(start)) is not None


def heard(update: telegram.Update, me: Me) -> Envelope | None:
    """The envelope for an update; None for what bots and channels say, for what is new in a chat but is nothing to us,
    and for commands to other bots. What people say to each other in groups, in words, pictures and voice notes, is
    heard as far as Telegram brings it; whoever takes it from here keeps only what a feature listens for.
    """
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query, me)
    if update.my_chat_member is not None:
        return _let_in_or_out(update.update_id, update.my_chat_member, me)
    message = update.message or update.edited_message
    if message is None or message.from_user is None:
        return None
    if update.message is not None and (news := _news_of_the_group(message)) is not None:
        return _envelope(update.update_id, message.from_user, _place(message.chat, me, _thread(message)), news)
    if not _private(message) and (message.sender_chat is not None or message.via_bot is not None):
        return None  # a channel's post that is shown in its group, or what another bot has put into somebody's mouth
    content = _edited(message) if update.message is None else _said(message, me)
    if content is None:
        return None
    return _of_a_person(update.update_id, message.from_user, _place(message.chat, me, _thread(message)), content)


def _pressed(update_id: int, query: telegram.CallbackQuery, me: Me) -> Envelope | None:
    """A button under a message of ours. A message that Telegram no longer shows us still has its chat and id."""
    message = query.message
    if message is None or query.data is None:
        return None
    thread = _thread(message) if isinstance(message, telegram.Message) else ""
    press = Pressed(query.data, str(message.message_id))
    return _of_a_person(update_id, query.from_user, _place(message.chat, me, thread), press)


def _let_in_or_out(update_id: int, change: telegram.ChatMemberUpdated, me: Me) -> Envelope | None:
    """A person has blocked the bot or lets it in again; or somebody has put it into a group, or taken it out."""
    place, now = _place(change.chat, me), change.new_chat_member
    if place.private:
        return _of_a_person(update_id, change.from_user, place, Reached(open=now.status != ChatMemberStatus.BANNED))
    hears = me.reads_all or now.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
    placed = Placed(open=_may_write(now, change.chat), title=change.chat.title or "", hears=hears)
    return _envelope(update_id, change.from_user, place, placed)


def _may_write(member: telegram.ChatMember, chat: telegram.Chat) -> bool:
    """Whether the bot, being this in the chat, can write there. In a channel only those who may post can."""
    if isinstance(member, telegram.ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    if chat.type == ChatType.CHANNEL:
        return isinstance(member, telegram.ChatMemberAdministrator) and member.can_post_messages is not False
    return member.status in (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


def _news_of_the_group(message: telegram.Message) -> Placed | Continues | None:
    """A service message that concerns us: another title; or the group, now a supergroup, tells what its id was.

    That the old group has a successor is told there as well, and is nothing: the successor's word is enough.
    """
    if message.new_chat_title:
        return Placed(open=True, title=message.new_chat_title)
    topic = message.forum_topic_created or message.forum_topic_edited
    if topic is not None and topic.name:
        return Placed(open=True, title=f"{message.chat.title or ''} › {topic.name}".removeprefix(" › "))
    if message.migrate_from_chat_id is not None:
        return Continues(str(message.migrate_from_chat_id))
    return None


def _edited(message: telegram.Message) -> Edited | None:
    """An edit of words. Other things are "edited" by themselves, like a position that is shared while it moves."""
    text = message.text or message.caption
    return Edited(text, str(message.message_id)) if text else None


def _said(message: telegram.Message, me: Me) -> Update | None:
    if message.text is None:
        sent = _sent(message) if message.effective_attachment else None
        return sent if sent is not None and (_private(message) or _shows_or_tells(sent)) else None
    command = (meant_as_command if _private(message) else typed_command)(message.text)
    if command is None and not _private(message) and message.text.startswith("/"):
        return None
    if command is None:
        return Said(message.text, message=str(message.message_id))
    if command.bot and command.bot.casefold() != me.username.casefold():
        return None
    return Command(command.name, command.words)


def _sent(message: telegram.Message) -> Said:
    """Something that is no text; a document, and a picture or a voice note with its caption, with what it takes to
    fetch it."""
    what, number = _what(message), str(message.message_id)
    if what == "photo":
        largest = message.photo[-1]
        picture = FileHandle(largest.file_id, f"photo-{number}.jpg", "image/jpeg", largest.file_size or 0)
        return Said(message.caption or "", what, picture, number)
    if message.voice is not None:
        voice = message.voice
        note = FileHandle(voice.file_id, f"voice-{number}.ogg", voice.mime_type or "audio/ogg", voice.file_size or 0)
        return Said(message.caption or "", what, note, number)
    document = message.document if what == "file" else None
    if document is None:
        return Said("", what)
    kind = document.mime_type or ""
    handle = FileHandle(document.file_id, document.file_name or "", kind, document.file_size or 0)
    if kind.startswith("image/"):  # sent as a file, so that it is not made smaller
        return Said(message.caption or "", "photo", handle, number)
    return Said("", what, handle)


def _shows_or_tells(said: Said) -> bool:
    """A picture or a voice note, which may stand for words in a group; whatever else is sent there is not for us."""
    return said.file is not None and said.what in ("photo", "voice")


def _what(message: telegram.Message) -> str:
    return next((name for attribute, name in _WHAT if getattr(message, attribute)), "other")


def _private(message: telegram.Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def _thread(message: telegram.Message) -> str:
    """The topic. Outside topics Telegram numbers mere replies too; these are no place to write to."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _place(chat: telegram.Chat, me: Me, thread: str = "") -> Place:
    return Place(PLATFORM, me.id, str(chat.id), thread, private=chat.type == ChatType.PRIVATE)


def _of_a_person(update_id: int, person: telegram.User, place: Place, update: Update) -> Envelope | None:
    """Nothing when it was a bot."""
    return None if person.is_bot else _envelope(update_id, person, place, update)


def _envelope(update_id: int, actor: telegram.User, place: Place, update: Update) -> Envelope:
    """Whoever did it. For administrators who do not show themselves Telegram names a bot of its own."""
    account = Account(PLATFORM, place.installation, str(actor.id))
    return Envelope(str(update_id), account, place, update, actor.full_name, _language(actor.language_code))


def _language(code: str | None) -> str:
    """ "pt-br" is "pt". Codes of three letters are left out: cut to two they would name another language."""
    language = (code or "").partition("-")[0].lower()
    return language if len(language) == 2 else ""
