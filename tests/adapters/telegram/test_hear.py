"""From what people write and press on Telegram to envelopes."""

from typing import Any

import pytest

from bot.adapters.telegram.hear import Me
from bot.model.address import Account, Place
from bot.model.update import Command, Edited, Envelope, FileHandle, Pressed, Said, Update
from tests.adapters.telegram.payloads import (
    ANA,
    DOCUMENT,
    FILE,
    GROUP,
    ME,
    NOBODY,
    PHOTO,
    PRIVATE,
    hear,
    message,
    query,
    told,
)


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
        ("ce mai faci?", Said("ce mai faci?")),
    ],
)
def test_texts_in_groups(text: str, update: Update | None) -> None:
    """Commands to us, and what people say to each other, of which the inbox keeps only what somebody listens for."""
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
    assert (content.get("caption", ""), what) == (said.text, said.what)


@pytest.mark.parametrize(
    ("content", "ending"), [({"photo": [PHOTO]}, ".jpg"), ({"voice": FILE | {"duration": 1}}, ".ogg")]
)
def test_a_photo_and_a_voice_note_can_be_fetched(content: dict[str, Any], ending: str) -> None:
    """They have no name of their own; the ending says of which kind they are."""
    said = told(hear(message=message(**content)))
    assert isinstance(said, Said) and said.file is not None
    assert said.file.name.endswith(ending)


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
@pytest.mark.parametrize(
    ("content", "what", "name"),
    [
        ({"photo": [PHOTO]}, "photo", "photo-5.jpg"),
        ({"voice": FILE | {"duration": 1}}, "voice", "voice-5.ogg"),
        ({"document": DOCUMENT | {"file_name": "Foaia.png", "mime_type": "image/png"}}, "photo", "Foaia.png"),
    ],
)
def test_pictures_and_voice_notes_are_heard_in_groups_too(
    chat: dict[str, Any], content: dict[str, Any], what: str, name: str
) -> None:
    """With what it takes to fetch them, their caption and their message; a picture also when it is sent as a file."""
    said = told(hear(message=message(chat, **content, caption="Foaia noastră")))

    assert isinstance(said, Said) and said.file is not None
    assert ("Foaia noastră", what, name, "5") == (said.text, said.what, said.file.name, said.message)


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
        {"message": message(GROUP, sticker=PHOTO | {"is_animated": False, "is_video": False, "type": "regular"})},
        {"message": message(GROUP, video=PHOTO | {"duration": 1})},
        {"message": message(GROUP, document=DOCUMENT)},
        {"message": message(GROUP, audio=FILE | {"duration": 1})},
        {"message": message(GROUP, photo=[PHOTO], via_bot=ANA | {"is_bot": True})},
        {"message": message(GROUP, by=ANA | {"is_bot": True}, photo=[PHOTO])},
        {"message": message(GROUP, new_chat_members=[ANA])},
        {"message": message(pinned_message=message(text="x"))},
        {"message": message({"id": -9, "type": "group", "title": "Lab"}, migrate_to_chat_id=-1005)},
        {"channel_post": message({"id": -3, "type": "channel", "title": "News"}, text="x")},
        {"message": message(GROUP, text="x", sender_chat={"id": -3, "type": "channel", "title": "News"})},
        {"message": message(GROUP, text="x", via_bot=ANA | {"is_bot": True})},
        {"edited_message": message(GROUP, NOBODY, text="x", edit_date=1)},
        {"edited_message": message(location={"longitude": 21.2, "latitude": 45.7}, edit_date=1)},
        {"callback_query": query(data="x", inline_message_id="9")},
        {"callback_query": query(message=message(), game_short_name="g")},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                  "allows_revoting": False, "members_only": False}},
    ],
)  # fmt: skip
def test_what_is_not_for_us(update: dict[str, Any]) -> None:
    """Bots, channels, service messages, and in groups what stands for no words, are passed over."""
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


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_an_edit(chat: dict[str, Any]) -> None:
    """An edit of words is told as one, with the words and the message."""
    edit = told(hear(edited_message=message(chat, text="x", edit_date=1)))

    assert isinstance(edit, Edited) and ("x", "5") == (edit.text, edit.message)


def test_what_is_said_in_a_topic() -> None:
    """Of a group: the place is the topic, and the message can be found again."""
    envelope = hear(message=message(GROUP, text="Bănci", message_thread_id=3, is_topic_message=True))
    assert envelope is not None and isinstance(envelope.update, Said)
    assert ("3", "5", "Bănci") == (envelope.place.thread, envelope.update.message, envelope.update.text)


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
        ("https://t.me/Evil_Bot?start=abc", False),
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
