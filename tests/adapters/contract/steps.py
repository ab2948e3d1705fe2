"""What the conversations of the contract begin with, and names that try to be more than text."""

from bot.model.values import Going
from storage.answers import RSVP
from tests.adapters.contract.person import Person
from tests.adapters.contract.town import Town
from tests.handlers.steps import found

HOSTILE = (
    "<b>Ana</b>",
    "<script>alert(1)</script>",
    "*_[Ana](https://evil.example.org)",
    "`Ana` {name} %s",
    "&lt;Ana&gt; & Co",
    "<!channel> <@U123>",
    "👩🏽‍🎤 Ana 🇷🇴",
    "عنا \u202eanA\u202c שלום",
    "Ana \"x\" onload='y'",
)


def harmless(text: str) -> str:
    """As it is read: without the marks that turn a line around."""
    return text.replace("\u202e", "").replace("\u202c", "")


async def guest(here: Town, platform: str, name: str, organisation: str = "oxid") -> Person:
    """Somebody who opens Ana's link after her and says who they are."""
    other = await here.newcomer(platform)
    await other.enters(await here.token("ana"))
    await other.opens_form()
    await other.fills(name=name, organisation=organisation)
    return other


async def answers(here: Town) -> list[Going]:
    """All answers that are kept."""
    return [row.answer for row in await found(here.lab, RSVP)]
