"""What `sfat check` says of the way updates come: polled, or brought to us by Telegram. No secret is among it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.telegram.registration import KINDS, PATH, Registration
from bot.cli.telegram_bot import ask_about_webhook
from bot.core.clock import WallClock
from bot.settings import Settings, site_for_telegram

AGAIN = "`sfat run` sets it"


@dataclass(frozen=True)
class Finding:
    """One line: what was found, and whether it is as it must be."""

    told: str
    well: bool = True


async def webhook_findings(settings: Settings) -> list[Finding]:
    """What Telegram thinks of our address, a finding each. Raises Unset where there is none it would deliver to."""
    if not settings.telegram_token:
        return [Finding("none is needed: there is no bot")]
    by_webhook = settings.telegram_mode == "webhook"
    site = site_for_telegram(settings) if by_webhook else ""
    registration = await ask_about_webhook(settings)
    if registration is None:
        return [Finding("what Telegram has written down could not be asked", well=not by_webhook)]
    if not by_webhook:
        return [_polled(registration)]
    return list(_posted(registration, site + PATH, WallClock().real()))


def _polled(registration: Registration) -> Finding:
    if not registration.url:
        return Finding("none is set: updates are polled")
    where = registration.host or "an unknown host"
    return Finding(f"one is set, to {where}, so nothing can be polled; `sfat run` takes it away", well=False)


def _posted(registration: Registration, url: str, now: datetime) -> Iterator[Finding]:
    if registration.url != url:
        where = f"it leads to another address, at {registration.host}" if registration.url else "none is set"
        yield Finding(f"{where}, and it should lead to {url}; {AGAIN}", well=False)
        return
    yield Finding(f"Telegram brings updates to {url}")
    failing = registration.is_failing(now)
    yield Finding(f"{registration.waiting} updates wait", well=not failing)
    yield _newest_error(registration, failing=failing)
    yield Finding(f"the host is at {registration.ip or 'an unknown address'}")
    yield Finding(f"at most {registration.connections} posts come at once")
    kinds = ", ".join(registration.kinds) or "whatever Telegram chooses"
    if registration.asks_for_ours:
        yield Finding(f"asked for: {kinds}")
    else:
        yield Finding(f"asked for: {kinds}, and it should be {', '.join(KINDS)}; {AGAIN}", well=False)


def _newest_error(registration: Registration, *, failing: bool) -> Finding:
    if registration.failed_at is None:
        return Finding("no post has failed since it was set")
    when = f"{registration.failed_at:%Y-%m-%dT%H:%M:%SZ}"
    state = "posts fail" if failing else "the newest failure is over"
    return Finding(f"{state}: {registration.failure or 'no reason given'} ({when})", well=not failing)
