"""Who writes on Slack, and what is kept."""

from bot.model.values import Going
from handlers.shared.presses import PostIn
from storage.answers import RSVP
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.person import SLACK
from tests.adapters.contract.town import Town
from tests.fakes.slack import Place
from tests.handlers.steps import found


async def arrives(here: Town, name: str) -> OnSlack:
    """Somebody of the lab on Slack, come by their own link."""
    person = await here.arrives(SLACK, name)
    assert isinstance(person, OnSlack)
    return person


async def stranger(here: Town) -> OnSlack:
    """Somebody of the workspace whom nobody knows."""
    person = await here.newcomer(SLACK, "Zoe Pavel")
    assert isinstance(person, OnSlack)
    return person


async def channel_with_card(here: Town, *people: OnSlack) -> Place:
    """A channel that the first of these, a manager, has put us into, and the card of the event in it."""
    manager, *_ = people
    channel = here.slack.channel("ateliere", *(one.user for one in people), bot=False)
    await channel.invites_bot(manager.user.id)
    await here.settle()
    await manager.forges(PostIn(here.lab.event).pack())
    await manager.presses("ateliere")
    await manager.presses("📤 Send")
    return channel


async def answers(here: Town) -> dict[int, Going]:
    """Every answer, by person."""
    return {row.person_id: row.answer for row in await found(here.lab, RSVP)}
