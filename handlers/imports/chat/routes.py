"""What the parts of this feature share: the router, the kinds of work, the buttons, the job behind a button."""

from datetime import timedelta

from bot.core import Router
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from storage import jobs
from storage.jobs import JobRow
from storage.tx import Tx

router = Router("imports")

CARD = "import"
READ, APPLY, UNDO = "import.read", "import.apply", "import.undo"
EXPIRES, SETTLES = "import.expires", "import.settles"
DECIDE_WITHIN = timedelta(days=1)
UNDO_WITHIN = timedelta(hours=1)
ENDINGS = (".csv", ".xlsx")


class ImportInto(Press, name="imp.into"):
    """This file is for that programme."""

    file: int
    programme: int


class Import(Press, name="imp"):
    """Do what the preview says."""

    job: int


class Leave(Press, name="imp.leave"):
    """Do nothing of it."""

    job: int


class TakeBack(Press, name="imp.back"):
    """Take back what was imported."""

    job: int


async def known(tx: Tx, number: int) -> JobRow:
    """The job behind a button. Raises Sorry when there is none (any more)."""
    found = await jobs.job(tx, number)
    if found is None:
        raise Sorry(T("This import is no longer there."))
    return found
