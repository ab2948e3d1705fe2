"""Choosing: the event, then whom to invite, by words or by buttons; the selection is a row and survives a restart."""

from collections.abc import Sequence

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.problems import Sorry
from bot.model.text import N, T, Text, join
from bot.model.values import Role
from handlers.invite.doors import (
    CHOOSE,
    PREVIEW,
    Among,
    Choose,
    Drop,
    Earlier,
    Everyone,
    Nobody,
    See,
    drafted,
    open_for_invitations,
    router,
)
from handlers.shared import segments as offered
from handlers.shared.events import has_begun, known_event, short, when
from handlers.shared.naming import events_managed_as, which_of
from handlers.shared.presses import InviteTo
from handlers.shared.segments import EVERYONE
from storage import events, inviting, segments
from storage.events import EventRow
from storage.inviting import InviteDraftRow
from storage.tx import Tx, add

MOST_EVENTS = 20
LONGEST = 64  # characters of a wrong word that are said back

GONE = T("This choice is no longer there. Please choose again.")


@router.command("invite", "invita", who=Role.MANAGER, help=T("invite organisations to an event"))
async def invite(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/invite EVENT all`, organisation ids, `sector:ID`, `lab:ID`, `tag:WORD`; what is missing is asked by buttons.

    It sends nothing: it leads to the preview.
    """
    if not words:
        return await _which(ctx)
    found = await events_managed_as(ctx, words[0], "invite")
    if len(found) > 1:
        return await which_of(ctx, found, InviteTo)
    event = found[0]
    open_for_invitations(ctx, event)
    meant = offered.words_of(words[1:])
    if not meant:
        return Show(CHOOSE, await _begin(ctx, event))
    _, unknown = await segments.chosen(ctx.db, event.programme_id, meant)
    if unknown:
        raise Sorry(_unknown(unknown))
    return Show(PREVIEW, await _begin(ctx, event, meant))


def _unknown(words: Sequence[str]) -> Text:
    named = ", ".join(word[:LONGEST] for word in words[: offered.MOST_NAMED])
    sentence = N(
        "I found no organisation for this word: {words}.",
        "I found no organisation for these words: {words}.",
        len(words),
        words=named,
    )
    return join(sentence, T("You can write: all, ids of organisations, sector:ID, lab:ID, tag:WORD."))


async def _which(ctx: Ctx) -> Effect:
    """The open events ahead that this manager may invite to."""
    ahead = [event for event in await events.upcoming(ctx.db, ctx.now) if not has_begun(event, ctx.now)]
    mine = [event for event in ahead if await ctx.may(ctx.person, Role.MANAGER, "event", event.id or 0)]
    if not mine:
        raise Sorry(T("There is no open event ahead to invite to. /new_event makes one."))
    rows = [(Button(short(event), InviteTo(event.id or 0)),) for event in mine[:MOST_EVENTS]]
    return card(T("To which event would you like to invite?"), rows=rows)


@router.press(InviteTo, who=Role.MANAGER, about="event")
async def invite_to(ctx: Ctx, press: InviteTo) -> Show:
    """A new selection for this event."""
    event = await known_event(ctx.db, press.event)
    open_for_invitations(ctx, event)
    return Show(CHOOSE, await _begin(ctx, event))


async def _begin(ctx: Ctx, event: EventRow, words: Sequence[str] = ()) -> int:
    """A new selection each time: an older card keeps showing, and sending, what stands on it."""
    row = InviteDraftRow(
        programme_id=event.programme_id, event_id=event.id or 0, by_id=ctx.my_id, words=list(words), made_at=ctx.now
    )
    return await add(ctx.db, row)


@router.view(CHOOSE)
async def choose(look: Look, number: int) -> Card | None:
    """Everyone, a sector, a tag, earlier rounds, or organisations one by one."""
    draft = await inviting.draft(look.db, number)
    event = None if draft is None else await events.event(look.db, draft.event_id)
    if draft is None or event is None or draft.state != inviting.DRAFT:
        return None
    everyone = await segments.organisations(look.db, event.programme_id)
    lines: list[Text] = [T("*{title}*", title=event.title), when(event), "", T("Whom would you like to invite?")]
    if not everyone:
        lines.append(T("There is no organisation yet. Please import or add some first."))
    lines += await so_far(look.db, draft)
    rows: list[Row] = [*await go_on(look.db, draft)]
    if everyone:
        label = N("Everyone ({n} organisation)", "Everyone ({n} organisations)", len(everyone))
        rows += [(Button(label, Everyone(number)),), *await _parts(look.db, number, event)]
        rows.append((Button(T("Choose organisations…"), Among(number, 2, 0)),))
    if draft.words:
        rows.append((Button(T("Start again"), Nobody(number)),))
    return card(*lines, rows=[*rows, (Button(T("Cancel"), Drop(number)),)])


async def _parts(tx: Tx, number: int, event: EventRow) -> list[Row]:
    """Only what has organisations behind it is offered."""
    rows: list[Row] = []
    if await offered.sectors(tx, event.programme_id):
        rows.append((Button(T("A sector…"), Among(number, 0, 0)),))
    if await offered.tags(tx, event.programme_id):
        rows.append((Button(T("A tag…"), Among(number, 1, 0)),))
    earlier = await offered.earlier_rounds(tx, event)
    if earlier is not None:
        rows.append((Button(T("Earlier rounds of this lab ({n})", n=earlier.organisations), Earlier(number)),))
    return rows


async def so_far(tx: Tx, draft: InviteDraftRow) -> list[Text]:
    """What is chosen, in a line; nothing when nothing is."""
    if not draft.words:
        return []
    return [T("Chosen: {segments}", segments=await offered.described(tx, draft.programme_id, draft.words))]


async def go_on(tx: Tx, draft: InviteDraftRow) -> list[Row]:
    """The button that goes on, once something is chosen."""
    found, _ = await segments.chosen(tx, draft.programme_id, draft.words)
    if not found:
        return []
    label = N("Continue with {n} organisation", "Continue with {n} organisations", len(found))
    return [(Button(label, See(draft.id or 0)),)]


@router.press(Everyone, who=Role.MANAGER)
async def everyone(ctx: Ctx, press: Everyone) -> Show:
    """All organisations, and on to the preview."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    return await _only(ctx, draft, EVERYONE)


@router.press(Earlier, who=Role.MANAGER)
async def earlier(ctx: Ctx, press: Earlier) -> Show:
    """Whoever was invited to this lab before, and on to the preview."""
    draft, event = await drafted(ctx, press.draft, "invite")
    found = await offered.earlier_rounds(ctx.db, event)
    if found is None:
        raise Sorry(GONE)
    return await _only(ctx, draft, found.word)


async def _only(ctx: Ctx, draft: InviteDraftRow, word: str) -> Show:
    draft.words = [word]
    await inviting.choose(ctx.db, draft)
    return Show(PREVIEW, draft.id or 0)


@router.press(Nobody, who=Role.MANAGER)
async def nobody(ctx: Ctx, press: Nobody) -> Show:
    """Nobody is chosen any more."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    draft.words = []
    await inviting.choose(ctx.db, draft)
    return Show(CHOOSE, draft.id or 0)


@router.press(Choose, who=Role.MANAGER)
async def change(ctx: Ctx, press: Choose) -> Show:
    """Back to the choice; what was chosen stays chosen."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    return Show(CHOOSE, draft.id or 0)
