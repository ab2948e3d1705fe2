"""What Telegram refuses, in the vocabulary of ports, and as a sentence for the operator.

Descriptions are those of the public Bot API server; they are compared without regard to case. In the library's family
of errors `BadRequest` and `TimedOut` are network errors, so they are looked at before these.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.transport import NotSent, ServerFault, SlowDown
from bot.model.address import Place
from bot.model.problems import Lost, Moved, PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Reason

logger = logging.getLogger(__name__)

# seconds until it is worth trying again
_PAUSES = ((NotSent, 1.0), (ServerFault, 5.0), ((InvalidToken, Conflict), 30.0))
_FORBIDDEN = (
    ("deactivated", Reason.DEACTIVATED),
    ("can't initiate", Reason.NEVER_STARTED),
    ("deleted", Reason.GONE),
    ("bots can't send messages to bots", Reason.GONE),
)
_NOBODY_THERE = (
    ("chat not found", Reason.GONE),
    ("user not found", Reason.GONE),
    ("peer_id_invalid", Reason.GONE),
    ("not enough rights to send", Reason.BLOCKED),
    ("have no rights to send", Reason.BLOCKED),
    ("chat_write_forbidden", Reason.BLOCKED),
    ("chat_restricted", Reason.BLOCKED),
    ("need administrator rights in the channel chat", Reason.BLOCKED),
    ("chat_admin_required", Reason.BLOCKED),
    ("channel_private", Reason.GONE),
    ("group chat is deactivated", Reason.GONE),
)
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier is not")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def classify(error: TelegramError, place: Place | None) -> PortError:
    """The port error that stands for what Telegram answered to a request about `place` (None: about no chat).

    A 429 does not say whether the chat, or the bot as a whole, was too fast. It is given to the chat of the request:
    the bot's own rate is kept by whoever paces, one chat's window is the likelier one to be hit, and when it is the
    whole bot after all, each chat says so itself.
    """
    if isinstance(error, SlowDown | RetryAfter):
        return TryLater(_asked_to_wait(error), place)
    if isinstance(error, ChatMigrated) and place is not None:
        return Moved(replace(place, chat=str(error.new_chat_id)))
    if isinstance(error, Forbidden):
        return Unreachable(_reason(error, _FORBIDDEN) or Reason.BLOCKED)
    if isinstance(error, BadRequest):
        return _bad_request(error)
    pause = next((seconds for kinds, seconds in _PAUSES if isinstance(error, kinds)), None)
    return Unknown(type(error).__name__) if pause is None else TryLater(pause, fault=isinstance(error, ServerFault))


def _asked_to_wait(error: SlowDown | RetryAfter) -> float:
    wait = error.after if isinstance(error, SlowDown) else error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _bad_request(error: BadRequest) -> PortError:
    if reason := _reason(error, _NOBODY_THERE):
        return Unreachable(reason)
    if says(error, *_LOST):
        return Lost(without_quotes(error))
    return Refused(without_quotes(error))


def _reason(error: TelegramError, table: tuple[tuple[str, Reason], ...]) -> Reason | None:
    return next((reason for words, reason in table if says(error, words)), None)


def says(error: TelegramError, *words: str) -> bool:
    """Whether the description holds one of these words (given in lower case)."""
    description = error.message.casefold()
    return any(word in description for word in words)


def without_quotes(error: TelegramError) -> str:
    """The description, at most 200 characters, without what it quotes: that may be a personal link or words."""
    return _QUOTED.sub("'…'", error.message)[:200]


def sentence(error: TelegramError, address: str) -> str:
    """What is wrong between us and Telegram at `address`, and what to do, for the operator."""
    if isinstance(error, InvalidToken):
        return "Telegram does not accept the token in SFAT_TELEGRAM_TOKEN; copy it again from @BotFather."
    if isinstance(error, Conflict) and says(error, "webhook"):
        return (
            "A webhook is set for this bot, so it cannot be polled; stop the program that sets it, or use another bot."
        )
    if isinstance(error, Conflict):
        return "Another program polls with the same token; stop it, or use another bot."
    if isinstance(error, BadRequest) and says(error, "webhook"):
        return "Telegram does not take the address for its posts; look at SFAT_PUBLIC_URL."
    return f"Telegram cannot be used at {address}; look at the network and at SFAT_TELEGRAM_API_URL."


class Trouble:
    """What stands between us and Telegram just now: said once in the log, and once more when it is over."""

    def __init__(self, address: str) -> None:
        self.sentence = ""
        self._address = address

    def met(self, error: TelegramError) -> None:
        """Note what Telegram, or the way there, does to all requests."""
        self.say(sentence(error, self._address), f"{type(error).__name__}: {without_quotes(error)}")

    def say(self, sentence: str, detail: str) -> None:
        """Note a trouble; the log gets it with its detail when it is not the one that is known already."""
        if sentence != self.sentence:
            logger.warning("%s (%s)", sentence, detail)
        self.sentence = sentence

    def over(self) -> None:
        """All is well again."""
        if self.sentence:
            logger.warning("Telegram can be used again.")
        self.sentence = ""

    @contextmanager
    def translated(self, place: Place | None) -> Iterator[None]:
        """Let nothing but port errors through. The cause is cut off: its text may quote what was to be sent."""
        try:
            yield
        except TelegramError as error:
            if isinstance(error, InvalidToken):
                self.met(error)
            raise classify(error, place) from None
