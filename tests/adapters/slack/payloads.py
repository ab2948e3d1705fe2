"""Events as Slack writes them, and what becomes of them."""

from typing import Any

from bot.adapters.slack.hear import heard
from bot.adapters.slack.who import Body, Heard, Me
from bot.model.address import Place
from bot.model.update import Update

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
