"""What the fake Bot API takes and what it refuses: texts, mark-up, buttons, edits."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.fakes.conftest import Raw
from tests.fakes.telegram import ApiError, FakeTelegram, User
from tests.fakes.telegram_markup import HtmlReader, utf16


def rows(*shape: int) -> dict[str, Any]:
    """An inline keyboard with rows of so many buttons."""
    return {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * width for width in shape]}


def one(**button: Any) -> dict[str, Any]:
    """An inline keyboard with one button."""
    return {"inline_keyboard": [[button]]}


NOT_A_TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NO_SUCH_SCOPE = "can't parse BotCommandScope: Unsupported type specified"
LONG = "x" * 257
WRONG_MESSAGES = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 4097}, "message is too long"),
    ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
    ({"text": "x", "allow_paid_broadcast": True}, "FLOODSKIP_NOT_ALLOWED"),
    ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ({"text": "x", "reply_parameters": {"quote": "y"}}, 'can\'t find field "message_id"'),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ({"text": "x", "reply_markup": {"inline_keyboard": "no"}}, 'field "inline_keyboard" must be of type Array'),
    ({"text": "x", "reply_markup": {"force_reply": "yes"}}, 'field "force_reply" must be of type Boolean'),
    ({"text": "x", "reply_markup": rows(9)}, "reply markup is too long"),
    ({"text": "x", "reply_markup": rows(*[8] * 12, 5)}, "reply markup is too long"),
    ({"text": "x", "reply_markup": one(text="a", callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": one(text="a", callback_data="ș" * 33)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": one(text="a", callback_data="")}, NOT_A_TEXT_BUTTON),
    ({"text": "x", "reply_markup": one(text="a")}, NOT_A_TEXT_BUTTON),
    ({"text": "x", "reply_markup": one(text="", callback_data="d")}, "inline keyboard button text must be non-empty"),
    ({"text": "x", "reply_markup": one(text="a", pay=True)}, "BUTTON_TYPE_INVALID"),
    ({"text": "x", "reply_markup": one(text="a", copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
    (
        {"text": "x", "reply_markup": one(text="a", url="ftp://example.com")},
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    (
        {"text": "x", "reply_markup": one(text="a", url="http://localhost:8080/x")},
        "inline keyboard button URL 'http://localhost:8080/x' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "hello", "entities": [{"type": "bold", "offset": 0, "length": 100}]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
    ),
]


@pytest.mark.parametrize(("params", "why"), WRONG_MESSAGES)
async def test_a_wrong_message_is_refused_in_the_servers_words(
    raw: Raw, ana: User, params: dict[str, Any], why: str
) -> None:
    """Each wrong sendMessage gets 400 with the real description."""
    answer = await raw("sendMessage", chat_id=ana.id, **params)
    assert {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"} == answer.json()


@pytest.mark.parametrize(("params", "why"), WRONG_MESSAGES)
async def test_a_wrong_message_is_a_violation(
    fake: FakeTelegram, raw: Raw, ana: User, params: dict[str, Any], why: str
) -> None:
    """Each wrong sendMessage is written down with its reason, and nothing reaches the person."""
    await raw("sendMessage", chat_id=ana.id, **params)
    assert ([f"sendMessage was wrong: Bad Request: {why}"], []) == (fake.violations, ana.chat)


@pytest.mark.parametrize(
    "params",
    [
        {"text": "x" * 4096},
        {"text": "😀" * 4096},
        {"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"},
        {"text": "x", "parse_mode": "html", "reply_markup": rows(*[8] * 12, 4)},
        {"text": "x", "reply_markup": one(text="a", callback_data="ș" * 32)},
        {"text": "x", "reply_markup": one(text="a", url="tg://user?id=7")},
        {"text": "x", "reply_markup": one(text="a", url="https://127.0.0.1:8443/rsvp/x")},
        {"text": "x", "reply_parameters": {"message_id": 999, "allow_sending_without_reply": True}},
        {"text": "x", "reply_markup": {"force_reply": True}},
    ],
)
async def test_a_message_at_the_limit_passes(raw: Raw, ana: User, params: dict[str, Any]) -> None:
    """What is just allowed is sent: 4096 characters after parsing, 100 buttons, 8 in a row, 64 bytes."""
    answer = await raw("sendMessage", chat_id=ana.id, **params)
    assert 200 == answer.status_code, answer.text


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ș<script>x</script>", 'Unsupported start tag "script" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a&nbsp;b", "Unescaped '&' or unsupported entity at byte offset 1"),
        ("R&D", "Unescaped '&' or unsupported entity at byte offset 1"),
        ("&#xD800;", "Unescaped '&' or unsupported entity at byte offset 0"),
        ("1 > 0", "Unescaped '>' at byte offset 2"),
    ],
)
def test_wrong_html_is_refused(html: str, why: str) -> None:
    """Strict HTML: known tags, balanced, escaped; the complaint names the byte."""
    with pytest.raises(ApiError) as caught:
        HtmlReader(html).read()
    assert f"Bad Request: can't parse entities: {why}" == caught.value.description


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("&lt;&gt;&amp;&quot;&#39;&#x219;", "<>&\"'ș", []),
        ("😀 <b>a<i>b</i></b>", "😀 ab", [("bold", 3, 2), ("italic", 4, 1)]),
        ('<a href="https://e.ro/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ('<a href="javascript:x">x</a>', "x", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_right_html_is_read(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Text and entities come out as the server gives them, offsets in UTF-16 code units."""
    read = HtmlReader(html).read()
    assert (text, entities) == (read.text, [(e["type"], e["offset"], e["length"]) for e in read.entities])


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    """Whatever people write survives escaping, and its length is that of UTF-16."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    read = HtmlReader(f"<i>{escaped}</i>").read()
    assert (text, len(text.encode("utf-16-le", "surrogatepass")) // 2) == (read.text, utf16(text))


async def test_the_real_client_sends_and_reads_back(bot: Bot, ana: User) -> None:
    """A message of the real client stands in the chat with its text, html and buttons."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Da", callback_data="y")]])
    sent = await bot.send_message(ana.id, "<b>Vii</b> &amp; rămâi?", parse_mode="HTML", reply_markup=markup)
    seen = ana.chat[-1]
    assert (sent.message_id, "Vii & rămâi?", "<b>Vii</b> &amp; rămâi?", [["Da"]]) == (
        seen.id,
        seen.text,
        seen.html,
        seen.labels,
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<b>x</b>", "bold"), ("<b>x</b>!", "other text"), ("x", "other entities"), ("<b>x</b>", "keys")],
)
async def test_an_edit_that_changes_nothing_is_told(
    bot: Bot, fake: FakeTelegram, ana: User, text: str, shown: str
) -> None:
    """Only the same text, entities and markup are "not modified"; that is no violation."""
    sent = await bot.send_message(ana.id, "<strong>x</strong>", parse_mode="HTML")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]]) if shown == "keys" else None
    try:
        await bot.edit_message_text(text, ana.id, sent.message_id, parse_mode="HTML", reply_markup=markup)
    except BadRequest as error:
        assert "Message is not modified: specified new message content and reply markup are" in error.message
    assert (0 if shown == "bold" else 1, []) == (ana.chat[-1].edits, fake.violations)


async def test_an_edit_without_markup_takes_the_buttons_away(bot: Bot, ana: User) -> None:
    """editMessageText without reply_markup removes the keyboard, as the real one does."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])
    sent = await bot.send_message(ana.id, "x", reply_markup=markup)
    await bot.edit_message_text("y", ana.id, sent.message_id)
    assert [] == ana.chat[-1].buttons


async def test_buttons_alone_can_be_changed(bot: Bot, ana: User) -> None:
    """editMessageReplyMarkup leaves the text."""
    sent = await bot.send_message(ana.id, "x")
    await bot.edit_message_reply_markup(
        ana.id, sent.message_id, reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("b", callback_data="b")]])
    )
    assert ("x", [["b"]]) == (ana.chat[-1].text, ana.chat[-1].labels)


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("editMessageText", {"message_id": 999, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"message_id": 1, "text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        ("editMessageText", {"message_id": 1, "text": "<b>", "parse_mode": "HTML"}, None),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("getFile", {"file_id": "nothing"}, "wrong file_id or the file is temporarily unavailable"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendDocument", {"document": "nothing"}, "wrong file identifier/HTTP URL specified"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, TOO_OLD),
        ("sendMessage", {"chat_id": 99, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "", "text": "x"}, "chat_id is empty"),
        ("setMyName", {"name": "x" * 65}, None),
        ("setMyDescription", {"description": "x" * 513}, None),
        ("setMyShortDescription", {"short_description": "x" * 121}, None),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": LONG}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "romana"}, "invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "planet"}}, NO_SUCH_SCOPE),
    ],
)  # fmt: skip
async def test_other_wrong_calls_are_refused(
    fake: FakeTelegram, raw: Raw, ana: User, method: str, params: dict[str, Any], why: str | None
) -> None:
    """Each wrong call gets 400 (where it is known with the real description) and is a violation."""
    answer = await raw(method, **({"chat_id": ana.id} | params))
    told = answer.json()["description"]
    assert (400, f"Bad Request: {why}" if why else told, [f"{method} was wrong: {told}"]) == (
        answer.status_code,
        told,
        fake.violations,
    )


async def test_a_deleted_message_is_gone_for_all(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """After deleteMessage an edit finds nothing, which is bad luck and no violation."""
    sent = await bot.send_message(ana.id, "x")
    await bot.delete_message(ana.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", ana.id, sent.message_id)
    assert ([], ["x"], []) == (ana.chat, [m.text for m in ana.gone], fake.violations)


async def test_requests_come_in_three_forms(fake: FakeTelegram, ana: User) -> None:
    """Form, JSON and query parameters mean the same."""
    url, params = f"{fake.url}/bot{fake.token}/sendmessage", {"chat_id": "7", "text": "ș & <"}
    async with httpx.AsyncClient() as client:
        await client.post(url, data=params)
        await client.post(url, json=params)
        await client.get(url, params=params)
    assert ["ș & <"] * 3 == [message.text for message in ana.chat]
