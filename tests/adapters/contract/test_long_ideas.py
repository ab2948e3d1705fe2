"""An idea as long as a platform lets people write is kept to the last letter, and its card shows how it begins."""

from storage.ideas import IDEA
from tests.adapters.contract.person import SLACK, TELEGRAM, WEB
from tests.adapters.contract.test_cafe_steps import CHOSEN, READ
from tests.adapters.contract.town import Town
from tests.handlers.cafe.steps import QUESTIONS
from tests.handlers.steps import found, invite

LONGEST = {TELEGRAM: 4096, SLACK: 12_000, WEB: 4096}


async def test_a_long_idea_is_kept_whole(here: Town, platform: str) -> None:
    """Letters of one, two and three bytes, in one line."""
    most = LONGEST[platform]
    text = ("Spații ieftine, știri și „ateliere” pentru tineri, nu doar săli. " * most)[: most - 1] + "."
    await invite(here.lab, "ana", "dan")
    ana, dan = [await here.arrives(platform, name) for name in ("ana", "dan")]
    for one in (ana, dan):
        await one.presses("✅ I am coming")
    ilinca = await here.arrives(platform, "ilinca")
    await ilinca.says("/cafe E1")
    frame = {"questions": QUESTIONS, "translated": QUESTIONS, "tables": "1", "rounds": "1", "minutes": "20"}
    await ilinca.fills(**frame, **(READ if platform == SLACK else CHOSEN))
    await ilinca.presses("🚪 Open the room")
    await ilinca.presses("▶️ Start round 1")
    await ana.says(text)
    await ana.says("More rooms.")
    row, _ = await found(here.lab, IDEA)
    shown = next(line for line in (await ana.sees()).splitlines() if "Spații" in line)

    assert (most, text) == (len(row.text), row.text)
    assert shown.endswith("…") and len(shown) < 250
