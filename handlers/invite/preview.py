"""The preview: how many it reaches, how it looks in each language, a trial to oneself; nothing is sent here."""

from bot.core import Ctx, Effect, Look, Show, Terms
from bot.model.card import Button, Card, Row, card
from bot.model.problems import Sorry
from bot.model.text import N, T, Text, join
from bot.model.values import Lane, Role
from handlers.invite.doors import (
    LANGUAGES,
    PREVIEW,
    SAMPLE,
    TRIAL,
    Choose,
    Drop,
    Leads,
    See,
    SeeIn,
    Send,
    Try,
    drafted,
    router,
)
from handlers.shared.events import is_late, when
from handlers.shared.invitation_card import sample_card
from handlers.shared.presses import Manage
from handlers.shared.segments import MOST_NAMED, described
from storage import events, inviting, segments
from storage.events import EventRow
from storage.inviting import InviteDraftRow, Tally
from storage.tx import Tx


@router.press(See, who=Role.MANAGER)
async def see(ctx: Ctx, press: See) -> Show:
    """On to the preview. Raises Sorry when the selection means nobody."""
    draft, event = await drafted(ctx, press.draft, "invite")
    found, _ = await segments.chosen(ctx.db, event.programme_id, draft.words)
    if not found:
        raise Sorry(T("No organisation is chosen yet."))
    return Show(PREVIEW, draft.id or 0)


@router.view(PREVIEW)
async def preview(look: Look, number: int) -> Card | None:
    """For how many it is, who of them can be reached, and the button that sends it."""
    draft, event = await _behind(look.db, number)
    if draft is None or event is None:
        return None
    title: list[Text] = [T("*Invitation: {title}*", title=event.title), when(event)]
    if draft.state == inviting.DROPPED:
        rows = [(Button(T("Open the event"), Manage(event.id or 0)),)]
        return card(*title, "", T("Cancelled. Nothing was sent."), rows=rows)
    if draft.state == inviting.SENT:
        return card(*title, "", T("This invitation has been sent."))
    found, _ = await segments.chosen(look.db, event.programme_id, draft.words)
    chosen = [row.id or 0 for row in found]
    tally = await inviting.tally(look.db, draft.event_id, chosen, look.now, leads_only=draft.leads_only)
    whom = T("To: {segments}", segments=await described(look.db, event.programme_id, draft.words))
    lines = [*title, "", whom, *_reach(tally, len(chosen), leads_only=draft.leads_only)]
    if is_late(event, look.now):
        lines.append(T("⚠️ The deadline for answers has passed: every answer will be marked as late."))
    return card(*lines, "", T("Nothing has been sent yet."), rows=_buttons(draft))


def _reach(tally: Tally, organisations: int, *, leads_only: bool) -> list[Text]:
    """Whom it reaches, in as many lines as there is something to say."""
    parts = [
        N("{n} organisation", "{n} organisations", organisations),
        N("{n} person newly invited", "{n} people newly invited", tally.new),
    ]
    lines: list[Text] = [join(*parts, between=" · ")]
    if leads_only:
        lines.append(T("Only lead representatives."))
    if tally.new:
        lines.append(N("📬 {n} can be reached now.", "📬 {n} can be reached now.", tally.reachable))
    if tally.waiting:
        lines.append(
            N(
                "⌛ {n} waits for first contact and gets the invitation on opening the personal link.",
                "⌛ {n} wait for first contact and get the invitation on opening their personal links.",
                tally.waiting,
            )
        )
    if tally.silent:
        lines.append(N("🔕 {n} asked not to be written to.", "🔕 {n} asked not to be written to.", tally.silent))
    if tally.invited_before:
        lines.append(
            N(
                "Already invited: {n} person. Nobody gets the invitation twice.",
                "Already invited: {n} people. Nobody gets the invitation twice.",
                tally.invited_before,
            )
        )
    return [*lines, *_without(tally, leads_only=leads_only)]


def _without(tally: Tally, *, leads_only: bool) -> list[Text]:
    """The organisations nobody speaks for, by name, so that somebody can be found."""
    number = len(tally.without)
    if not number:
        return []
    said = (
        N(
            "⚠️ {n} organisation has no lead representative yet: {names}",
            "⚠️ {n} organisations have no lead representative yet: {names}",
            number,
            names=_names(tally.without),
        )
        if leads_only
        else N(
            "⚠️ {n} organisation has no representative yet: {names}",
            "⚠️ {n} organisations have no representative yet: {names}",
            number,
            names=_names(tally.without),
        )
    )
    return [said]


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _buttons(draft: InviteDraftRow) -> list[Row]:
    number = draft.id or 0
    whom = (
        Button(T("👥 All representatives"), Leads(number, 0))
        if draft.leads_only
        else Button(T("👥 Only lead representatives"), Leads(number, 1))
    )
    return [
        (Button(T("📤 Send"), Send(number)),),
        (whom,),
        (Button(T("👁 In Romanian"), SeeIn(number, 0)), Button(T("👁 In English"), SeeIn(number, 1))),
        (Button(T("🧪 Send a trial to me"), Try(number)),),
        (Button(T("Change selection"), Choose(number)), Button(T("Cancel"), Drop(number))),
    ]


async def _behind(tx: Tx, number: int) -> tuple[InviteDraftRow | None, EventRow | None]:
    draft = await inviting.draft(tx, number)
    return draft, None if draft is None else await events.event(tx, draft.event_id)


@router.press(Leads, who=Role.MANAGER)
async def leads(ctx: Ctx, press: Leads) -> Show:
    """Lead representatives only, or all."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    draft.leads_only = bool(press.only)
    await inviting.choose(ctx.db, draft)
    return Show(PREVIEW, draft.id or 0)


@router.press(SeeIn, who=Role.MANAGER)
async def see_in(ctx: Ctx, press: SeeIn) -> Effect:
    """The invitation in one of the languages, as a message of its own."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    await ctx.also(SAMPLE, draft.id or 0, press.language % len(LANGUAGES))
    return None


@router.view(SAMPLE)
async def sample(look: Look, number: int, language: int) -> Card | None:
    """What a reader of this language gets, the first of the chosen organisations for example."""
    return await _as_sent(look, number, LANGUAGES[language], T("👁 A preview: nobody else sees it."))


@router.press(Try, who=Role.MANAGER)
async def try_out(ctx: Ctx, press: Try) -> Effect:
    """The invitation to the manager alone, on the way on which it reaches everybody; it invites nobody."""
    draft, event = await drafted(ctx, press.draft, "invite")
    terms = Terms(lane=Lane.INTERACTIVE, vital=True, event=event.id, programme=event.programme_id)
    await ctx.send(TRIAL, draft.id or 0, to=ctx.my_id, cause=f"trial:{draft.id}:{ctx.update_id}", terms=terms)
    ctx.toast = T("The trial is on its way to you.")
    return None


@router.view(TRIAL)
async def trial(look: Look, number: int) -> Card | None:
    """The invitation in the manager's own language, marked as a trial."""
    return await _as_sent(look, number, look.reader.language, T("🧪 *A trial: only you received this.*"))


async def _as_sent(look: Look, number: int, language: str, before: Text) -> Card | None:
    draft, event = await _behind(look.db, number)
    if draft is None or event is None:
        return None
    found, _ = await segments.chosen(look.db, event.programme_id, draft.words)
    return await sample_card(look, event, found[0].name if found else "", language, before)


@router.press(Drop, who=Role.MANAGER)
async def drop(ctx: Ctx, press: Drop) -> Show:
    """Leave it: the card says so."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    await inviting.close(ctx.db, draft.id or 0, inviting.DROPPED)
    return Show(PREVIEW, draft.id or 0)
