"""What people write on Slack, and what becomes of channels and accounts, is heard, or nothing is."""

from typing import Any

import pytest

from bot.adapters.slack.hear import heard
from bot.adapters.slack.who import Body
from bot.adapters.slack.written import as_typed
from bot.model.address import Account, Place
from bot.model.update import Command, Edited, FileHandle, Placed, Reached, Said, Update
from tests.adapters.slack.payloads import ANA, GENERAL, ME, THREAD, event, im, mention, told, update


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Is there parking?", Said("Is there parking?")),
        ("da", Said("da")),
        ("/rsvp E1 yes", Command("rsvp", ("E1", "yes"))),
        ("sfat rsvp E1", Command("rsvp", ("E1",))),
        ("Sfat", Command("help")),
        ("/sfat ajutor", Command("ajutor")),
        ("<@UBOT> help", Said("help")),
        ("<@UBOT> /help", Command("help")),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", Said("1 < 2 && 3 > 2")),
        ("sfatul nostru", Said("sfatul nostru")),
    ],
)
def test_what_people_write_to_us(text: str, meant: Update) -> None:
    """Words, or a command in any of its spellings."""
    assert meant == update(im(text))


def test_who_and_where_and_once() -> None:
    """A chat of two is the person's, and the event's id tells it from all others."""
    one = told(im())

    assert ("Ev1", Account("slack", "T1", "UANA"), ANA, "D1", "") == (
        one.source,
        one.account,
        one.place,
        one.channel,
        one.trigger,
    )


@pytest.mark.parametrize(
    ("mimetype", "what"),
    [("audio/webm", "voice"), ("image/png", "photo"), ("video/mp4", "other"), ("text/csv", "file"), ("", "file")],
)
def test_what_is_no_text(mimetype: str, what: str) -> None:
    """By the kind of the file; what is written beside a picture or a voice note is its caption."""
    caption = "" if what == "file" else "look"
    assert Said(caption, what) == update(im("look", subtype="file_share", files=[{"mimetype": mimetype}]))


def pictures(*kinds: str) -> list[Body]:
    """The files of one message."""
    return [{"mimetype": kind, "id": f"F{n}", "name": "sheet", "size": 9} for n, kind in enumerate(kinds, 1)]


def test_several_files_of_a_message() -> None:
    """Each is heard; the first has what was written beside them."""
    one = told(im("look", subtype="file_share", files=pictures("image/png", "image/png")))
    first = Said("look", "photo", FileHandle("F1", "sheet", "image/png", 9))

    assert (first, (Said("", "photo", FileHandle("F2", "sheet", "image/png", 9)),)) == (one.update, one.beside)


@pytest.mark.parametrize(("kind", "place"), [("im", ANA), ("channel", GENERAL)])
def test_a_deleted_message(kind: str, place: Place) -> None:
    """Whoever wrote it has taken it back; what bots wrote was never heard."""
    old = {"user": "UANA", "text": "More rooms", "ts": "2.2"}
    body = event(
        "message", subtype="message_deleted", hidden=True, channel_type=kind, channel="C1", previous_message=old
    )
    found = told(body)
    body["event"]["previous_message"] = old | {"bot_id": "BX"}

    assert isinstance(found.update, Edited)
    assert (place, "2.2", True) == (found.place, found.update.message, found.update.gone)
    assert heard(body, ME) is None


def test_several_files_in_a_channel() -> None:
    """Those that are neither picture nor voice note are nothing there."""
    one = told(talk("look", subtype="file_share", files=pictures("text/csv", "image/png", "audio/webm")))

    assert [("photo", ""), ("voice", "")] == [
        (said.what, said.text) for said in (one.update, *one.beside) if isinstance(said, Said)
    ]


def talk(text: str, **parts: Any) -> Body:
    """What somebody says in a channel."""
    return event("message", channel_type="channel", channel="C1", user="UANA", text=text, ts="2.2", **parts)


@pytest.mark.parametrize("parts", [{}, {"channel_type": "group"}, {"thread_ts": "1.1"}])
def test_what_people_say_in_a_channel(parts: dict[str, str]) -> None:
    """To each other, in a public or a private one, in a thread too; the inbox keeps what somebody listens for."""
    body = talk("1 &lt; 2")
    found = told({**body, "event": {**body["event"], **parts}})

    assert isinstance(found.update, Said)
    assert (GENERAL, Said("1 < 2"), "2.2") == (found.place, found.update, found.update.message)


@pytest.mark.parametrize(("mimetype", "what"), [("audio/webm", "voice"), ("image/png", "photo")])
def test_what_people_share_in_a_channel(mimetype: str, what: str) -> None:
    """A picture or a voice note, with what it takes to fetch it and what was written beside it."""
    shared = [{"mimetype": mimetype, "id": "F1", "name": "sheet", "size": 9}]
    found = told(talk("1 &lt; 2", subtype="file_share", files=shared))

    assert isinstance(found.update, Said)
    assert (GENERAL, Said("1 < 2", what, FileHandle("F1", "sheet", mimetype, 9))) == (found.place, found.update)
    assert "2.2" == found.update.message


@pytest.mark.parametrize(
    "body",
    [
        im(bot_id="BX"),
        im(bot_id="BBOT"),
        im(subtype="bot_message", bot_id="BX"),
        im(subtype="message_deleted", hidden=True),
        im(subtype="channel_topic"),
        im(subtype="something_new"),
        im(hidden=True),
        {**im(), "event": {**im()["event"], "user": "USLACKBOT"}},
        {**im(), "event": {**im()["event"], "user": "UBOT"}},
        talk("<@UBOT> help"),
        talk("/poll"),
        talk("look", files=[{"mimetype": "image/png", "id": "F1", "is_external": True}]),
        talk("look", files=[{"mimetype": "application/pdf", "id": "F1"}]),
        talk("look", files=[{"mimetype": "video/mp4", "id": "F1"}]),
        talk("<@UBOT> look", files=[{"mimetype": "image/png", "id": "F1"}]),
        talk("look", files=[{"mimetype": "image/png", "id": "F1"}], bot_id="BX"),
        talk("among bots", bot_id="BX"),
        talk("joined", subtype="channel_join"),
        event("message", channel_type="mpim", channel="G1", user="UANA", text="among us", ts="2.2"),
        mention("thank you, <@UBOT>"),
        mention("<@UBOT> help", bot_id="BX"),
        mention("<@UBOT> help", edited={"ts": "3.3"}),
        event("app_home_opened", user="UANA", tab="messages"),
        event("member_joined_channel", user="UANA", channel="C1"),
        event("member_left_channel", user="UANA", channel="C1"),
        event("user_change", user={"id": "UANA", "deleted": False}),
        event("user_change", user={"id": "UX", "deleted": True, "is_bot": True}),
        event("something_new", user="UANA"),
        {"type": "app_rate_limited", "minute_rate_limited": 1},
        {"type": "view_closed", "view": {}},
        {"type": "shortcut", "callback_id": "ask"},
        {"command": "/other", "text": "x"},
        {},
    ],
)
def test_silence(body: Body) -> None:
    """Bots, ourselves, deletions, unknown kinds, what people say to each other."""
    assert None is heard(body, ME)


def changed(**parts: Any) -> Body:
    new = {"user": "UANA", "text": "nu", "edited": {"ts": "3.3"}}
    old = {"user": "UANA", "text": "da"}
    return event(
        "message", subtype="message_changed", hidden=True, channel_type="im", message=new | parts, previous_message=old
    )


def test_an_edit() -> None:
    """Of words, by a person."""
    assert Edited() == update(changed())


def test_an_edit_in_a_channel() -> None:
    """With its words and its message."""
    body = changed()
    event_there = {**body["event"], "channel_type": "channel", "channel": "C1"}
    event_there["message"] = {**event_there["message"], "ts": "2.2"}
    found = told({**body, "event": event_there})

    assert isinstance(found.update, Edited)
    assert (GENERAL, "nu", "2.2") == (found.place, found.update.text, found.update.message)


@pytest.mark.parametrize("parts", [{"text": "da"}, {"bot_id": "BBOT"}, {"user": "UBOT"}])
def test_no_edit(parts: dict[str, str]) -> None:
    """A preview was added to it; or it is our own card that was redrawn."""
    assert None is heard(changed(**parts), ME)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@UBOT> rsvp E1 yes", Command("rsvp", ("E1", "yes"))),
        (" <@UBOT|sfat>: /help", Command("help")),
        ("<@UBOT> RAPORT", Command("raport")),
        ("<@UBOT>", Command("help")),
        ("<@UBOT> hello", Command("hello")),
        ("<@UBOT> what time is it?", Command("what", ("time", "is", "it?"))),
    ],
)
def test_a_mention_in_a_channel(text: str, meant: Update) -> None:
    """A command where it was given."""
    found = told(mention(text))

    assert (GENERAL, meant) == (found.place, found.update)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@UBOT> What “time” is it?", "What “time” is it?"),
        ("<@UBOT> ✅", "✅"),
        ("<@UBOT> hello", ""),
        ("<@UBOT> /what time", ""),
        ("<@UBOT>", ""),
    ],
)
def test_what_may_be_said_with_a_mention(text: str, said: str) -> None:
    """Several words, or a sign, are kept as they were written; a word alone is a command."""
    found = update(mention(text))

    assert isinstance(found, Command) and said == found.text


@pytest.mark.parametrize(("thread", "place"), [("1.1", THREAD), ("2.2", GENERAL)])
def test_a_mention_in_a_thread(thread: str, place: Place) -> None:
    """The message that a thread hangs on is not in it."""
    assert place == told(mention("<@UBOT> help", thread_ts=thread)).place


@pytest.mark.parametrize(
    ("kind", "parts", "who", "meant"),
    [
        ("member_joined_channel", {"user": "UBOT", "inviter": "UANA"}, "UANA", Placed(open=True)),
        ("member_joined_channel", {"user": "UBOT"}, "UBOT", Placed(open=True)),
        ("member_left_channel", {"user": "UBOT"}, "UBOT", Placed(open=False)),
        ("channel_left", {"actor_id": "UANA"}, "UANA", Placed(open=False)),
        ("group_left", {}, "UBOT", Placed(open=False)),
        ("channel_archive", {"user": "UANA"}, "UANA", Placed(open=False, over=True)),
        ("channel_deleted", {}, "UBOT", Placed(open=False, over=True)),
        ("channel_unarchive", {"user": "UANA"}, "UANA", Placed(open=True)),
    ],
)
def test_channels_come_and_go(kind: str, parts: dict[str, str], who: str, meant: Update) -> None:
    """By whoever did it, as far as Slack says."""
    found = told(event(kind, channel="C1", **parts))

    assert (who, GENERAL, meant) == (found.user, found.place, found.update)


def test_a_channel_is_renamed() -> None:
    """Slack tells of channels that we are not in as well, so that is to be asked."""
    found = told(event("channel_rename", channel={"id": "C1", "name": "ateliere"}))

    assert (GENERAL, Placed(True, "ateliere"), True) == (found.place, found.update, found.to_be_asked)


def test_a_closed_account() -> None:
    """Can not be written to any more."""
    found = told(event("user_change", user={"id": "UANA", "deleted": True}))

    assert (ANA, Reached(open=False, over=True)) == (found.place, found.update)


@pytest.mark.parametrize(
    ("wire", "typed"),
    [
        ("<@U9> and <@U9|ana>", "@U9 and @ana"),
        ("<!channel> <!here|here> <!subteam^S1|@ops>", "@channel here @ops"),
        ("<https://a.ro/x?y=1&amp;z=2>", "https://a.ro/x?y=1&z=2"),
        ("<https://a.ro|a.ro>", "a.ro"),
        ("<https://a.ro|read this>", "read this (https://a.ro)"),
        ("<mailto:a@b.ro|a@b.ro>", "a@b.ro"),
        ("&lt;!channel&gt; &amp;lt;", "<!channel> &lt;"),
        ("2 < 3", "2 < 3"),
    ],
)
def test_in_their_own_letters(wire: str, typed: str) -> None:
    """Escapes, mentions and addresses undone."""
    assert typed == as_typed(wire)


def test_emoji_in_their_own_letters() -> None:
    """Slack calls them by name; the blocks have the letters. Emoji of the workspace's own keep their name."""
    emoji = [
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd", "skin_tone": 4},
        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
        {"type": "emoji", "name": "sfat"},
    ]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": emoji}]}]

    assert "👋🏽 👋 :sfat:" == as_typed(":wave::skin-tone-4: :wave: :sfat:", blocks)
