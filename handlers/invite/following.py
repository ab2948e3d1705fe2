"""Following up: how far the invitations to an event have come, person by person, and the links to hand out."""

from bot.core import Ctx, Effect, Look, Show, Terms
from bot.model.card import Button, Card, Document, Row, card
from bot.model.text import Code, N, T, Text, join
from bot.model.values import Lane, Reason, Role, Sending
from handlers.invite.doors import (
    LINKS,
    PROGRESS,
    RECIPIENTS,
    PersonalLinks,
    Progress,
    Recipients,
    SendAgain,
    router,
)
from handlers.shared.events import ANSWERS, known_event, when
from handlers.shared.link_table import COLUMNS, link_rows
from handlers.shared.presses import Manage
from handlers.shared.tables import CSV, csv_bytes
from storage import events, invitations, invitees, inviting, personal_links, recovery
from storage.invitees import Recipient, Stage

A_PAGE = 20

STAGES = {
    Stage.UNDELIVERED: T("undelivered"),
    Stage.WAITING: T("waiting for first contact"),
    Stage.QUEUED: T("queued"),
    Stage.SENT: T("sent"),
    Stage.OPENED: T("opened"),
    Stage.ANSWERED: T("answered"),
}
REASONS = {
    Reason.BLOCKED: T("has blocked me: please telephone"),
    Reason.NEVER_STARTED: T("has no account I can write to"),
    Reason.DEACTIVATED: T("the account is closed"),
    Reason.GONE: T("the account is gone"),
    Reason.REFUSED: T("the platform did not take the message"),
    Reason.ANSWERED: T("had answered before"),
    Reason.OPTED_OUT: T("asked not to be written to"),
    Reason.TOO_LATE: T("came too late"),
    Reason.WITHDRAWN: T("was withdrawn"),
}


@router.press(Progress, who=Role.MANAGER, about="event")
async def progress_now(ctx: Ctx, press: Progress) -> Show:
    """Counted again."""
    return Show(PROGRESS, press.event)


@router.view(PROGRESS, watches=("event", "invitation", "rsvp"))
async def progress(look: Look, number: int) -> Card | None:
    """How many are invited and how far it has come; answers are counted as they arrive."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    stages = await invitees.stages(look.db, number)
    organisations = await invitees.organisations_invited(look.db, number)
    invited = [
        N("{n} organisation", "{n} organisations", organisations),
        N("{n} person", "{n} people", sum(stages.values())),
    ]
    counted = [T("{state}: {n}", state=STAGES[stage], n=stages[stage]) for stage in Stage if stage in stages]
    if doubt := await invitees.in_doubt(look.db, number):
        counted.append(T("Of those sent, nobody knows whether they arrived: {n}", n=doubt))
    refused = await invitees.refused(look.db, number, look.now)
    again: list[Row] = [(Button(T("🔁 Send again: {n}", n=refused), SendAgain(number)),)] if refused else []
    return card(
        T("*Invitation: {title}*", title=event.title),
        when(event),
        "",
        T("Invited: {counts}", counts=join(*invited, between=" · ")),
        *counted,
        rows=[
            *again,
            (Button(T("👥 Recipients"), Recipients(number, 0)), Button(T("🔄 Refresh"), Progress(number))),
            (Button(T("🔗 Personal links (CSV)"), PersonalLinks(number)),),
            (Button(T("Open the event"), Manage(number)),),
        ],
    )


@router.press(SendAgain, who=Role.MANAGER, about="event")
async def send_again(ctx: Ctx, press: SendAgain) -> Show:
    """What the platform did not take is tried once more; whoever has blocked us is left alone."""
    event = await known_event(ctx.db, press.event)
    again = await recovery.try_again(ctx.db, ctx.now, ctx.house.routes.kept_up, inviting.cause(press.event))
    if again:
        about = f"event {event.id}"
        await ctx.record("send again", about, by=ctx.my_id, role="manager", programme=event.programme_id)
        ctx.toast = N("{n} invitation is being sent again.", "{n} invitations are being sent again.", again)
    else:
        ctx.toast = T("There is nothing to send again.")
    return Show(PROGRESS, press.event)


@router.press(Recipients, who=Role.MANAGER, about="event")
async def who(ctx: Ctx, press: Recipients) -> Show:
    """A page of the invited people."""
    return Show(RECIPIENTS, press.event, max(0, press.page))


@router.view(RECIPIENTS)
async def by_name(look: Look, number: int, page: int) -> Card | None:
    """The invited people under their state, those who need a telephone call first."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    stages = await invitees.stages(look.db, number)
    last = max(0, (sum(stages.values()) - 1) // A_PAGE)
    page = min(page, last)
    lines: list[Text] = [T("*Invitation: {title}*", title=event.title)]
    before = None
    for one in await invitees.page_of(look.db, number, most=A_PAGE, skipped=page * A_PAGE):
        if one.stage is not before:
            lines += ["", T("*{state}: {n}*", state=STAGES[one.stage], n=stages[one.stage])]
            before = one.stage
        lines.append(_person(one))
    if before is None:
        lines.append(T("Nobody is invited yet."))
    if last:
        lines += ["", T("Page {page} of {pages}", page=page + 1, pages=last + 1)]
    return card(*lines, rows=_turns(number, page, last))


def _turns(number: int, page: int, last: int) -> list[Row]:
    turns: list[Button] = []
    if page < last:
        turns.append(Button("▶", Recipients(number, page + 1)))
    if page > 0:
        turns.append(Button("◀", Recipients(number, page - 1)))
    return [tuple(turns), (Button(T("↩️ Back"), Progress(number)),)]


def _person(one: Recipient) -> Text:
    """`Ana Munteanu (Atelier Nord) – I am coming, late`."""
    who = f"{one.name} ({one.organisation})" if one.organisation else one.name
    said: list[Text] = []
    if one.answer is not None:
        said.append(ANSWERS[one.answer])
        if one.late:
            said.append(T("late"))
    elif one.stage is Stage.UNDELIVERED and one.reason is not None:
        said.append(REASONS[one.reason])
    elif one.stage is Stage.SENT and one.sending is Sending.UNKNOWN:
        said.append(T("nobody knows whether it arrived"))
    elif one.stage is Stage.QUEUED and one.sending is Sending.HELD:
        said.append(T("paused"))
    return join(who, join(*said, between=", "), between=" – ") if said else who


@router.press(PersonalLinks, who=Role.MANAGER, about="event")
async def hand_out(ctx: Ctx, press: PersonalLinks) -> Effect:
    """Everybody has a link from now on; the file goes to the manager's own chat, and that is recorded."""
    event = await known_event(ctx.db, press.event)
    await personal_links.make_links(ctx.db, personal_links.people_of_programme(event.programme_id), ctx.now)
    about = f"event {event.id}"
    await ctx.record("export links", about, by=ctx.my_id, role="manager", programme=event.programme_id)
    terms = Terms(lane=Lane.INTERACTIVE, vital=True, event=event.id, programme=event.programme_id)
    await ctx.send(LINKS, press.event, to=ctx.my_id, cause=f"links:{press.event}:{ctx.update_id}", terms=terms)
    return None


@router.view(LINKS)
async def links(look: Look, number: int) -> Card | None:
    """The links as a file: of all the programme's people, or of the invited for who manages this event only."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    everyone = await look.may(Role.MANAGER, "programme", event.programme_id)
    people = personal_links.people_of_programme(event.programme_id) if everyone else invitations.invited(number)
    rows = await link_rows(look.db, look.house, people, look.now)
    lines: list[Text] = [
        N("🔗 {n} personal link.", "🔗 {n} personal links.", len(rows)),
        T("Each link belongs to one person. Please give it to nobody else, and do not publish this file."),
    ]
    if rows and not any(row[COLUMNS.index("link")] for row in rows):
        lines += [
            T("⚠️ The links are empty: I do not know the address at which I can be reached."),
            T(
                "Each person types the code of their row instead: {slack} in Slack, {command} elsewhere.",
                slack=Code("/sfat start CODE"),
                command=Code("/start CODE"),
            ),
        ]
    return card(*lines, documents=(Document("personal-links.csv", CSV, csv_bytes(COLUMNS, rows)),))
