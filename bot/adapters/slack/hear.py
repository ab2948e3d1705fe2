"""From what Slack brings to what was heard. What is not for us, or not a person's, is nothing.

Events come with an id of their own; what people do with buttons, forms and commands is known by who did it and by its
trigger (Slack, "Events API", "Handling user interaction").
"""

from collections.abc import Callable, Mapping

from bot.adapters.slack import deeds, events
from bot.adapters.slack.who import COMMAND, Body, Heard, Me

_READERS: Mapping[str, Callable[[Body, Me], Heard | None]] = {
    "event_callback": events.told,
    "block_actions": deeds.pressed,
    "view_submission": deeds.submitted,
    "message_action": deeds.asked_by_shortcut,
}


def heard(body: Body, me: Me) -> Heard | None:
    """What a payload says; None for what bots say, for what tells nothing new, and for kinds that nobody knows.

    Raises KeyError, TypeError, ValueError or AttributeError for a payload that is not as Slack describes it.
    """
    if body.get("command") == COMMAND:
        return deeds.slash(body, me)
    reader = _READERS.get(str(body.get("type", "")))
    return reader(body, me) if reader else None
