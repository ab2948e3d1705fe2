"""What the parts of this feature share: the router, the names of its views, its buttons, the row behind a button."""

from datetime import timedelta

from bot.core import Look, Router, Terms
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import CafeState, Lane, Role
from handlers.shared import cafes
from storage import cafe_plans
from storage.cafes import CafeRow
from storage.tx import Tx

router = Router("cafe")

PLAN, CONSOLE = "cafe.plan", "cafe.console"
ROUND, SOON, GONG, PAUSED, LONGER, THANKS = (
    "cafe.round",
    "cafe.soon",
    "cafe.gong",
    "cafe.paused",
    "cafe.longer",
    "cafe.thanks",
)
PREPARE, CORRECT = "cafe.prepare", "cafe.correct"
MINE, ONE, HIDDEN, ASIDE, WRONG = "cafe.mine", "cafe.idea", "cafe.noted", "cafe.aside", "cafe.wrong"
BRIEFING, LEFT = "cafe.briefing", "cafe.left"
LOOK_DUE, LOOK_EVERY, SILENT = "cafe.look", timedelta(minutes=1), timedelta(minutes=6)

# Topics: the plan of a café; its clock; what is said, counted; a round as its people see it (subject: café and round).
PLANNED, PARTS, CLOCK, SAID, HERE = cafes.PLANNED, cafes.PARTS, "cafe.clock", "cafe.said", cafes.HERE
# The café has ended (subject: café and round, as in HERE): what was offered on cards of this round works no more.
ENDED = cafes.ENDED
# What one message acknowledges (subject: the first idea in it).
NOTED = "cafe.noted"
aloud = cafes.aloud


class ShowPlan(Press, name="caf.plan"):
    """The card with the plan."""

    cafe: int


class ChangePlan(Press, name="caf.change"):
    """Change questions, tables, rounds."""

    cafe: int


class OpenRoom(Press, name="caf.open"):
    """Open the room: the plan is what holds from now on."""

    cafe: int


class Console(Press, name="caf.console"):
    """The card from which the café is run."""

    cafe: int


class StartRound(Press, name="caf.start"):
    """Start this round."""

    cafe: int
    number: int


class PauseRound(Press, name="caf.pause"):
    """Stop the clock of this round."""

    cafe: int
    number: int


class ResumeRound(Press, name="caf.resume"):
    """Let the clock go on."""

    cafe: int
    number: int


class Longer(Press, name="caf.longer"):
    """Five minutes more; `ends` is the minute at which it ended when the button was drawn."""

    cafe: int
    number: int
    ends: int


class GongNow(Press, name="caf.gong"):
    """End this round now."""

    cafe: int
    number: int


class ReopenRound(Press, name="caf.again"):
    """It goes on: it was ended too early."""

    cafe: int
    number: int


class EndCafe(Press, name="caf.end"):
    """End the café; asked again before it is done."""

    cafe: int


class EndNow(Press, name="caf.end.now"):
    """End it, after the question whether to."""

    cafe: int


class Harvest(Press, name="caf.harvest"):
    """What was said so far."""

    cafe: int


class Correct(Press, name="idea.correct"):
    """Say one's own idea better."""

    idea: int


class Withdraw(Press, name="idea.withdraw"):
    """Take one's own idea back."""

    idea: int


class TakeNameAway(Press, name="idea.name"):
    """Without my name; asked again before it is done."""

    idea: int


class NobodysNow(Press, name="idea.nobodys"):
    """Take the name away for good."""

    idea: int


class Split(Press, name="idea.split"):
    """There are several ideas in it."""

    idea: int


class Mine(Press, name="idea.which"):
    """Change one of several."""

    idea: int


class TheOne(Press, name="idea.one"):
    """This one."""

    idea: int


class WrongQuestion(Press, name="idea.wrong"):
    """It was for another question."""

    idea: int


class Belongs(Press, name="idea.move"):
    """It belongs to this question."""

    idea: int
    asked: int


class AllBelong(Press, name="idea.late"):
    """Those of one acknowledgement that came late belong to this question."""

    idea: int
    asked: int


def session(row: CafeRow) -> Terms:
    """How what is said during a café travels: before reminders and broadcasts, and to those who asked for silence too,
    for they sit in the room."""
    return Terms(lane=Lane.SESSION, vital=True, event=row.event_id, programme=row.programme_id)


async def known(tx: Tx, number: int) -> CafeRow:
    """The café behind a button. Raises Sorry when there is none (any more)."""
    found = await cafe_plans.cafe(tx, number)
    if found is None:
        raise Sorry(T("This world café is no longer there."))
    return found


async def in_session(tx: Tx, number: int) -> CafeRow:
    """The café behind a button, whose room is open. Raises Sorry before that and afterwards."""
    row = await known(tx, number)
    if row.state is CafeState.OVER:
        raise Sorry(T("This café is over."))
    if row.state is not CafeState.OPEN:
        raise Sorry(T("The room is not open yet."))
    return row


def concealed(row: CafeRow) -> bool:
    """Whether nobody but those who run the café may read what others said, for now."""
    return row.hidden and row.revealed_at is None


async def run_by(look: Look, number: int) -> CafeRow | None:
    """The café, for a reader who still runs it; a card that stands ends with the role."""
    if not await look.may(Role.FACILITATOR, "cafe", number):
        return None
    return await cafe_plans.cafe(look.db, number)
