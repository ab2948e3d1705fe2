"""Forms question by question, where the platform has none of its own: back, skip, cancel, repairs as buttons.

The half-filled form is a row, so a restart forgets nothing. The question is a view of that row: when the form has
moved on, the old question loses its buttons.
"""

from datetime import timedelta

from bot.core.desk import Ctx, Look, Show
from bot.core.forms import Filled, chosen, fill
from bot.core.routes import Misrouted
from bot.core.routing import Router
from bot.model.card import Button, Card, Row
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T, Text
from bot.model.values import Role
from storage import dialogues
from storage.dialogues import FormRow
from storage.tx import add

router = Router("dialogue")
QUESTION, LEFT = "form.question", "form.left"
LIFE = timedelta(hours=24)
CLOSED = T("This question is closed; your newest message is below.")


class Pick(Press, name="fp"):
    """An answer offered by the question of a step."""

    form: int
    step: int
    option: int


class Mend(Press, name="fm"):
    """One of the values offered by the last complaint."""

    form: int
    step: int
    repair: int


class Skip(Press, name="fs"):
    """Leave an optional question empty."""

    form: int
    step: int


class Back(Press, name="fb"):
    """The question before."""

    form: int
    step: int


class Cancel(Press, name="fc"):
    """Close the form; nothing is kept."""

    form: int


class GoOn(Press, name="fg"):
    """Take up a form that was left for another."""

    form: int


class Resume(Press, name="fo"):
    """Open a form that nobody was waiting for when it was ready."""

    form: int


@router.view(QUESTION, watches=("form",))
async def question(look: Look, number: int, step: int) -> Card | None:
    """The question of a step, while the form stands at it."""
    row = await dialogues.form(look.db, number)
    if row is None or row.state != "open" or row.step != step or row.form not in look.house.routes.forms:
        return None
    sheet = await sheet_of(look, row)
    if step >= len(sheet.fields):
        return None
    asked = sheet.fields[step]
    head = T("*{title}* · {step} of {steps}", title=sheet.title, step=step + 1, steps=len(sheet.fields))
    known = row.answers.get(asked.name, asked.initial)
    lines: list[Text] = [head, asked.label]
    if asked.hint:
        lines.append(asked.hint)
    if known and asked.kind is not Kind.CHOICE:
        lines.append(T("Now: {value}", value=known))
    return Card(tuple(lines), _buttons(row, asked, step, keep=bool(known)))


def _buttons(row: FormRow, asked: Field, step: int, *, keep: bool) -> tuple[Row, ...]:
    form = row.id or 0
    rows: list[Row] = [(Button(label, Pick(form, step, number)),) for number, (_, label) in enumerate(asked.options)]
    if keep and asked.kind is not Kind.CHOICE:
        rows.append((Button(T("Keep it"), Mend(form, step, -1)),))
    if asked.optional:
        rows.append((Button(T("Leave it empty") if keep else T("Skip"), Skip(form, step)),))
    way_out = (Button(T("✖ Cancel"), Cancel(form)),)
    rows.append((Button(T("‹ Back"), Back(form, step)), *way_out) if step else way_out)
    return tuple(rows)


async def sheet_of(look: Look, row: FormRow) -> Sheet:
    """The questions of an open form, made anew: what they offer may have changed."""
    make = look.house.routes.forms[row.form].sheet
    assert make is not None, "a form is registered with its sheet"
    sheet: Sheet = await make(look, *row.about)
    return sheet


def glance(ctx: Ctx) -> Look:
    """What a view would see, from inside the transaction."""
    return Look(ctx.db, ctx.now, ctx.house, ctx.reader, ctx.person.id if ctx.person else None)


async def waiting(ctx: Ctx) -> FormRow | None:
    """The form that takes the next words of whoever writes here."""
    row = await dialogues.form_waiting(ctx.db, ctx.account.id or 0, ctx.place.id or 0, ctx.now - LIFE)
    return row if row is not None and row.form in ctx.house.routes.forms else None


async def begin(ctx: Ctx, form: Form) -> FormRow:
    """Open a form for whoever asks; the one before makes room, and its question loses its buttons."""
    if form.name not in ctx.house.routes.forms:
        raise Misrouted(f"no form is called {form.name!r}")
    await _leave_open_ones(ctx)
    row = FormRow(
        account_id=ctx.account.id or 0,
        place_id=ctx.place.id or 0,
        form=form.name,
        about=list(form.about),
        opened_at=ctx.now,
    )
    await add(ctx.db, row)
    return row


async def _leave_open_ones(ctx: Ctx) -> None:
    """One form at a time takes what is written. One in which something was answered already can be taken up again."""
    for row in await dialogues.open_forms(ctx.db, ctx.account.id or 0, ctx.place.id or 0):
        kept = bool(row.answers) and not outlived(ctx, row)
        row.state = "aside" if kept else "closed"
        await dialogues.save_form(ctx.db, row)
        await touch_question(ctx, row)
        if kept:
            await ctx.also(LEFT, row.id or 0)


@router.view(LEFT, watches=("left",))
async def left(look: Look, number: int) -> Card | None:
    """Said where another form has taken the place of one; over when that is taken up again."""
    row = await dialogues.form(look.db, number)
    if row is None or row.state != "aside" or row.form not in look.house.routes.forms:
        return None
    sheet = await sheet_of(look, row)
    told = T("You have left “{form}”. What you answered there is kept for a day.", form=sheet.title)
    return Card((told,), ((Button(T("Go on with it"), GoOn(number)),),))


@router.press(GoOn, who=Role.ANYONE)
async def go_on(ctx: Ctx, press: GoOn) -> None:
    """Take up a form that was left for another, where it was, below what came since; that other makes room in turn."""
    row = await dialogues.form(ctx.db, press.form)
    if row is None or row.account_id != ctx.account.id or row.state != "aside" or outlived(ctx, row):
        raise Sorry(CLOSED)
    await _leave_open_ones(ctx)
    row.state = "open"
    await dialogues.save_form(ctx.db, row)
    await ctx.touch("left", press.form)
    await ctx.also(QUESTION, press.form, row.step)


async def answer(ctx: Ctx, row: FormRow, written: str) -> Show | Filled:
    """Take what was written as the answer to the question that stands.

    Returns the next question, or the values when it was the last one. Raises Sorry when it can not be taken: the
    question stays.
    """
    sheet = await sheet_of(glance(ctx), row)
    if row.step >= len(sheet.fields):
        raise Sorry(CLOSED)
    asked = sheet.fields[row.step]
    answers = {**row.answers, asked.name: chosen(asked, written, ctx.reader)}
    last = row.step == len(sheet.fields) - 1
    filled = fill(sheet, answers, upto=row.step + 1)
    if asked.name in filled.complaints:
        _refuse(row, filled.complaints[asked.name])
    if filled.complaints:
        # An earlier answer does not go with this one: what would mend that one is no answer to this question.
        raise Sorry(next(iter(filled.complaints.values())).text)
    row.answers = answers
    if last:
        row.state = "done"
        await dialogues.save_form(ctx.db, row)
        await touch_question(ctx, row)
        return filled
    return await _go(ctx, row, row.step + 1)


async def in_words(ctx: Ctx, row: FormRow) -> Sorry:
    """What whoever sends something else than text is told: which question waits, and how to leave it."""
    sheet = await sheet_of(glance(ctx), row)
    if row.step >= len(sheet.fields):
        return Sorry(CLOSED)
    sentence = T(
        "Please write the answer as text. This question is open: “{question}” /cancel leaves it without saving.",
        question=sheet.fields[row.step].label,
    )
    return Sorry(sentence, Button(T("✖ Cancel"), Cancel(row.id or 0)))


def _refuse(row: FormRow, complaint: Complaint) -> None:
    """Say what is wrong, with the repairs as buttons. Those of earlier complaints keep their meaning."""
    offered = [repair.value for repair in complaint.repairs]
    row.repairs = [*row.repairs, *(value for value in offered if value not in row.repairs)]
    buttons = [
        Button(repair.label, Mend(row.id or 0, row.step, row.repairs.index(repair.value)))
        for repair in complaint.repairs
    ]
    raise Complained(row, complaint.text, *buttons)


class Complained(Sorry):
    """A wrong answer. The row keeps the repairs it offered: it is saved after everything else was undone."""

    def __init__(self, row: FormRow, text: Text, *buttons: Button) -> None:
        super().__init__(text, *buttons)
        self.row = row


async def _go(ctx: Ctx, row: FormRow, step: int) -> Show:
    await touch_question(ctx, row)
    row.step = step
    await dialogues.save_form(ctx.db, row)
    return Show(QUESTION, row.id or 0, step)


async def mine(ctx: Ctx, number: int, step: int | None = None) -> FormRow:
    """The open form a button belongs to. Raises Sorry when it is another's, closed, or has moved on."""
    row = await dialogues.form(ctx.db, number)
    stands = row is not None and row.account_id == ctx.account.id and row.state == "open"
    if row is None or not stands or outlived(ctx, row) or step not in (None, row.step):
        raise Sorry(CLOSED)
    return row


def outlived(ctx: Ctx, row: FormRow) -> bool:
    """Whether a form has been open for too long, or belongs to a version of this program that asked other things."""
    return row.opened_at <= ctx.now - LIFE or row.form not in ctx.house.routes.forms


@router.press(Back, who=Role.ANYONE)
async def back(ctx: Ctx, press: Back) -> Show:
    """The question before, with what was answered to it."""
    row = await mine(ctx, press.form, press.step)
    return await _go(ctx, row, max(0, press.step - 1))


@router.press(Cancel, who=Role.ANYONE)
async def cancelled(ctx: Ctx, press: Cancel) -> Card:
    """Close the form."""
    return await close(ctx, await mine(ctx, press.form))


@router.command("cancel", "renunta", who=Role.ANYONE, help=T("leave a form without saving"))
async def cancel(ctx: Ctx, _words: tuple[str, ...]) -> Card:
    """Close the form that is open here."""
    row = await waiting(ctx)
    if row is None:
        raise Sorry(T("There is no open form here."))
    return await close(ctx, row)


async def close(ctx: Ctx, row: FormRow) -> Card:
    """Close a form; its question loses its buttons."""
    row.state = "closed"
    await dialogues.save_form(ctx.db, row)
    await touch_question(ctx, row)
    return Card((T("Cancelled. Nothing was saved."),))


async def touch_question(ctx: Ctx, row: FormRow) -> None:
    """The question of a step that has passed is drawn once more: it is over."""
    await ctx.touch("form", row.id or 0, row.step)
