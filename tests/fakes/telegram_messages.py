"""sendMessage, the edits, deleteMessage and answerCallbackQuery."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

from telegram.constants import CallbackQueryLimit, MessageLimit

from tests.fakes.telegram_errors import Json, bad_luck, bad_request
from tests.fakes.telegram_keyboard import Keyboard, keyboard
from tests.fakes.telegram_markup import HtmlReader, utf16
from tests.fakes.telegram_params import Params
from tests.fakes.telegram_world import Chat, Message, Toast, Wording, World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def wording(params: Params, name: str = "text", entities: str = "entities") -> Wording:
    """The text or caption of a request, parsed. Raises 400 for wrong mark-up; length and emptiness are the caller's."""
    sent, mode = params.text(name), params.text("parse_mode").lower()
    if mode == "html":
        reader = HtmlReader(sent).read()
        return _trimmed(Wording(reader.text, sent, tuple(reader.entities)))
    if mode:
        raise bad_request("unsupported parse_mode")  # the server also reads Markdown; our house does not write it
    given = params.tree(entities) or []
    for entity in given:
        _check_entity(entity, utf16(sent))
    return _trimmed(Wording(sent, sent, tuple(given)))


def _check_entity(entity: Json, length: int) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start < 0:
        raise bad_request(f"receive an entity with incorrect offset {start}")
    if start >= length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
        )


def _trimmed(words: Wording) -> Wording:
    """White space around a text does not reach the reader."""
    text = words.text.strip()
    if text == words.text:
        return words
    before, length = utf16(words.text) - utf16(words.text.lstrip()), utf16(text)
    moved = []
    for entity in words.entities:
        start = max(0, entity["offset"] - before)
        end = min(length, entity["offset"] - before + entity["length"])
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return replace(words, text=text, entities=tuple(moved))


def _words(params: Params, too_long: str) -> Wording:
    if not params.text("text"):
        raise bad_request("message text is empty")
    words = wording(params)
    if not words.text:
        raise bad_request("text must be non-empty")
    if len(words.text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request(too_long)
    return words


def place(world: World, params: Params, words: Wording, **parts: Any) -> Json:
    """Send into a chat what has been found right: markup, chat, thread, reply and pace are checked here."""
    if params.flag("allow_paid_broadcast"):
        raise bad_request("FLOODSKIP_NOT_ALLOWED")
    markup = keyboard(params)
    chat = world.writable(params)
    thread = params.number("message_thread_id") or None
    if thread is not None and chat.kind == "private":
        raise bad_request("message thread not found")
    answered = _answered(chat, params)
    world.rates.take(chat.id)
    message = world.keep(chat, world.bot, words, keyboard=markup, thread=thread, reply_to=answered, **parts)
    return message.wire()


def _answered(chat: Chat, params: Params) -> Message | None:
    reply = params.tree("reply_parameters")
    if reply is None and params.has("reply_to_message_id"):
        reply = {"message_id": params.number("reply_to_message_id")}
    if reply is None:
        return None
    if "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    message = chat.messages.get(int(reply["message_id"]))
    if (message is None or message.deleted) and not reply.get("allow_sending_without_reply"):
        raise _missing(message, "message to be replied not found")
    return None if message is None or message.deleted else message


def _missing(message: Message | None, why: str) -> Exception:
    """A message that was deleted is bad luck; one that never was is the client's invention."""
    return bad_request(why) if message is None else bad_luck(why)


def send_message(world: World, params: Params) -> Json:
    return place(world, params, _words(params, "message is too long"))


def _editable(world: World, params: Params) -> Message:
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.writable(params)
    message = chat.messages.get(params.number("message_id"))
    if message is None or message.deleted:
        raise _missing(message, "message to edit not found")
    if message.author["id"] != world.bot["id"] or (message.keyboard and not message.keyboard.inline):
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, words: Wording, markup: Keyboard | None) -> Json:
    if markup is not None and not markup.inline:
        raise bad_request("inline keyboard expected")
    world.rates.take(message.chat.id)
    same = (message.text, message.wording.entities) == (words.text, words.entities)
    if same and (message.keyboard.raw if message.keyboard else None) == (markup.raw if markup else None):
        raise bad_luck(_NOT_MODIFIED)
    message.wording, message.keyboard = words, markup
    message.edits += 1
    message.edited = int(time.time())
    return message.wire()


def edit_message_text(world: World, params: Params) -> Json:
    words, markup = _words(params, "MESSAGE_TOO_LONG"), keyboard(params)
    message = _editable(world, params)
    if message.documents:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, words, markup)


def edit_message_caption(world: World, params: Params) -> Json:
    words, markup = caption(params), keyboard(params)
    message = _editable(world, params)
    if not message.documents:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, words, markup)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    markup, message = keyboard(params), _editable(world, params)
    return _edit(world, message, message.wording, markup)


def caption(params: Params) -> Wording:
    """The caption of a file, at most 1024 characters after parsing."""
    words = wording(params, "caption", "caption_entities")
    if len(words.text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return words


def delete_message(world: World, params: Params) -> bool:
    chat = world.writable(params)
    message = chat.messages.get(params.number("message_id"))
    if message is None or message.deleted:
        raise _missing(message, "message to delete not found")
    if chat.kind != "private" and message.author["id"] != world.bot["id"] and not chat.bot_is_admin:
        raise bad_request("message can't be deleted")
    message.deleted = True
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """One answer a press, within 150 seconds: a text, or a link into the bot's own chat; other links are for games.

    It takes nothing from the rates.
    """
    question = world.questions.get(params.text("callback_query_id"))
    text, url = params.text("text"), params.text("url")
    if question is None:
        raise bad_request(_TOO_OLD)
    if len(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not re.match(rf"(?i)(https://)?t\.me/{re.escape(world.bot['username'])}\?start=[\w-]{{1,64}}$", url):
        raise bad_request("URL_INVALID")
    if question.answered or world.expired(question):
        raise bad_luck(_TOO_OLD)
    question.answered = True
    if text:
        url = ""  # the official apps open a link only where there is no text to show
    if text or url:
        world.toasts.setdefault(question.person, []).append(Toast(text, params.flag("show_alert"), url))
    return True
