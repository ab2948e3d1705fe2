"""What has become of a form that a page still shows: implements `bot.core.ports.Forms`."""

import re
from dataclasses import dataclass

from bot.core.desk import House
from bot.core.dialogue import LIFE
from bot.core.ports import Clock
from bot.model.address import Account
from bot.model.form import FormState
from storage import accounts, dialogues
from storage.database import Database

_NUMBER = re.compile(r"[0-9]{1,9}")  # nine digits fit every database's integers


@dataclass(frozen=True)
class StoredForms:
    """Forms are rows, and one at a time waits for an account in a place."""

    db: Database
    house: House
    clock: Clock

    async def standing(self, account: Account, key: str) -> FormState:
        """How a form of this account stands; another's, or one that never was, is closed."""
        if not _NUMBER.fullmatch(key):
            return FormState.CLOSED
        async with self.db.read() as tx:
            row = await dialogues.form(tx, int(key))
            whose = await accounts.known_account(tx, account.platform, account.installation, account.user)
            if row is None or whose is None or row.account_id != whose.id:
                return FormState.CLOSED
            if row.state == "done":
                return FormState.SENT
            waits = await dialogues.form_waiting(tx, row.account_id, row.place_id, self.clock.now() - LIFE)
        if waits is None or waits.form not in self.house.routes.forms:
            return FormState.CLOSED
        return FormState.OPEN if waits.id == row.id else FormState.ASIDE
