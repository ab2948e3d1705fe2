"""`python -m tests.faults.hasty run`: Sfat whose processes give one another up after two seconds instead of nine."""

import sys
from datetime import timedelta

from bot.__main__ import main
from bot.core import membership
from storage import postgres

LEASE_SECONDS = 2.0

membership.LEASE = timedelta(seconds=LEASE_SECONDS)
membership.BEAT_SECONDS = 0.4
postgres.PATIENCE["idle_in_transaction_session_timeout"] = "1500"

if __name__ == "__main__":
    sys.exit(main())
