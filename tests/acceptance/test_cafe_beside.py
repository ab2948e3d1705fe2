"""What the try-out's page knows of the café: where its wall is, and when only whoever runs it can go on."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.main import build
from bot.model.press import Press
from handlers.cafe.routes import EndNow, GongNow, OpenRoom, PauseRound, ResumeRound, StartRound
from handlers.cafe.wall import Renew
from tests.acceptance.tonight import Evening
from tests.cli.commands import settings_for

PAUSED = "The café is paused: Corina Albu resumes it with ▶️, or ends it with 🏁."
ROUNDS: list[Press | None] = [press for n in (1, 2, 3) for press in (StartRound(1, n), GongNow(1, n))]


def framing(answer: httpx.Response) -> tuple[str, str]:
    """Who may show this inside another page: the word of both headers."""
    policy = answer.headers["content-security-policy"]
    (ancestors,) = (part for part in policy.split("; ") if part.startswith("frame-ancestors"))
    return answer.headers["x-frame-options"], ancestors.removeprefix("frame-ancestors ")


@pytest.mark.parametrize(
    ("deeds", "told"),
    [
        ([], "Corina Albu starts round 1 with ▶️, or ends the café with 🏁."),
        ([StartRound(1, 1), PauseRound(1, 1)], PAUSED),
        ([*ROUNDS[:2], None], "Corina Albu starts round 2 with ▶️, or ends the café with 🏁."),
        ([*ROUNDS, None], "All rounds are over: Corina Albu ends the café with 🏁."),
    ],
)
async def test_no_time_passes_over_what_somebody_must_do(
    evening: Evening, deeds: list[Press | None], told: str
) -> None:
    """The page says what it is, and its button leads nowhere meanwhile; None is the next moment: the end of a grace."""
    await evening.corina(OpenRoom(1))
    for press in deeds:
        await (evening.state(played=True) if press is None else evening.corina(press))
    before = evening.clock.now()
    state = await evening.state(played=True)

    assert (told, None, before) == (state["waits"], state["next"], evening.clock.now())


async def test_the_story_goes_on_with_the_cafe_and_after_it(evening: Evening) -> None:
    """A paused round that goes on is played to where two minutes are left; after the end the other event is next."""
    await evening.corina(OpenRoom(1))
    for press in (StartRound(1, 1), PauseRound(1, 1), ResumeRound(1, 1)):
        await evening.corina(press)
    runs = (await evening.state(played=True))["now"]
    await evening.corina(EndNow(1))
    ended = await evening.state()

    assert ("Monday, 1 March 2027, 09:18", None) == (runs, ended["waits"])


@pytest.mark.both
async def test_the_wall_is_known_while_the_room_is_open_and_that_evening(evening: Evening) -> None:
    """And opens there; next morning it is gone."""
    before = (await evening.state())["wall"]
    await evening.corina(OpenRoom(1))
    wall = (await evening.state())["wall"]
    await evening.corina(StartRound(1, 1))
    await evening.corina(EndNow(1))
    ended = (await evening.state())["wall"]
    evening.clock.move(evening.clock.now() + timedelta(hours=13))

    assert (None, 200, wall, None) == (
        before,
        (await evening.page.get(wall)).status_code,
        ended,
        (await evening.state())["wall"],
    )


async def test_a_wall_with_a_new_address(evening: Evening) -> None:
    """The page knows the new one at once; the one before opens nothing, and says so where it stands."""
    await evening.corina(OpenRoom(1))
    before = (await evening.state())["wall"]
    await evening.corina(Renew(1, 1))
    after = (await evening.state())["wall"]
    gone = await evening.page.get(before)

    assert (404, ("SAMEORIGIN", "'self'")) == (gone.status_code, framing(gone))
    assert (200, True) == ((await evening.page.get(after)).status_code, before != after)


async def test_only_the_wall_stands_inside_another_page(evening: Evening) -> None:
    """In one of our own, and only its page."""
    await evening.corina(OpenRoom(1))
    wall = (await evening.state())["wall"]
    found = {path: framing(await evening.page.get(path)) for path in (wall, f"{wall}/now", "/chat", "/paper/x", "/")}

    assert ("SAMEORIGIN", "'self'") == found.pop(wall)
    assert {("DENY", "'none'")} == set(found.values())


async def test_outside_the_try_out_no_page_stands_inside_another(url: str, tmp_path: Path) -> None:
    """A wall neither."""
    sfat = build(settings_for(tmp_path, url, webchat="on"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sfat.site), base_url="http://localhost") as client:
        found = {framing(await client.get(path)) for path in ("/wall/x", "/chat")}

    assert {("DENY", "'none'")} == found
