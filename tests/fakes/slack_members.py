"""The people of a workspace as users.info writes them, and the fixed ids of the workspace and the app."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.fakes.slack_errors import Json

TEAM = "T0SFATTEAM"
TEAM_DOMAIN = "sfat-test"
OTHER_TEAM = "T0OTHERORG"
APP = "A0SFATAPP"
BOT = "B0SFATBOT"
BOT_USER = "U0SFATBOT"


@dataclass(eq=False)
class Member:
    """One account. `restricted` is a multi-channel guest, `ultra_restricted` a single-channel one."""

    id: str
    name: str
    team: str = TEAM
    tz: str = "Europe/Bucharest"
    locale: str = "ro-RO"
    email: str = ""
    email_confirmed: bool = True
    restricted: bool = False
    ultra_restricted: bool = False
    deleted: bool = False
    is_bot: bool = False

    @property
    def handle(self) -> str:
        """The user name: lower case, without blanks."""
        return self.name.lower().replace(" ", ".")

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def stranger(self) -> bool:
        """Whether the account is from another workspace, here by Slack Connect."""
        return self.team != TEAM

    def wire(self, *, email: bool = False, locale: bool = False) -> Json:
        """The account as users.info writes it: the address only with its scope, the locale only when asked for."""
        first, _, last = self.name.partition(" ")
        profile: Json = {
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": first,
            "last_name": last,
            "team": self.team,
        }
        user: Json = {
            "id": self.id,
            "team_id": self.team,
            "name": self.handle,
            "deleted": self.deleted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
            "profile": profile | ({"email": self.email} if email and self.email and not self.stranger else {}),
        }
        if self.deleted:
            return user
        offset = datetime.now(UTC).astimezone(zoneinfo.ZoneInfo(self.tz)).utcoffset()
        user |= {
            "real_name": self.name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.restricted,
            "is_ultra_restricted": self.ultra_restricted,
            "is_email_confirmed": self.email_confirmed,
        }
        return user | ({"is_stranger": True} if self.stranger else {}) | ({"locale": self.locale} if locale else {})

    def short(self) -> Json:
        """The account as interactive payloads write it."""
        return {"id": self.id, "username": self.handle, "name": self.handle, "team_id": self.team}
