"""On whose clock a person reads times: what their platform knows is proposed, once."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.problems import Sorry
from bot.model.text import T, ZoneName
from bot.model.values import Role
from handlers.joining.routes import TIMES, KeepTimes, TakeTimes, router
from handlers.shared.welcome import YOUR_TIMES
from handlers.shared.zones import zone_named
from storage import preferences


@router.view(YOUR_TIMES)
async def question(look: Look, number: int) -> Card | None:
    """Only a proposal: whoever travels may want to stay with the hours of home."""
    zone = zone_named(number)
    if zone is None:
        return None
    yes, no = Button(T("✅ Yes"), TakeTimes(number)), Button(T("No"), KeepTimes())
    return card(T("Show your times in {zone}?", zone=ZoneName(zone)), rows=[(yes, no)])


@router.press(TakeTimes, who=Role.KNOWN)
async def take(ctx: Ctx, press: TakeTimes) -> Show:
    """From now on times are shown in this zone."""
    zone = zone_named(press.zone)
    if zone is None:
        raise Sorry(T("I do not know this time zone, so I changed nothing."))
    ctx.me.zone = zone
    await preferences.live_by(ctx.db, ctx.my_id, zone)
    return Show(TIMES)


@router.press(KeepTimes, who=Role.KNOWN)
async def keep(_ctx: Ctx, _press: KeepTimes) -> Show:
    """They stay as they are."""
    return Show(TIMES)


@router.view(TIMES)
async def times(look: Look) -> Card:
    """In which zone the reader's own times are shown."""
    return card(T("Your times are shown in {zone}.", zone=ZoneName(look.reader.zone)))
