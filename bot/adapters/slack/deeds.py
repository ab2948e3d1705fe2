"""What people do with buttons, forms, the message shortcut and the slash command."""

from hashlib import sha256

from bot.adapters.slack import forms
from bot.adapters.slack.speak import PRESS
from bot.adapters.slack.who import (
    COMMAND,
    HOME,
    Body,
    Heard,
    Me,
    chat_of,
    command_in,
    home_page,
    private_chat,
    thread_of,
)
from bot.adapters.slack.written import as_typed
from bot.model.update import Command, Pressed, Submitted

ASK = "ask"  # the callback id of the message shortcut
SOURCE = 100  # letters that an update's own id may have; Slack promises no length for its triggers


def pressed(body: Body, me: Me) -> Heard | None:
    """A button under a message of ours or on the page. Buttons that lead to an address tell nothing new."""
    user, action, container = body["user"]["id"], body["actions"][0], body.get("container", {})
    if not action["action_id"].startswith(f"{PRESS}:"):
        return None
    if container.get("type") == "view":
        if body["view"]["type"] != HOME:
            return None
        place, message = home_page(me, user), HOME
    else:
        message = container["message_ts"]
        thread = thread_of({"thread_ts": container.get("thread_ts"), "ts": message})
        place = chat_of(me, user, container["channel_id"], thread)
    return Heard(
        _did(body, action),
        user,
        place,
        Pressed(action["value"], message),
        trigger=body.get("trigger_id", ""),
        channel=container.get("channel_id", ""),
    )


def submitted(body: Body, me: Me) -> Heard | None:
    """A form of ours, filled in. Nobody else sees it, wherever it was asked for, so it is answered in private."""
    view, user = body["view"], body["user"]["id"]
    key = forms.key_of(view)
    if key is None:
        return None
    source = _did(body, {"action_id": view["id"], "action_ts": view.get("hash", "")})
    return Heard(source, user, private_chat(me, user), Submitted(key, forms.values(view)), body.get("trigger_id", ""))


def asked_by_shortcut(body: Body, me: Me) -> Heard | None:
    """ "Send to the organisers" on any message."""
    message, user = body.get("message", {}), body["user"]["id"]
    text = as_typed(message.get("text", ""), message.get("blocks")).strip()
    if body.get("callback_id") != ASK or not text:
        return None
    source = _did(body, {"action_id": ASK, "action_ts": body.get("action_ts", "")})
    return Heard(source, user, private_chat(me, user), Command(ASK, (text,)), body.get("trigger_id", ""))


def slash(body: Body, me: Me) -> Heard:
    """The slash command with its words."""
    user, source = body["user_id"], _did(body, {"action_id": COMMAND})
    place = chat_of(me, user, body["channel_id"])
    return Heard(source, user, place, command_in(as_typed(body.get("text", ""))), body.get("trigger_id", ""))


def _did(body: Body, action: Body) -> str:
    """What makes a deed one deed: who did it, its moment, and with what."""
    team = (body.get("team") or {}).get("id") or body.get("team_id", "")
    user = body["user"]["id"] if "user" in body else body["user_id"]
    deed = ":".join((team, user, body.get("trigger_id") or "", action.get("action_ts", ""), action["action_id"]))
    return deed if len(deed) <= SOURCE else sha256(deed.encode()).hexdigest()
