"""From Telegram's payloads to envelopes."""

from typing import Any

import pytest
import telegram

from bot.adapters.telegram.hear import Me, heard
from bot.model.address import Account, Place
from bot.model.update import Command, Continues, Edited, Envelope, FileHandle, Placed, Pressed, Reached, Said, Update

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


def test_an_envelope_says_who_where_and_which() -> None:
    """A text in private, with everything around it."""
    expected = Envelope(
        "99", Account("telegram", "7", "11"), Place("telegram", "7", "11"), Said("da, vin"), "Ana Pop", "ro"
    )
    assert expected == hear(message=message(text="da, vin"))


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("/start", Command("start")),
        ("/START abc-_9", Command("start", ("abc-_9",))),
        ("/rsvp@sfat_bot 7 yes", Command("rsvp", ("7", "yes"))),
        ("/rsvp@other_bot 7 yes", None),
        ('/new "Cafeneaua lumii" 27.11', Command("new", ("Cafeneaua lumii", "27.11"))),
        ("/anunt\nPrimul rând\nal doilea", Command("anunt", ("Primul", "rând", "al", "doilea"))),
        ("/întreabă ceva", Command("întreabă", ("ceva",))),
        ("/", Command("")),
        ("/ start", Command("", ("start",))),
        ("//help", Command("/help")),
        ("1/2", Said("1/2")),
    ],
)
def test_texts_in_private(text: str, update: Update | None) -> None:
    """What begins with a slash is meant as a command, when it is for us; anything else is said."""
    assert update == told(hear(message=message(text=text)))


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("/cafe", Command("cafe")),
        ("/cafe@Sfat_Bot 3", Command("cafe", ("3",))),
        ("/cafe@other_bot", None),
        ("//cafe", None),
        ("ce mai faci?", None),
    ],
)
def test_texts_in_groups(text: str, update: Update | None) -> None:
    """In groups only commands to us are heard; what people say to each other is not kept."""
    assert update == told(hear(message=message(GROUP, text=text)))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"voice": FILE | {"duration": 1}}, "voice"),
        ({"photo": [PHOTO], "caption": "da"}, "photo"),
        ({"sticker": PHOTO | {"is_animated": False, "is_video": False, "type": "regular"}}, "sticker"),
        ({"document": DOCUMENT}, "file"),
        ({"audio": FILE | {"duration": 1}}, "file"),
        ({"document": DOCUMENT, "animation": PHOTO | {"duration": 1}}, "other"),
        ({"video": PHOTO | {"duration": 1}}, "other"),
        ({"location": {"longitude": 21.2, "latitude": 45.7}}, "other"),
        ({"contact": {"phone_number": "+40", "first_name": "Ion"}}, "other"),
        ({"dice": {"value": 3, "emoji": "🎲"}}, "other"),
    ],
)
def test_what_is_not_text(content: dict[str, Any], what: str) -> None:
    """Other things are named by their kind, so that a person can be told kindly."""
    said = told(hear(message=message(**content)))
    assert isinstance(said, Said)
    assert ("", what) == (said.text, said.what)


def test_a_document_can_be_fetched() -> None:
    """With Telegram's id of it, and what its sender's program says of it."""
    document = {
        "file_id": "F1",
        "file_unique_id": "u1",
        "file_name": "../o.csv",
        "mime_type": "text/csv",
        "file_size": 9,
    }
    assert Said("", "file", FileHandle("F1", "../o.csv", "text/csv", 9)) == told(
        hear(message=message(document=document))
    )


def test_music_cannot() -> None:
    """Only documents are files that somebody means to hand over."""
    assert Said("", "file") == told(hear(message=message(audio=FILE | {"duration": 1})))


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(by=ANA | {"is_bot": True}, text="hello")},
        {"message": message(GROUP, photo=[PHOTO])},
        {"message": message(GROUP, new_chat_members=[ANA])},
        {"message": message(pinned_message=message(text="x"))},
        {"message": message({"id": -9, "type": "group", "title": "Lab"}, migrate_to_chat_id=-1005)},
        {"channel_post": message({"id": -3, "type": "channel", "title": "News"}, text="x")},
        {"edited_message": message(GROUP, text="x", edit_date=1)},
        {"edited_message": message(location={"longitude": 21.2, "latitude": 45.7}, edit_date=1)},
        {"callback_query": query(data="x", inline_message_id="9")},
        {"callback_query": query(message=message(), game_short_name="g")},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                  "allows_revoting": False, "members_only": False}},
    ],
)  # fmt: skip
def test_what_is_not_for_us(update: dict[str, Any]) -> None:
    """Bots, channels, service messages and talk in groups are passed over."""
    assert hear(**update) is None


def test_a_press_names_its_message_and_topic() -> None:
    """A button in a topic of a group."""
    under = message(GROUP, text="?", message_thread_id=3, is_topic_message=True)
    envelope = hear(callback_query=query(data="rsvp:7:yes", message=under))
    assert envelope is not None
    assert (Pressed("rsvp:7:yes", "5"), Place("telegram", "7", "-1005", "3", private=False)) == (
        envelope.update,
        envelope.place,
    )


def test_a_press_under_a_message_that_is_no_longer_shown() -> None:
    """An old message comes without content; its chat and number are enough."""
    old = {"message_id": 5, "date": 0, "chat": PRIVATE}
    assert Pressed("x", "5") == told(hear(callback_query=query(data="x", message=old)))


def test_a_thread_of_replies_is_no_place() -> None:
    """Telegram numbers replies outside topics too; a message cannot be sent there."""
    envelope = hear(message=message(GROUP, text="/cafe", message_thread_id=3))
    assert envelope is not None
    assert "" == envelope.place.thread


def test_an_edit_in_private() -> None:
    """An edit of words is told as one."""
    assert Edited() == told(hear(edited_message=message(text="x", edit_date=1)))


def change(chat: dict[str, Any], status: str, by: dict[str, Any] = ANA, **rights: Any) -> dict[str, Any]:
    """The bot becomes something in a chat, by somebody's hand."""
    parts: dict[str, dict[str, Any]] = {
        "kicked": {"until_date": 0},
        "administrator": dict.fromkeys(RIGHTS, False),
        "restricted": dict.fromkeys(LIMITS, False) | {"is_member": True, "until_date": 0},
    }
    new = MEMBER | {"status": status} | parts.get(status, {}) | rights
    return {"chat": chat, "from": by, "date": 0, "old_chat_member": MEMBER | {"status": "left"}, "new_chat_member": new}


@pytest.mark.parametrize(("status", "reached"), [("kicked", False), ("member", True)])
def test_blocking_and_coming_back(status: str, reached: bool) -> None:
    """Telegram tells when a person blocks the bot, and when they let it in again."""
    assert Reached(reached) == told(hear(my_chat_member=change(PRIVATE, status)))


@pytest.mark.parametrize(
    ("chat", "status", "rights", "is_open"),
    [
        (GROUP, "member", {}, True),
        (GROUP, "administrator", {}, True),
        (GROUP, "left", {}, False),
        (GROUP, "kicked", {}, False),
        (GROUP, "restricted", {}, False),
        (GROUP, "restricted", {"can_send_messages": True}, True),
        (GROUP, "restricted", {"can_send_messages": True, "is_member": False}, False),
        (CHANNEL, "administrator", {"can_post_messages": True}, True),
        (CHANNEL, "administrator", {"can_post_messages": False}, False),
        (CHANNEL, "member", {}, False),
        (CHANNEL, "left", {}, False),
    ],
)
def test_being_put_into_a_group_or_channel(
    chat: dict[str, Any], status: str, rights: dict[str, Any], is_open: bool
) -> None:
    """Open is where the bot may write; the title comes along."""
    assert Placed(is_open, chat["title"]) == told(hear(my_chat_member=change(chat, status, **rights)))


def test_whoever_put_us_there_is_named() -> None:
    """The account is theirs, the place the group's, and not private."""
    expected = Envelope(
        "99",
        Account("telegram", "7", "11"),
        Place("telegram", "7", "-1005", private=False),
        Placed(True, "Lab"),
        "Ana Pop",
        "ro",
    )
    assert expected == hear(my_chat_member=change(GROUP, "member"))


@pytest.mark.parametrize(
    "update",
    [
        {"my_chat_member": change(GROUP, "kicked", NOBODY)},
        {"message": message(GROUP, NOBODY, new_chat_title="Lab 2")},
        {"message": message(GROUP, NOBODY, migrate_from_chat_id=-9)},
    ],
)
def test_administrators_who_do_not_show_themselves_count(update: dict[str, Any]) -> None:
    """Telegram puts a bot in their place; what becomes of the group is true all the same."""
    envelope = hear(**update)
    assert envelope is not None
    assert str(NOBODY["id"]) == envelope.account.user


def test_a_bot_that_blocks_is_nothing() -> None:
    """In private only people count."""
    assert hear(my_chat_member=change(PRIVATE, "kicked", NOBODY)) is None


def test_another_title() -> None:
    """The place is open, or its members could not tell us."""
    envelope = hear(message=message(GROUP, new_chat_title="Atelierul Nord"))
    assert envelope is not None
    assert (Placed(True, "Atelierul Nord"), "-1005") == (envelope.update, envelope.place.chat)


def test_a_group_that_became_a_supergroup() -> None:
    """The supergroup says what its id was; the old group's word of it is nothing."""
    envelope = hear(message=message(GROUP, migrate_from_chat_id=-9))
    assert envelope is not None
    assert (Continues("-9"), Place("telegram", "7", "-1005", private=False)) == (envelope.update, envelope.place)


@pytest.mark.parametrize(("code", "language"), [("ro", "ro"), ("PT-br", "pt"), ("fil", ""), (None, "")])
def test_languages(code: str | None, language: str) -> None:
    """A language has two letters; "fil" is not Finnish."""
    envelope = hear(message=message(by=ANA | {"language_code": code}, text="x"))
    assert envelope is not None
    assert language == envelope.language


@pytest.mark.parametrize(
    ("link", "opens"),
    [
        ("https://t.me/Sfat_Bot?start=abc-_9", True),
        ("https://t.me/Sfat_Bot?start=", False),
        (f"https://t.me/Sfat_Bot?start={'x' * 64}", True),
        (f"https://t.me/Sfat_Bot?start={'x' * 65}", False),
        ("https://t.me/Sfat_Bot?start=a&b", False),
        ("https://t.me/Sfat_Bot", False),
        ("https://t.me/Other_Bot?start=abc", False),
        ("https://sfat.example.ro/rsvp/abc", False),
        ("", False),
    ],
)
def test_links_that_open_the_bots_chat(link: str, opens: bool) -> None:
    """Telegram opens no others when a button is pressed."""
    assert opens is ME.is_opened_by(link)


def test_without_a_name_nothing_opens_the_bots_chat() -> None:
    """Before the bot is known there is no address."""
    assert ("", False) == (Me("", "").link("abc"), Me("", "").is_opened_by("https://t.me/?start=abc"))
