"""The page for a pile of paper in a real browser: typed, saved once, taken back; nothing is lost, nothing acts."""

import json

import pytest
from playwright.async_api import Page, expect

from bot.model.paper import LONGEST, Typed, Why
from tests.web.desk import SAID, Typing
from tests.web.test_wall_page import HOSTILE, TEXTS, contrast

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop


def written(desk: Typing, texts: tuple[str, ...] = SAID) -> None:
    """These were typed in before."""
    desk.desk.said = [Typed(number, 1, 1, 1, text, "Ana Câmpeanu") for number, text in enumerate(texts, 1)]


async def types(page: Page, text: str) -> None:
    """Type into the field for ideas, and save by the keyboard."""
    await page.locator("#ideas").fill(text)
    await page.keyboard.press("Control+Enter")


async def test_by_the_keyboard_alone(desk: Typing) -> None:
    """It begins in the field; Ctrl+Enter saves; Tab leads to the newest idea's undo, and Enter takes it back."""
    page = await desk.open()
    await page.keyboard.type("Un parc\nO piață")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#done")).to_have_text("S-au salvat 2 idei.")
    for key in ("Tab", "Tab", "Enter"):
        await page.keyboard.press(key)

    await expect(page.locator("#done")).to_have_text("Retrasă: O piață")
    assert ["Un parc"] == [one.text for one in desk.desk.said]


async def test_where_and_whose(desk: Typing) -> None:
    """Round, table and person are sent as they were chosen; the question of that table stands there verbatim."""
    page = await desk.open()
    await page.get_by_label("Runda").select_option("1")
    await page.get_by_label("Masa").select_option("3")
    await page.get_by_label("Cine a scris").select_option(label="Dragoș Pârvu")
    await expect(page.locator("#asked")).to_contain_text("Ce spații goale am putea deschide?")
    await types(page, "Fabrica de la gară")
    await expect(page.locator("#typed li").first).to_contain_text("Masa 3, runda 1 · întrebarea 3 · Dragoș Pârvu")
    (sent,) = desk.desk.batches

    assert (1, 3, None, 2, ["Fabrica de la gară"]) == sent[1:]


async def test_the_newest_stands_first(desk: Typing) -> None:
    """Below the form, with how many there are."""
    page = await desk.open()
    for text in ("Un parc", "O piață"):
        await types(page, text)
        await expect(page.locator("#typed .text").first).to_have_text(text)

    assert ["O piață", "Un parc"] == await page.locator("#typed .text").all_inner_texts()
    await expect(page.locator("#count")).to_have_text("2 idei scrise de dumneavoastră")


async def test_personal_data_are_noticed(desk: Typing) -> None:
    """A telephone number or an address in what was typed: how many, and what can be done."""
    page = await desk.open()
    await types(page, "Un parc\nScrieți la ana@example.org")

    told = "⚠️ 1 dintre ele pare să conțină un număr de telefon sau o adresă de e-mail; o puteți retrage mai jos."
    await expect(page.locator("#done")).to_have_text(f"S-au salvat 2 idei. {told}")


async def test_a_double_click_saves_once(desk: Typing) -> None:
    """The button does nothing while it saves; a click just afterwards does not complain of the empty field."""
    page = await desk.open()
    await page.locator("#ideas").fill("Un parc")
    await page.locator("#save").dblclick()
    await expect(page.locator("#typed li")).to_have_count(1)
    await page.locator("#save").click()

    assert [["Un parc"]] == [one.ideas for one in desk.desk.batches]
    await expect(page.locator("#done")).to_have_text("S-a salvat 1 idee.")
    await expect(page.locator("#trouble")).to_be_hidden()


async def test_a_lost_answer_loses_nothing(desk: Typing) -> None:
    """The text stays, the page says what to do, and doing it keeps each idea once."""
    desk.desk.loses = 1
    page = await desk.open()
    await types(page, "Un parc\nO piață")
    await expect(page.locator("#trouble")).to_contain_text("apăsați din nou „Salvați”")
    stayed = await page.locator("#ideas").input_value()
    await page.locator("#save").click()
    await expect(page.locator("#done")).to_have_text("Erau salvate deja; nimic nu s-a dublat.")

    assert ("Un parc\nO piață", ["Un parc", "O piață"]) == (stayed, [one.text for one in desk.desk.said])


async def test_a_reload_loses_nothing(desk: Typing) -> None:
    """What was not saved, or may not have been, stands there again and goes with the same key."""
    desk.desk.loses = 1
    page = await desk.open()
    await page.get_by_label("Masa").select_option("4")
    await types(page, "Un parc")
    await expect(page.locator("#trouble")).to_be_visible()
    await page.reload()
    await expect(page.locator("#ideas")).to_have_value("Un parc")
    await page.locator("#save").click()
    await expect(page.locator("#ideas")).to_have_value("")

    assert (1, 1, {4}) == (
        len(desk.desk.said),
        len({one.key for one in desk.desk.batches}),
        {one.table_number for one in desk.desk.batches},
    )


async def test_a_server_that_is_away(desk: Typing) -> None:
    """The text stays; when it is back, the same button saves."""
    page = await desk.open()
    await desk.server.stop()
    await types(page, "Un parc")
    await expect(page.locator("#trouble")).to_contain_text("Serverul nu a răspuns", timeout=16000)
    await desk.server.start()
    await page.locator("#save").click()

    await expect(page.locator("#done")).to_have_text("S-a salvat 1 idee.")
    await expect(page.locator("#ideas")).to_have_value("")


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Why.ROLE, "Nu mai conduceți"),
        (Why.GONE, "nu mai este valabilă"),
        (Why.PLACE, "Alegeți din nou"),
        (Why.WHO, "Alegeți"),
    ],
)
async def test_what_is_refused_stays(desk: Typing, why: Why, told: str) -> None:
    """With what to do about it."""
    page = await desk.open()
    desk.desk.refuses = why
    await types(page, "Un parc")

    await expect(page.locator("#trouble")).to_contain_text(told)
    await expect(page.locator("#ideas")).to_have_value("Un parc")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" \n ", "Nu este scris nimic de salvat."),
        ("Un parc\n" + "a" * (LONGEST + 1), "Rândul 2 are peste 10000 de caractere."),
        ("Un parc\n" * 101, "Sunt peste 100 de rânduri."),
    ],
)
async def test_what_is_too_much(desk: Typing, text: str, told: str) -> None:
    """Is said before anything is sent."""
    page = await desk.open()
    await types(page, text)

    await expect(page.locator("#trouble")).to_contain_text(told)
    assert ([], text) == (desk.desk.batches, await page.locator("#ideas").input_value())


async def test_a_round_that_begins_meanwhile(desk: Typing) -> None:
    """Can be chosen without a reload; what was chosen and typed stays."""
    desk.desk.rounds = 1
    page = await desk.open()
    await page.locator("#ideas").fill("Un parc")
    desk.desk.rounds = 2
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.locator("#round option")).to_have_count(2)

    assert ("1", "Un parc") == (await page.locator("#round").input_value(), await page.locator("#ideas").input_value())


async def test_before_the_first_round(desk: Typing) -> None:
    """The page says what it waits for."""
    desk.desk.rounds = 0
    page = await desk.open()

    await expect(page.get_by_text("Nicio rundă nu a început încă.")).to_be_visible()
    await expect(page.locator("#ideas")).to_be_hidden()


async def test_where_no_names_are_kept(desk: Typing) -> None:
    """Nobody is offered."""
    desk.desk.nameless = True
    page = await desk.open()

    await expect(page.locator("#who")).to_be_hidden()
    await expect(page.get_by_text("nu se păstrează numele nimănui")).to_be_visible()


async def test_the_other_language(desk: Typing) -> None:
    """One tap away, with what was typed."""
    page = await desk.open()
    await page.locator("#ideas").fill("Un parc")
    await page.get_by_role("link", name="EN").click()

    await expect(page.locator("#asked")).to_contain_text("What do young people who want to stay lack?")
    await expect(page.locator("#ideas")).to_have_value("Un parc")


@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("dark", [False, True])
async def test_it_can_be_told_from_its_ground(desk: Typing, dark: bool, refused: bool) -> None:
    """Every text has a contrast of at least 4.5 with what it stands on (WCAG 2.2, 1.4.3)."""
    written(desk)
    page = await desk.open(dark=dark)
    desk.desk.refuses = Why.ROLE if refused else None
    await types(page, "Un parc")
    await expect(page.locator("#trouble" if refused else "#done")).not_to_be_empty()
    found = json.loads(await page.evaluate(TEXTS))

    assert [] == [(text, ink, on) for text, _, ink, on in found if contrast(ink, on) < 4.5]


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844), (320, 640)])
async def test_nothing_sticks_out(desk: Typing, width: int, height: int, language: str) -> None:
    """Nothing is scrolled sideways, whatever people write."""
    written(desk, HOSTILE)
    page = await desk.open(f"?lang={language}", width, height)

    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_what_people_write_does_not_act(desk: Typing) -> None:
    """It stands there letter by letter; no script, picture or link comes of it, and no complaint of the browser."""
    page = await desk.open()
    await types(page, "\n".join(HOSTILE))
    await expect(page.locator("#typed li")).to_have_count(len(HOSTILE))
    made = await page.locator("main script, main img, main svg, main a, #typed b").count()

    assert (0, []) == (made, desk.complaints)
    assert HOSTILE[0] in await page.locator("#typed .text").all_inner_texts()


async def test_no_request_leaves_the_server(desk: Typing) -> None:
    """Everything comes from where the page came from."""
    page = await desk.open()
    await types(page, "Un parc")
    await expect(page.locator("#typed li")).to_have_count(1)

    assert [] == [url for url in desk.requests if not url.startswith(desk.origin + "/")]
