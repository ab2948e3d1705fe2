"""The harvest in chat: how much was said to which question, and all of it as a file, while a round runs as well."""

from collections import Counter

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import N, T, Text
from bot.model.values import Role
from handlers.cafe.harvest_files import FORMS, MAKING, TABLE, Form
from handlers.cafe.harvest_photos import photo_row
from handlers.cafe.routes import PLANNED, SAID, Console, Harvest, known, router, run_by
from handlers.cafe.wall import Tidy
from handlers.shared.events import short
from handlers.shared.naming import events_named, no_event, which_of
from storage import cafe_plans, events, harvesting, tallies

HARVEST = "cafe.harvest"
LARGE = 400  # ideas; a workbook of more rows takes longer to make than everybody else should wait
MOST_EVENTS = 20
LABELS: dict[Form, Text] = {
    Form.CSV: "CSV",
    Form.XLSX: "XLSX",
    Form.JSON: "JSON",
    Form.HTML: T("🖨 Page to print"),
}


class HarvestOf(Press, name="har.event"):
    """The harvest of an event."""

    event: int


class HarvestAs(Press, name="har.as"):
    """The harvest of a café in this format."""

    cafe: int
    form: Form


@router.command("harvest", "recolta", who=Role.FACILITATOR, help=T("what was said at a world café, also as a file"))
async def harvest(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/harvest EVENT`; without one it is asked by buttons."""
    if words:
        found = await events_named(ctx, words[0], Role.FACILITATOR)
        if not found:
            raise no_event(words[0])
        if len(found) > 1:
            return await which_of(ctx, found, HarvestOf)
        return await _shown(ctx, found[0].id or 0)
    held = await harvesting.events_with_cafes(ctx.db, ctx.my_id, ctx.now)
    if not held:
        raise Sorry(T("There is no world café that you run. /cafe prepares one."))
    if len(held) == 1:
        return await _shown(ctx, held[0].id or 0)
    rows: list[Row] = [(Button(short(event), HarvestOf(event.id or 0)),) for event in held[:MOST_EVENTS]]
    return card(T("The harvest of which world café?"), rows=rows)


@router.press(HarvestOf, who=Role.FACILITATOR, about="event")
async def of_event(ctx: Ctx, press: HarvestOf) -> Show:
    """The harvest of an event that was chosen."""
    return await _shown(ctx, press.event)


async def _shown(ctx: Ctx, event: int) -> Show:
    row = await cafe_plans.of_event(ctx.db, event)
    if row is None:
        raise Sorry(T("This event has no world café. /cafe prepares one."))
    return Show(HARVEST, row.id or 0)


@router.press(Harvest, who=Role.FACILITATOR, about="cafe")
async def of_cafe(ctx: Ctx, press: Harvest) -> Show:
    """From the card from which the café is run."""
    return Show(HARVEST, (await known(ctx.db, press.cafe)).id or 0)


@router.view(HARVEST, watches=(SAID, PLANNED))
async def shown(look: Look, cafe: int) -> Card | None:
    """How many ideas there are to each question, and the formats in which they can be had."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None:
        return None
    counted, kept = Counter[int](), 0
    for one in await tallies.tallies(look.db, cafe):
        counted[one.question] += one.ideas
        kept += one.kept
    lines: list[Text] = [T("🌾 *{title}*", title=event.title), _ideas(counted.total())]
    for question in await cafe_plans.questions(look.db, cafe):
        lines += ["", T("*Question {q}:* {words}", q=question.ordinal, words=question.words)]
        lines.append(_ideas(counted[question.ordinal]))
    if more := kept - counted.total():
        lines += [
            "",
            N(
                "{n} more answer, “idem” or the like, does not count.",
                "{n} more answers, “idem” and the like, do not count.",
                more,
            ),
        ]
    if not kept:
        return card(*lines, rows=[_back(cafe)])
    tables = tuple(Button(LABELS[form], HarvestAs(cafe, form)) for form in FORMS[:3])
    page = Button(LABELS[Form.HTML], HarvestAs(cafe, Form.HTML))
    photos = photo_row(cafe, await harvesting.in_files(look.db, row.event_id))
    return card(*lines, rows=[tables, (page, Button(T("🔎 One by one"), Tidy(cafe, 0))), photos, _back(cafe)])


def _ideas(number: int) -> Text:
    return N("{n} idea", "{n} ideas", number)


def _back(cafe: int) -> Row:
    return (Button(T("Back to the café"), Console(cafe)),)


@router.press(HarvestAs, who=Role.FACILITATOR, about="cafe")
async def take(ctx: Ctx, press: HarvestAs) -> Effect:
    """The file comes as a message of its own; who took it stands in the log."""
    row = await known(ctx.db, press.cafe)
    about = f"event {row.event_id}"
    await ctx.record("export answers", about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    if sum(one.kept for one in await tallies.tallies(ctx.db, press.cafe)) <= LARGE:
        await ctx.also(TABLE, press.cafe, FORMS.index(press.form))
        return None
    asked = {"cafe": press.cafe, "form": press.form.value, "language": ctx.reader.language}
    job = await ctx.begin_job(TABLE, asked, programme=row.programme_id, by=ctx.my_id)
    await ctx.also(MAKING, job)
    return None
