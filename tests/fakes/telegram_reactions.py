"""setMessageReaction: one of the emoji that Telegram has for it, as far as the chat allows them."""

from __future__ import annotations

from telegram.constants import ReactionEmoji

from tests.fakes.telegram_errors import bad_luck, bad_request, forbidden
from tests.fakes.telegram_params import Params
from tests.fakes.telegram_world import World

EMOJI = frozenset(str(emoji) for emoji in ReactionEmoji)


def set_message_reaction(world: World, params: Params) -> bool:
    """At most one for a bot; none takes it away. It takes nothing from the rates."""
    chat = world.known(params)
    if chat.closed:
        raise forbidden(chat.closed)
    message = chat.messages.get(params.number("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to react not found") if message is None else bad_luck("message to react not found")
    wanted = params.tree("reaction") or []
    if not isinstance(wanted, list) or not all(isinstance(one, dict) and one.get("type") == "emoji" for one in wanted):
        raise bad_request("can't parse reaction: unsupported type specified")
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [str(one.get("emoji", "")) for one in wanted]
    if not EMOJI.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    if chat.reactions is not None and not chat.reactions.issuperset(emoji):
        raise bad_luck("REACTION_INVALID")
    message.reactions = emoji
    return True
