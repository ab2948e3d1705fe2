"""What Slack brings becomes what was heard, or nothing."""

from typing import Any

import pytest

from bot.adapters.slack.hear import heard
from bot.adapters.slack.who import Body, Heard, Me
from bot.adapters.slack.written import as_typed
from bot.model.address import Account, Place
from bot.model.update import Command, Edited, Placed, Pressed, Reached, Said, Update

ME = Me("T1", "UBOT", "BBOT")
ANA = Place("slack", "T1", "UANA")
GENERAL = Place("slack", "T1", "C1", private=False)
THREAD = Place("slack", "T1", "C1", "1.1", private=False)
HOME = Place("slack", "T1", "UANA", "page")


def event(kind: str, **parts: Any) -> Body:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": kind, **parts}}


def im(text: str = "hi", **parts: Any) -> Body:
    return event("message", channel_type="im", channel="D1", user="UANA", text=text, ts="2.2", **parts)


def mention(text: str, **parts: Any) -> Body:
    return event("app_mention", channel="C1", user="UANA", text=text, ts="2.2", **parts)


def told(body: Body) -> Heard:
    found = heard(body, ME)
    assert found is not None
    return found


def update(body: Body) -> Update:
    return told(body).update


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
    """By the kind of its first file, whatever is written beside it."""
    assert Said("", what) == update(im("look", subtype="file_share", files=[{"mimetype": mimetype}]))


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
        event("message", channel_type="channel", channel="C1", user="UANA", text="among us", ts="2.2"),
        event("message", channel_type="mpim", channel="G1", user="UANA", text="among us", ts="2.2"),
        mention("thank you, <@UBOT>"),
        mention("<@UBOT>"),
        mention("<@UBOT> ✅"),
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
    ],
)
def test_a_mention_in_a_channel(text: str, meant: Update) -> None:
    """A command where it was given."""
    found = told(mention(text))

    assert (GENERAL, meant) == (found.place, found.update)


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
        ("channel_archive", {"user": "UANA"}, "UANA", Placed(open=False)),
        ("channel_deleted", {}, "UBOT", Placed(open=False)),
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

    assert (ANA, Reached(open=False)) == (found.place, found.update)


def test_the_page_is_opened() -> None:
    """As if its button had been pressed, with nothing that could open a form."""
    found = told(event("app_home_opened", user="UANA", tab="home"))

    assert (HOME, Pressed("home", "home"), "") == (found.place, found.update, found.trigger)


def press(container: dict[str, str], action_id: str = "press:0", **parts: Any) -> Body:
    action = {"action_id": action_id, "value": "rsvp:1:yes", "action_ts": "9.9"}
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "UANA"},
        "trigger_id": "13.7",
        "container": container,
        "actions": [action],
        **parts,
    }


def under(channel: str, **parts: str) -> dict[str, str]:
    return {"type": "message", "message_ts": "5.5", "channel_id": channel, **parts}


@pytest.mark.parametrize(
    ("container", "place"),
    [
        (under("D1"), ANA),
        (under("D1", thread_ts="1.1"), ANA),
        (under("C1"), GENERAL),
        (under("C1", thread_ts="1.1"), THREAD),
        (under("C1", thread_ts="5.5"), GENERAL),
    ],
)
def test_a_press(container: dict[str, str], place: Place) -> None:
    """The payload and the message; the deed is known by who did it, its trigger, its moment and the button."""
    found = told(press(container))

    assert (place, Pressed("rsvp:1:yes", "5.5"), "13.7") == (found.place, found.update, found.trigger)
    assert "T1:UANA:13.7:9.9:press:0" == found.source


def test_a_long_trigger() -> None:
    """Slack promises no length, our table has one: still one deed is one."""
    long, other = (press(under("D1"), trigger_id=letter * 300) for letter in "ab")

    assert (64, True, True) == (
        len(told(long).source),
        told(long).source == told(long).source,
        told(long).source != told(other).source,
    )


def test_a_press_on_the_page() -> None:
    """The page is one message."""
    found = told(press({"type": "view", "view_id": "V1"}, view={"type": "home"}))

    assert (HOME, Pressed("rsvp:1:yes", "home")) == (found.place, found.update)


@pytest.mark.parametrize("action_id", ["link:0", "other"])
def test_buttons_that_lead_away(action_id: str) -> None:
    """Slack tells of them too."""
    assert None is heard(press(under("D1"), action_id), ME)


def slash(text: str, channel: str = "D1") -> Body:
    return {
        "command": "/sfat",
        "text": text,
        "team_id": "T1",
        "user_id": "UANA",
        "channel_id": channel,
        "trigger_id": "13.7",
    }


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Command("help")),
        ('""', Command("help")),
        ("Confirmare E1", Command("confirmare", ("E1",))),
        ("/rsvp E1", Command("rsvp", ("E1",))),
        ("ask “two words”", Command("ask", ("two words",))),
    ],
)
def test_the_slash_command(text: str, meant: Update) -> None:
    """Its first word is the name."""
    assert meant == update(slash(text))


@pytest.mark.parametrize(("channel", "place"), [("D1", ANA), ("DOTHER", ANA), ("C1", GENERAL)])
def test_where_the_slash_command_is_typed(channel: str, place: Place) -> None:
    """A channel stays a channel; a chat of two is the person's, but not the one we write to."""
    found = told(slash("help", channel))

    assert (place, "") == (found.place, found.channel)


def test_the_message_shortcut() -> None:
    """Asks the organisers with the words of a message, in private wherever that stands."""
    body = {
        "type": "message_action",
        "callback_id": "ask",
        "team": {"id": "T1"},
        "user": {"id": "UANA"},
        "channel": {"id": "C1"},
        "message": {"text": "Is <#C9|parking> free &amp; open?", "ts": "5.5"},
        "trigger_id": "13.7",
        "action_ts": "9.9",
    }

    found = told(body)
    assert (ANA, Command("ask", ("Is #parking free & open?",))) == (found.place, found.update)
    assert None is heard({**body, "callback_id": "other"}, ME)
    assert None is heard({**body, "message": {"text": ""}}, ME)


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
