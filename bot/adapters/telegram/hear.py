"""From a Telegram update to an envelope. What is not for us, or not a person's, is nothing."""

from dataclasses import dataclass

import telegram
from telegram.constants import ChatMemberStatus, ChatType

from bot.model.address import Account, Place
from bot.model.typed import meant_as_command, typed_command
from bot.model.update import Command, Edited, Envelope, Pressed, Reached, Said, Update

PLATFORM = "telegram"
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

_WHAT = (("voice", "voice"), ("photo", "photo"), ("sticker", "sticker"), ("animation", "other"), ("document", "file"),
         ("audio", "file"))  # fmt: skip


@dataclass(frozen=True)
class Me:
    """Who the bot is on Telegram. The username is without its @."""

    id: str
    username: str


def heard(update: telegram.Update, me: Me) -> Envelope | None:
    """The envelope for an update; None for what bots and channels say, for what only tells of the chat itself, for
    commands to other bots, and for what people say to each other in groups: that is none of our business.
    """
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query, me)
    if update.my_chat_member is not None:
        return _reached(update.update_id, update.my_chat_member, me)
    message = update.message or update.edited_message
    if message is None or message.from_user is None:
        return None
    content = _edited(message) if update.message is None else _said(message, me)
    if content is None:
        return None
    return _envelope(update.update_id, message.from_user, _place(message.chat, me, _thread(message)), content)


def _pressed(update_id: int, query: telegram.CallbackQuery, me: Me) -> Envelope | None:
    """A button under a message of ours. A message that Telegram no longer shows us still has its chat and id."""
    message = query.message
    if message is None or query.data is None:
        return None
    thread = _thread(message) if isinstance(message, telegram.Message) else ""
    press = Pressed(query.data, str(message.message_id))
    return _envelope(update_id, query.from_user, _place(message.chat, me, thread), press)


def _reached(update_id: int, change: telegram.ChatMemberUpdated, me: Me) -> Envelope | None:
    if change.chat.type != ChatType.PRIVATE:
        return None
    reached = Reached(open=change.new_chat_member.status != ChatMemberStatus.BANNED)
    return _envelope(update_id, change.from_user, _place(change.chat, me), reached)


def _edited(message: telegram.Message) -> Edited | None:
    """An edit of words. Other things are "edited" by themselves, like a position that is shared while it moves."""
    return Edited() if _private(message) and (message.text or message.caption) else None


def _said(message: telegram.Message, me: Me) -> Update | None:
    if message.text is None:
        return Said("", _what(message)) if _private(message) and message.effective_attachment else None
    command = (meant_as_command if _private(message) else typed_command)(message.text)
    if command is None:
        return Said(message.text) if _private(message) else None
    if command.bot and command.bot.casefold() != me.username.casefold():
        return None
    return Command(command.name, command.words)


def _what(message: telegram.Message) -> str:
    return next((name for attribute, name in _WHAT if getattr(message, attribute)), "other")


def _private(message: telegram.Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def _thread(message: telegram.Message) -> str:
    """The topic. Outside topics Telegram numbers mere replies too; these are no place to write to."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _place(chat: telegram.Chat, me: Me, thread: str = "") -> Place:
    return Place(PLATFORM, me.id, str(chat.id), thread, private=chat.type == ChatType.PRIVATE)


def _envelope(update_id: int, person: telegram.User, place: Place, update: Update) -> Envelope | None:
    if person.is_bot:
        return None
    account = Account(PLATFORM, place.installation, str(person.id))
    return Envelope(str(update_id), account, place, update, person.full_name, _language(person.language_code))


def _language(code: str | None) -> str:
    """ "pt-br" is "pt". Codes of three letters are left out: cut to two they would name another language."""
    language = (code or "").partition("-")[0].lower()
    return language if len(language) == 2 else ""
