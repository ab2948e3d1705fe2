"""The README, word by word: what it tells a newcomer to press is there to be pressed."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.cli.entry import COMMANDS
from bot.settings import SECRETS, Settings
from tests.acceptance.test_try_out import try_out
from tests.faults.running import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MARKED = re.compile(r"\*\*(?P<label>[^*]+)\*\*|\*(?P<person>[^*]+)\*")


def section(title: str) -> str:
    """The text under a heading."""
    return README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def steps() -> list[tuple[str, str]]:
    """What is to be pressed and in whose chat: labels stand **bold**, whoever is to press them stands *slanted*."""
    person, found = "", []
    for mark in MARKED.finditer(" ".join(section("Try it in a minute").split())):
        person = mark["person"] or person
        if mark["label"]:
            found.append((person, mark["label"]))
    return found


async def press(page: Page, person: str, label: str) -> None:
    """Press the newest button of exactly this label (a count may follow it): a person's, else one of the page."""
    exactly = re.compile(rf"^{re.escape(label)}( \d+)?$")
    buttons = page.get_by_role("region", name=person, exact=True).get_by_role("button", name=exactly)
    await buttons.or_(page.get_by_role("banner").get_by_role("button", name=exactly)).last.click()


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")  # the browser's loop
async def test_the_try_out_goes_as_it_is_told(tmp_path: Path, chromium: Browser) -> None:
    """Each label is pressed in its turn; then the reminder stands with those who had not answered, and only there."""
    async with try_out(tmp_path) as address, await chromium.new_page() as page:
        page.set_default_timeout(5000)
        await page.goto(address)
        for person, label in steps():
            await press(page, person, label)

        words = re.compile("Încă nu ne-ați răspuns|You have not answered yet")
        reminded = page.get_by_role("article").filter(has_text=words)
        await expect(reminded).to_have_count(1)
        await expect(page.get_by_role("region", name="Emma Lindqvist").locator(reminded)).to_have_count(1)
        await expect(page.get_by_text("cine nu răspunsese: Emma Lindqvist")).to_be_visible()


def test_it_names_settings_that_exist() -> None:
    """None is misspelt."""
    known = {f"SFAT_{name.upper()}" for name in Settings.model_fields}
    known |= {f"SFAT_{name.upper()}_FILE" for name in SECRETS}

    assert set() == set(re.findall(r"SFAT_[A-Z_]+[A-Z]", README)) - known


def test_it_names_commands_that_exist() -> None:
    """`sfat import` and its like."""
    named = set(re.findall(r"\bsfat ([a-z]+)\b", section("Connect Telegram")))

    assert set() < named
    assert set() == named - set(COMMANDS)


@pytest.mark.parametrize("path", re.findall(r"[`(]((?:bot|deploy|handlers|tests)/[\w./-]+)[`)]", README))
def test_it_names_files_that_exist(path: str) -> None:
    """Pictures too. The file of the invented feature is to be written by the reader."""
    assert (ROOT / path).exists() or "coffee" in path
