"""How many steps it takes to an open room on each platform, by what its client sends and the fields it shows."""

from bot.model.values import CafeState
from handlers.cafe.sheet import AT_ONCE
from storage import cafe_plans
from tests.adapters.contract.person import SLACK, TELEGRAM, WEB
from tests.adapters.contract.town import Town
from tests.handlers.cafe.test_steps import MOST, ROUNDS, TABLES, pasted, thirty_said_yes

STEPS = {TELEGRAM: 9, SLACK: 10, WEB: 10}
CHOSEN = {"naming": "named", "wall": AT_ONCE}
READ = {"naming": "With their name, which each can take away", "wall": "As they are written"}  # chosen so on Slack


async def test_six_questions_for_thirty_people(here: Town, platform: str) -> None:
    """In two languages, every question of the form answered; README says so."""
    await thirty_said_yes(here.lab)
    ilinca = await here.arrives(platform, "ilinca")
    before = ilinca.steps
    await ilinca.says("/cafe E1")
    words = {"questions": pasted("ro"), "translated": pasted("en")}
    frame = {"tables": str(TABLES), "rounds": str(ROUNDS), "minutes": "20"}
    await ilinca.fills(**words, **frame, **(READ if platform == SLACK else CHOSEN))
    await ilinca.presses("🚪 Open the room")
    async with here.room.read() as tx:
        cafe = await cafe_plans.cafe(tx, 1)

    assert cafe is not None
    assert CafeState.OPEN is cafe.state
    assert STEPS[platform] == ilinca.steps - before <= MOST
