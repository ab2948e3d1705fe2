"""What Slack vouches for about an account: the name, the language, the time zone, and sometimes the e-mail address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.slack.who import Me
from bot.model.update import Profile

_NOT_OF_OURS = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted")


@dataclass(frozen=True)
class Facts:
    """An account as Slack knows it; "" for what it does not say."""

    name: str = ""
    language: str = ""
    profile: Profile = field(default=Profile())


def facts(user: Mapping[str, Any], me: Me) -> Facts:
    """Read a user of `users.info` or `user_change`."""
    about = user.get("profile") or {}
    name = about.get("real_name") or user.get("real_name") or user.get("name") or ""
    language = str(user.get("locale") or "").partition("-")[0].lower()
    return Facts(
        str(name),
        language if len(language) == 2 else "",
        Profile(_address(user, about, me), str(user.get("tz") or "")),
    )


def _address(user: Mapping[str, Any], about: Mapping[str, Any], me: Me) -> str:
    """The e-mail address of a full member of our own team who has confirmed it; "" for everybody else."""
    if user.get("team_id") != me.team or any(user.get(mark) for mark in _NOT_OF_OURS):
        return ""
    return str(about.get("email") or "") if user.get("is_email_confirmed") is True else ""
