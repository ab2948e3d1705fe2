"""One update, one effect: answered, refused kindly, or undone."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.core import Ctx, Effect, Router, Show
from bot.model.card import Button, Card, card
from bot.model.form import Form
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Command, Said
from bot.model.values import Role
from storage import outbox
from storage.people import MARK
from tests.core import booking
from tests.core.workshop import Board, Workshop, open_workshop
from tests.room import Seat
from tests.storage.marks import marks

pytestmark = pytest.mark.usefixtures("quick")

RETIRED = "This button is no longer in use. /help lists what I can do."
REDRAWN = "This button is no longer in use. The message it stood under shows how things are today."
UNKNOWN = "I do not know you yet. Please send /start, or open your personal link."
NOT_YOURS = "Only the organisers can do this. Your request was noted, and nothing was changed."

router = Router("doors")


class Act(Press, name="t.act"):
    """0 works, 1 is refused kindly after having written."""

    kind: int


class Orphan(Press, name="t.orphan"):
    """No feature answers it."""


@router.press(Act, who=Role.ANYONE)
async def act(ctx: Ctx, press: Act) -> Effect:
    """Write, then perhaps refuse."""
    await ctx.db.execute(MARK.insert(), {"name": f"act {ctx.update_id}", "value": {}})
    ctx.toast = T("Done.")
    if press.kind:
        raise Sorry(T("Not like this."), Button(T("Like that"), Act(0)))
    return None


@router.command("managers", who=Role.MANAGER, help=T("for managers"))
async def managers(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Only for managers."""
    raise AssertionError("nobody in these tests manages")


@router.command("known", who=Role.KNOWN, help=T("for people we know"))
async def known(_ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Only for people we know."""
    return card(T("Welcome."))


@router.command("misled", who=Role.ANYONE, help=T("a wrong name"))
async def misled(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """What a feature must not do."""
    wrong: dict[str, Callable[[], Effect]] = {
        "view": lambda: Show("no such view"),
        "form": lambda: Form("no such form"),
        "type": lambda: "a string",  # type: ignore[return-value, dict-item]
    }
    if words[0] == "topic":
        await ctx.touch("no such topic", 1)
    if words[0] == "deadline":
        await ctx.schedule("no such deadline", times=[])
    if words[0] == "send":
        await ctx.send("no such view", to=1, cause=None)
    return wrong[words[0]]()


@router.command("take_two", "ia_doua", who=Role.ANYONE, help=T("a name of two words"))
async def take_two(_ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """Repeats its words."""
    return card(T("Words: {words}", words=" ".join(words)))


@pytest.fixture
async def workshop(url: str) -> AsyncIterator[Workshop]:
    """A workshop with doors."""
    opened = await open_workshop(url, router, booking.router)
    yield opened
    await opened.close()


@pytest.fixture
def ana(workshop: Workshop) -> Seat:
    """Somebody we do not know."""
    return workshop.seat("ana", language="en")


async def offered(workshop: Workshop, seat: Seat, *buttons: Button) -> None:
    """A card with buttons stands in the seat's chat."""
    workshop.board.notes[1] = Card(("choose",), (buttons,))
    (person,) = await workshop.people(seat.user)
    await workshop.send(1, person)
    await workshop.settle()


async def test_a_press_has_its_effect_and_its_toast(workshop: Workshop, ana: Seat) -> None:
    """What the handler says at once is told, the rest is done."""
    await offered(workshop, ana, Button("Act", Act(0)))
    await ana.presses("Act")

    assert ("Done.", 1) == (ana.told.toast, len(await marks(workshop.program.db)))


async def test_a_double_tap_is_two_updates(workshop: Workshop, ana: Seat) -> None:
    """Each has its effect: once-only is the business of unique rows."""
    await offered(workshop, ana, Button("Act", Act(0)))
    await ana.presses("Act")
    await ana.presses("Act")

    assert 2 == len(await marks(workshop.program.db))


@pytest.mark.both
async def test_a_refusal_undoes_what_was_done(workshop: Workshop, ana: Seat) -> None:
    """Nothing of a refused update stands but its kind sentence, with what leads on; the pressed card is not eaten."""
    await offered(workshop, ana, Button("Act", Act(1)))
    await ana.presses("Act")

    assert ([], "Not like this.") == (await marks(workshop.program.db), ana.told.toast)
    assert [("choose", ["Act"]), ("Not like this.", ["Like that"])] == [(one.text, one.labels) for one in ana.messages]


@pytest.mark.parametrize("payload", ["", "x", "t.act", "t.act:", "t.act:zzz!", "note", "t.act:1:2", "ț" * 30, "\x00"])
async def test_a_forged_or_retired_button_says_so(workshop: Workshop, ana: Seat, payload: str) -> None:
    """Whatever a client sends as a button, the answer is one sentence and nothing is done."""
    assert RETIRED == await ana.forges(payload)
    assert [] == await marks(workshop.program.db)


async def test_a_retired_button_shows_the_card_of_today(workshop: Workshop, ana: Seat) -> None:
    """Its card is drawn anew, even when nobody had touched it."""
    await offered(workshop, ana, Button("Act", Act(0)))
    workshop.board.notes[1] = "as it is today"
    await ana.forges("gone", ana.messages[0].id)

    assert ["as it is today", REDRAWN] == workshop.texts("ana")


async def test_a_press_nobody_handles_is_retired(workshop: Workshop, ana: Seat) -> None:
    """A kind of button that exists and that no feature answers is like one that is gone."""
    assert RETIRED == await ana.forges(Orphan().pack())


async def test_a_door_for_known_people(workshop: Workshop, ana: Seat) -> None:
    """Who is not known is told how to become so."""
    strangers = await ana.says("/known")
    await workshop.people("dan")

    assert (UNKNOWN, "Welcome.") == (strangers, await workshop.seat("dan", language="en").says("/known"))


async def test_a_refused_right_is_recorded(workshop: Workshop) -> None:
    """Who tried what is written down; nothing else is."""
    from storage.activity import newest

    (dan,) = await workshop.people("dan")
    refused = await workshop.seat("dan", language="en").says("/managers")
    async with workshop.read() as tx:
        (line,) = await newest(tx)

    assert (NOT_YOURS, dan, "managers", "refused") == (refused, line.person_id, line.action, line.result)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("/nonsense", "I do not know the command /nonsense. /help lists what I can do."),
        ("/" + "x" * 60, f"I do not know the command /{'x' * 40}. /help lists what I can do."),
    ],
)
async def test_an_unknown_command_says_so(ana: Seat, words: str, expected: str) -> None:
    """One sentence, with what to do; an endless name is cut."""
    assert expected == await ana.says(words)


@pytest.mark.parametrize("name", ["take_two", "take two", "Take Two", "ia două", "ia_doua", "IA DOUA\u0306"])
async def test_a_command_as_people_type_it(ana: Seat, name: str) -> None:
    """Case and diacritics do not count, nor whether the words of its name are joined; what follows is its own."""
    assert "Words: two b" == await ana.says(f"/{name} two b")


@pytest.mark.parametrize("name", ["take", "taketwo", "take-two"])
async def test_a_part_of_a_name_is_no_name(ana: Seat, name: str) -> None:
    """A command that is half named is not known."""
    assert f"I do not know the command /{name}." in await ana.says(f"/{name} b")


async def test_words_that_nobody_wants(ana: Seat) -> None:
    """What no feature takes is answered too."""
    assert "I did not understand this. /help lists what I can do." == await ana.does(Said("Lorem ipsum"))


async def test_an_edited_message_is_not_read(ana: Seat) -> None:
    """Who edits a message is asked to write it again."""
    assert "I do not read edited messages. Please write it again as a new message." == await ana.edits_a_message()


async def test_a_person_is_answered_in_their_own_language(workshop: Workshop) -> None:
    """The platform's word counts for strangers, the person's own choice for those we know."""
    workshop.board.notes[1] = "x"
    stranger = workshop.seat("tom", language="ro")
    await stranger.does(Command("nonsense"))
    await workshop.people("mia", language="en")
    mia = workshop.seat("mia", language="ro")
    await mia.does(Command("nonsense"))

    assert ("ro", "en") == (stranger.messages[-1].drawn.language, mia.messages[-1].drawn.language)


@pytest.mark.parametrize("what", ["view", "form", "type", "topic", "deadline", "send"])
async def test_a_feature_that_names_what_is_not_there(
    workshop: Workshop, ana: Seat, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails at once, as a bug of the feature, and the person is told; nothing of it stays behind."""
    from bot.core import intake
    from storage.dialogues import FORM

    monkeypatch.setattr(intake, "PAUSE_SECONDS", 0.01)
    await ana.says(f"/misled {what}")
    async with workshop.read() as tx:
        forms = (await tx.execute(FORM.select())).all()

    assert ("Something went wrong; nothing was lost. Please try again in a minute.", []) == (ana.sees, forms)


async def test_whoever_writes_can_be_written_to(workshop: Workshop) -> None:
    """Blocked, then heard from again: what waited is sent."""
    (ana,) = await workshop.people("ana")
    seat = workshop.seat("ana", language="en")
    await seat.blocks()
    await workshop.send(1, ana)
    await workshop.settle()
    silent = seat.messages
    await seat.says("/ping")

    assert ([], True) == (silent, "note 1" in workshop.texts("ana"))


async def test_a_reply_is_sent_each_time(workshop: Workshop, ana: Seat) -> None:
    """Replies have no cause: asked twice, answered twice."""
    await ana.says("/ping")
    await ana.says("/ping")

    assert ["pong", "pong"] == workshop.texts("ana")


async def test_progress_moves_the_card_that_counts(url: str) -> None:
    """A card that counts the messages of a cause is drawn again while they go out."""
    board = Board()
    board.router.progress("drive:", "board")
    workshop = await open_workshop(url, board=board)
    ana, dan = await workshop.people("ana", "dan")

    async def count(look: object, number: int) -> Card:
        found = await outbox.counts(look.db, "drive:7")  # type: ignore[attr-defined]
        return Card((f"{sum(found.values())} in all, {found}",))

    monkey = board.router.views["note"].draw
    object.__setattr__(board.router.views["note"], "draw", count)
    await workshop.send(7, ana)
    await workshop.settle()
    first = workshop.texts("ana")
    await workshop.write(
        lambda tx: workshop.desk(tx).send("flyer", 1, to=dan, cause="drive:7"),
    )
    workshop.program.courier.wake()
    await workshop.settle()
    object.__setattr__(board.router.views["note"], "draw", monkey)

    assert ("0 in all" in first[0], "1 in all" in workshop.texts("ana")[0]) == (True, True)
    await workshop.close()
