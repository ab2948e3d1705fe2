"""A feature that listens: what it heard, in order, and how it fails."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core import Ctx, Router
from bot.model.address import Account, Place
from bot.model.card import Card, card
from bot.model.text import T
from bot.model.update import Command, Envelope, Said, Update
from bot.model.values import Role
from storage.people import MARK

_sources = itertools.count(1)


@dataclass
class Ear:
    """`/hear WORDS` keeps the words as a mark; `failing` names what fails, and how often it still does."""

    heard: list[str] = field(default_factory=list)
    failing: dict[str, int] = field(default_factory=dict)
    router: Router = field(default_factory=lambda: Router("ear"))

    def __post_init__(self) -> None:
        self.router.command("hear", who=Role.ANYONE, help=T("listen"))(self.hear)

    async def hear(self, ctx: Ctx, words: tuple[str, ...]) -> Card:
        """Keep the words, once."""
        text = " ".join(words)
        self.heard.append(text)
        await ctx.db.execute(MARK.insert(), {"name": text, "value": {}})
        if self.failing.get(text, 0) > 0:
            self.failing[text] -= 1
            raise LookupError("a bug of this feature")
        ctx.toast = T("Heard: {text}", text=text)
        return card(T("You said {text}", text=text))


def envelope(user: str, update: Update | str, source: str = "") -> Envelope:
    """What a platform brings: words for the ear, or any update."""
    if isinstance(update, str):
        update = Command("hear", (update,))
    account, place = Account("memory", "m1", user), Place("memory", "m1", user)
    return Envelope(source or f"e{next(_sources)}", account, place, update, user.title(), "en")


def said(user: str, texts: Sequence[str]) -> list[Envelope]:
    """Free texts of one person."""
    return [envelope(user, Said(text)) for text in texts]
