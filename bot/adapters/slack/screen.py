"""What one person alone is shown: forms, opened by a trigger and mended while they stand, and words in a channel."""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.adapters.slack import forms
from bot.adapters.slack.problems import TOKEN, Trouble, lasting
from bot.adapters.slack.speak import AS_IT_IS, Block, blocks, fallback
from bot.adapters.slack.wire import Fault, Wire
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.form import DrawnForm
from bot.model.text import Span


class Screen:
    """Opens modals and changes the one that stands; whispers.

    A fault is nobody's loss: the core offers the form by a button, and what was done shows in private.
    """

    def __init__(self, wire: Wire, trouble: Trouble) -> None:
        self._wire = wire
        self._trouble = trouble

    def modal(self, form: DrawnForm) -> Block:
        """A form as a modal with block ids of its own."""
        return forms.modal(form, secrets.token_hex(4))

    async def show(self, form: DrawnForm, trigger: str) -> bool:
        """Open a form; whether it stands now. A trigger is good for three seconds and once."""
        return await self._done("views.open", trigger_id=trigger, view=self.modal(form))

    def mended(self, view: Mapping[str, Any], action: Mapping[str, Any]) -> Block:
        """The form that stands, with a repair in its field."""
        return forms.mended(view, action, secrets.token_hex(4))

    async def replace(self, view: Mapping[str, Any], other: Block) -> None:
        """Put another view in the place of one. Slack refuses it when that was changed meanwhile, and so is newer."""
        await self._done("views.update", view_id=view["id"], hash=view.get("hash"), view=other)

    async def whisper(self, place: Place, user: str, words: str) -> None:
        """Show words in a channel to one of its members, until they load it anew; nobody else sees them."""
        drawn = Drawn(((Span(words),),))
        await self._done(
            "chat.postEphemeral",
            channel=place.chat,
            user=user,
            thread_ts=place.thread or None,
            text=fallback(drawn),
            blocks=blocks(drawn),
            **AS_IT_IS,
        )

    async def _done(self, method: str, **arguments: Any) -> bool:
        try:
            await self._wire.ask(method, **arguments)
        except Fault as fault:
            if lasting(fault):
                self._trouble.met(TOKEN, fault)
            return False
        return True
