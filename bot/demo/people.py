"""The personas of the try-out, and the door that lets one browser speak for all of them."""

from collections.abc import Sequence

from bot.core.ports import Entry, Visitor
from bot.model.address import Account

MANAGER = "corina"
PERSONAS: dict[str, tuple[str, str, str]] = {
    MANAGER: ("Corina Albu", "manager de proiect", "ro"),
    "ana": ("Ana Câmpeanu", "Atelierul de Ceramică Lutul Bun", "ro"),
    "dragos": ("Dragoș Pârvu", "Asociația Curtea Verde", "ro"),
    "emma": ("Emma Lindqvist", "Nord Est Software SRL", "en"),
}
REPRESENTATIVES = {"ana": "REP-1", "dragos": "REP-2", "emma": "REP-3"}


class Everybody:
    """Implements bot.core.ports.Door: whoever sits at this machine plays every persona."""

    async def visitors(self, cookie: str) -> Sequence[Visitor]:
        """All of them."""
        return [Visitor(account_of(key), name, about, language) for key, (name, about, language) in PERSONAS.items()]

    async def enter(self, token: str, cookie: str) -> Entry | None:
        """A personal link leads to the same page."""
        return Entry("try-out")


def account_of(persona: str) -> Account:
    """A persona's account in the web chat."""
    return Account("web", "web", persona)
