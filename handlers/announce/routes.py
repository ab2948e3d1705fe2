"""What the parts of this feature share: the router, the names of its views, its buttons, the row behind a button."""

from bot.core import Look, Router
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Role
from storage import announcing
from storage.announcements import AnnouncementRow
from storage.tx import Tx

router = Router("announce")

MESSAGE, TRIAL, PREVIEW = "announcement", "announce.trial", "announce.preview"
PROGRESS, RECIPIENTS = "announce.progress", "announce.recipients"
NEW, CHANGE, CORRECT = "announce.new", "announce.change", "announce.correct"
START = "announce.start"
TEXT, COUNTS = "announcement", "announcement.progress"

router.progress("announce:", COUNTS)


class Write(Press, name="ann.new"):
    """Write an announcement of this programme."""

    programme: int


class Send(Press, name="ann.send"):
    """Send it, or plan it for its moment."""

    announcement: int


class Try(Press, name="ann.try"):
    """Send it to me alone."""

    announcement: int


class Change(Press, name="ann.change"):
    """Change what is not sent yet."""

    announcement: int


class Leave(Press, name="ann.leave"):
    """Leave the change of the text that is open."""

    announcement: int


class Correct(Press, name="ann.correct"):
    """Correct the text of what is sent."""

    announcement: int


class Drop(Press, name="ann.drop"):
    """Cancel it, or what is left of it."""

    announcement: int


class Pause(Press, name="ann.pause"):
    """Send no more of it for now."""

    announcement: int


class Resume(Press, name="ann.resume"):
    """Go on sending."""

    announcement: int


class People(Press, name="ann.people"):
    """Who has it and who has not; `page` counts from 0."""

    announcement: int
    page: int


class Repeat(Press, name="ann.repeat"):
    """Once more to those who did not get it."""

    announcement: int


class Back(Press, name="ann.back"):
    """From the recipients to the progress."""

    announcement: int


def cause(number: int) -> str:
    """Why its messages are sent: nobody gets two of one cause."""
    return f"announce:{number}"


async def known(tx: Tx, number: int) -> AnnouncementRow:
    """The announcement behind a button. Raises Sorry when there is none (any more)."""
    found = await announcing.announcement(tx, number)
    if found is None:
        raise Sorry(T("This announcement is no longer there."))
    return found


async def managed(look: Look, number: int) -> AnnouncementRow | None:
    """The announcement, for a reader who still manages its programme; a card that stands ends with the role."""
    if not await look.may(Role.MANAGER, "announcement", number):
        return None
    return await announcing.announcement(look.db, number)
