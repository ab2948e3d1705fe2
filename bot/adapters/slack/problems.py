"""What Slack refuses, in the vocabulary of ports, and as a sentence for the operator.

Codes are those of the Web API's methods (Slack, the "Errors" of each method).
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.adapters.slack.wire import BROKEN, CLOSED, LIMITED, SILENT, Fault
from bot.model.address import Place
from bot.model.problems import Lost, PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Reason

logger = logging.getLogger(__name__)

_NOBODY_THERE: Mapping[str, Reason] = {
    "channel_not_found": Reason.GONE,
    "is_archived": Reason.GONE,
    "is_inactive": Reason.GONE,
    "user_not_found": Reason.GONE,
    "users_not_found": Reason.GONE,
    "user_not_visible": Reason.GONE,
    "cannot_dm_bot": Reason.GONE,
    "user_disabled": Reason.DEACTIVATED,
    "not_in_channel": Reason.BLOCKED,
    "messages_tab_disabled": Reason.BLOCKED,
    "restricted_action": Reason.BLOCKED,
    "restricted_action_read_only_channel": Reason.BLOCKED,
    "restricted_action_thread_only_channel": Reason.BLOCKED,
}
_LOST = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
# About our token, not about whom we write to: "Authentication token is for a deleted user or workspace" and the like.
_NOT_LET_IN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_disabled",
        "token_expired",
        "token_revoked",
        "user_removed_from_team",
    }
)
_NOT_ALLOWED = frozenset({"access_denied", "missing_scope", "no_permission", "not_allowed_token_type"})
_LATER: Mapping[str, float] = {
    CLOSED: 1.0,
    "accesslimited": 60.0,
    "ekm_access_denied": 60.0,
    "external_channel_migrating": 60.0,
    "request_timeout": 5.0,
    "service_unavailable": 5.0,
    "team_added_to_org": 60.0,
    "update_failed": 5.0,
}
_MAY_BE_DONE = frozenset({SILENT, "fatal_error", "internal_error"})
_LET_IN_LATER = 30.0
_SERVER_REST = 5.0

# What can be in trouble, each by itself.
TOKEN, LINE, OFF, INBOX, SHARED = "token", "line", "off", "inbox", "shared"


def classify(fault: Fault, place: Place | None, *, harmless: bool = False) -> PortError:
    """The port error that stands for a fault of a call about `place` (None: about no chat).

    `harmless` says that the call may be made twice without anybody noticing. A 429 closes the method; it is given to
    the chat of the call, so that other methods go on, and the next chat is told the same without being asked.
    """
    if fault.code == LIMITED:
        return TryLater(fault.after, place)
    if fault.code in _NOT_LET_IN or fault.code in _NOT_ALLOWED:
        return TryLater(_LET_IN_LATER)
    if reason := _NOBODY_THERE.get(fault.code):
        return Unreachable(reason)
    if fault.code in _LOST:
        return Lost(fault.code)
    if fault.code in _LATER:
        return TryLater(_LATER[fault.code])
    doubtful = fault.code in _MAY_BE_DONE or fault.status == 504  # a gateway gave up waiting for who had the request
    if doubtful and not harmless:
        return Unknown(fault.code)
    if doubtful or fault.code == BROKEN or fault.status >= 500:
        return TryLater(_SERVER_REST, fault=True)
    return Refused(str(fault))


def lasting(fault: Fault) -> bool:
    """Whether it is about us as a whole, not about this call."""
    return fault.code in _NOT_LET_IN or fault.code in _NOT_ALLOWED


def sentence(fault: Fault, address: str) -> str:
    """What is wrong between us and Slack at `address`, and what to do, for the operator."""
    setting = "SFAT_SLACK_APP_TOKEN" if fault.method == "apps.connections.open" else "SFAT_SLACK_BOT_TOKEN"
    if fault.code in _NOT_LET_IN:
        return f"Slack does not accept the token in {setting} ({fault.code}); copy it again from the app's settings."
    if fault.code in _NOT_ALLOWED:
        wants = f" {fault.detail}" if fault.detail else ""
        return (
            f"The Slack app lacks a permission{wants} ({fault.code} at {fault.method}); bring its manifest up to date "
            "from deploy/ and install it again."
        )
    return f"Slack cannot be used at {address} ({fault.code}); look at the network and at SFAT_SLACK_API_URL."


class Trouble:
    """What stands between us and Slack just now, each cause by itself: said once in the log, and when it is over."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._sentences: dict[str, str] = {}

    @property
    def sentence(self) -> str:
        """The first trouble; "" when there is none."""
        return next(iter(self._sentences.values()), "")

    def met(self, cause: str, fault: Fault) -> None:
        """Note what Slack, or the way there, does to all calls."""
        self.say(cause, sentence(fault, self._address))

    def say(self, cause: str, sentence: str) -> None:
        """Note a trouble; the log gets it when it is not the one that is known already."""
        if self._sentences.get(cause) != sentence:
            logger.warning("%s", sentence)
        self._sentences[cause] = sentence

    def over(self, cause: str) -> None:
        """This cause is well again."""
        if self._sentences.pop(cause, "") and not self._sentences:
            logger.warning("Slack can be used again.")

    @contextmanager
    def translated(self, place: Place | None, *, harmless: bool = False) -> Iterator[None]:
        """Let nothing but port errors through."""
        try:
            yield
        except Fault as fault:
            if lasting(fault):
                self.met(TOKEN, fault)
            raise classify(fault, place, harmless=harmless) from None
