"""Presses, slash commands, shortcuts and the page on Slack become what was heard."""

from typing import Any

import pytest

from bot.adapters.slack.hear import heard
from bot.adapters.slack.who import Body
from bot.model.address import Place
from bot.model.update import Command, Pressed, Update
from tests.adapters.slack.payloads import ANA, GENERAL, HOME, ME, THREAD, event, told, update


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
