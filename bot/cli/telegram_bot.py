"""What is known of the bot on Telegram, for commands that make links to it or check it."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.adapters.telegram.registration import Registration
from bot.core.desk import House
from bot.core.program import Program
from bot.settings import Settings
from storage import marks
from storage.database import Database

USERNAME = "telegram.username"
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Told:
    """What a Bot API server answers to a question, or `trouble` in a sentence; and what time it is there."""

    result: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    at: datetime | None = None

    @property
    def username(self) -> str:
        """The bot's name, in an answer to `ask_who_we_are`; "" when it is not known."""
        return str(self.result.get("username", ""))


async def ask_who_we_are(settings: Settings) -> Told:
    """Call getMe once."""
    return await _ask(settings, "getMe")


async def ask_about_webhook(settings: Settings) -> Registration | None:
    """The webhook as Telegram has it; None when it does not tell."""
    told = await _ask(settings, "getWebhookInfo")
    return None if told.trouble else Registration.read(told.result)


async def _ask(settings: Settings, method: str) -> Told:
    """Call a method once. The token is in the address, so nothing of the address is ever repeated."""
    address = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}/{method}"
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            at = parsedate_to_datetime(answer.headers["Date"]) if "Date" in answer.headers else None
            told = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
        return Told(trouble=f"Telegram can not be reached ({type(problem).__name__})")
    if not isinstance(told, dict) or not told.get("ok"):
        words = str(told.get("description", "")) if isinstance(told, dict) else ""
        return Told(trouble=f"Telegram refuses the token: {words[:100] or 'no reason given'}", at=at)
    return Told(told["result"], at=at)


async def lead_to_the_bot(settings: Settings, db: Database, house: House) -> None:
    """Let links lead to the bot, where its name is known: `sfat run` keeps it, else Telegram is asked once."""
    if not settings.telegram_token:
        return
    async with db.read() as tx:
        kept = await marks.mark(tx, USERNAME)
    username = str(kept["username"]) if kept else (await ask_who_we_are(settings)).username
    if username:
        house.links.deep_link = lambda token: f"https://t.me/{username}?start={token}"


async def keep_username(program: Program) -> None:
    """Remember the bot's name, so that commands can make links without asking Telegram."""
    telegram = program.adapters.get("telegram")
    if telegram is None:
        return
    username = telegram.deep_link("x").removeprefix("https://t.me/").partition("?")[0]
    await program.db.write(lambda tx: marks.set_mark(tx, USERNAME, {"username": username}))
