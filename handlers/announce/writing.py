"""Writing an announcement: in one or both languages, to whom, when. And changing and correcting it."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.core.translate import plain
from bot.model.card import Button, card
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.problems import Sorry
from bot.model.text import T, Text
from bot.model.values import Role, Words
from handlers.announce import whom
from handlers.announce.moments import as_written, example_moment, moment_reader
from handlers.announce.routes import (
    CHANGE,
    CORRECT,
    NEW,
    PREVIEW,
    PROGRESS,
    START,
    TEXT,
    Change,
    Correct,
    Write,
    known,
    router,
)
from handlers.announce.secrets import public_reader
from handlers.announce.whom import offered, segment_reader
from handlers.shared.hours import local
from storage import announcing, programmes
from storage.announcements import AnnouncementRow, Stage
from storage.programmes import ProgrammeRow
from storage.tx import add

LONGEST = 3000
WRITTEN = {"ro": T("The text in Romanian"), "en": T("The text in English")}
UNSENT = (Stage.DRAFT, Stage.PLANNED)


@router.command("announce", "anunt", who=Role.MANAGER, help=T("write to many people at once"))
async def announce(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """An announcement belongs to a programme; which, is asked only where there are several."""
    mine = [
        row
        for row in await programmes.all_programmes(ctx.db)
        if await ctx.may(ctx.person, Role.MANAGER, "programme", row.id or 0)
    ]
    if not mine:
        raise Sorry(await _no_programme(ctx))
    if len(mine) == 1:
        return Form(NEW, (mine[0].id or 0,))
    rows = [(Button(row.title, Write(row.id or 0)),) for row in mine]
    return card(T("For which programme is it?"), rows=rows)


async def _no_programme(ctx: Ctx) -> Text:
    if await programmes.all_programmes(ctx.db):
        return T(
            "An announcement is written for a whole programme, and you manage none. Please ask the manager of the "
            "programme to write it, or to give you the role of a manager."
        )
    return T(
        "An announcement is written for a whole programme, and there is none yet. Whoever runs me brings one in on the "
        "server: `sfat import programme.yaml`. Then write /announce again."
    )


@router.press(Write, who=Role.MANAGER, about="programme")
async def write(ctx: Ctx, press: Write) -> Form:
    """The form, for the chosen programme."""
    return Form(NEW, (press.programme,))


async def questions(look: Look, programme_id: int) -> Sheet:
    """Everything that a new announcement needs."""
    programme = await _programme(look, programme_id)
    fields = (*await _texts(look, programme), *await _addresses(look, programme))
    return Sheet(T("Announcement"), fields, T("Preview"), check=_in_some_language)


async def changes(look: Look, number: int) -> Sheet:
    """The same again, as it was written."""
    row = await known(look.db, number)
    programme = await _programme(look, row.programme_id)
    when = as_written(row.due, programme.zone)
    fields = (*await _texts(look, programme, row.words), *await _addresses(look, programme, row.segment, when))
    check = _gone_out if row.state in (Stage.SENDING, Stage.PAUSED) else _in_some_language
    return Sheet(T("Announcement"), fields, T("Preview"), check=check)


async def corrections(look: Look, number: int) -> Sheet:
    """The texts alone: whom it went to, and when, has happened."""
    row = await known(look.db, number)
    programme = await _programme(look, row.programme_id)
    fields = await _texts(look, programme, row.words)
    return Sheet(T("Correct the announcement"), fields, T("Correct it"), check=_in_some_language)


async def _programme(look: Look, number: int) -> ProgrammeRow:
    found = await programmes.programme(look.db, number)
    assert found is not None, "rights are asked of the programme before"
    return found


async def _texts(look: Look, programme: ProgrammeRow, words: Words | None = None) -> tuple[Field, ...]:
    read = public_reader(await announcing.kept_secrets(look.db, programme.id or 0))
    there = words.texts if words else {}
    hint = T("One language is enough; both are better.")
    return tuple(
        Field(code, label, Kind.PROSE, read, optional=True, limit=LONGEST, hint=hint, initial=there.get(code, ""))
        for code, label in WRITTEN.items()
    )


async def _addresses(look: Look, programme: ProgrammeRow, segment: str = "", when: str = "") -> tuple[Field, ...]:
    everyone = await segment_reader(look, programme.id or 0)
    today = local(look.now, programme.zone).date()
    return (
        Field(
            "segment",
            T("To whom?"),
            read=everyone,
            options=await offered(look, programme.id or 0),
            limit=400,
            hint=T(
                "all, sector:…, lab:…, tag:…, ids of organisations, groups I am in by their “title”, or people by "
                "their answer to an event: event:…:yes (maybe, no, silent, invited). Several may stand side by side."
            ),
            initial=await whom.as_written(look, programme.id or 0, segment),
            several=True,
        ),
        Field(
            "when",
            T("When?"),
            read=moment_reader(look.now, programme.zone),
            options=((plain(T("now"), look.reader), T("Now")),),  # as the moment reader knows it, in either language
            hint=T("“now”, or a day and an hour, such as {moment}.", moment=example_moment(today)),
            initial=when,
        ),
    )


def _in_some_language(values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    empty = all(code in values and values[code] is None for code in WRITTEN)
    return {"en": Complaint(T("Please write the text in at least one language."))} if empty else {}


def _gone_out(_values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    """The form stays, so that what was written in it is not lost."""
    sentence = T(
        "It has gone out meanwhile, as it was. Please copy what you have written, leave this form (/cancel) and press "
        "“Correct” on the card of the announcement."
    )
    return {"ro": Complaint(sentence)}


def _words(values: Mapping[str, Any], programme: ProgrammeRow, before: Words | None = None) -> Words:
    """The texts, and which is the original: the one it was, else the programme's language, else what there is."""
    texts = {code: values[code] for code in WRITTEN if values[code]}
    likely = (before.original if before else "", programme.language, *texts)
    return Words(texts, next(code for code in likely if code in texts))


@router.form(NEW, who=Role.MANAGER, sheet=questions, about="programme")
async def written(ctx: Ctx, values: Mapping[str, Any], programme_id: int) -> Show:
    """A draft, shown as its readers will see it."""
    programme = await programmes.programme(ctx.db, programme_id)
    assert programme is not None, "rights are asked of the programme before"
    row = AnnouncementRow(
        programme_id=programme_id,
        author_id=ctx.my_id,
        words=_words(values, programme),
        segment=values["segment"],
        due=values["when"],
        made_at=ctx.now,
    )
    await add(ctx.db, row)
    await recorded(ctx, "write announcement", row)
    return Show(PREVIEW, row.id or 0)


@router.press(Change, who=Role.MANAGER, about="announcement")
async def change(ctx: Ctx, press: Change) -> Form:
    """The form, as it was filled."""
    await _unsent(ctx, press.announcement)
    return Form(CHANGE, (press.announcement,))


async def _unsent(ctx: Ctx, number: int) -> AnnouncementRow:
    row = await known(ctx.db, number)
    if row.state not in UNSENT:
        raise Sorry(T("It is no longer a draft. What has been sent can be corrected."))
    return row


@router.form(CHANGE, who=Role.MANAGER, sheet=changes, about="announcement")
async def changed(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """Not sent yet, so nobody need be told. A planned one stays planned while it has a moment."""
    row = await _unsent(ctx, number)
    programme = await programmes.programme(ctx.db, row.programme_id)
    assert programme is not None, "a programme is never deleted"
    row.words, row.segment, row.due = _words(values, programme, row.words), values["segment"], values["when"]
    await announcing.rewrite(ctx.db, row)
    planned = row.state is Stage.PLANNED and row.due is not None
    if row.state is Stage.PLANNED:
        await ctx.schedule(START, number, times=[(row.due, None)] if row.due is not None else [])
    if not planned:
        await announcing.move(ctx.db, number, UNSENT, Stage.DRAFT)
    await ctx.touch(TEXT, number)
    await recorded(ctx, "change announcement", row)
    return Show(PROGRESS if planned else PREVIEW, number)


@router.press(Correct, who=Role.MANAGER, about="announcement")
async def correct(ctx: Ctx, press: Correct) -> Form:
    """The texts, as they were sent."""
    await known(ctx.db, press.announcement)
    return Form(CORRECT, (press.announcement,))


@router.form(CORRECT, who=Role.MANAGER, sheet=corrections, about="announcement")
async def corrected(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """Messages that are out are edited and say so; those that are not yet sent get the new text."""
    row = await known(ctx.db, number)
    programme = await programmes.programme(ctx.db, row.programme_id)
    assert programme is not None, "a programme is never deleted"
    words = _words(values, programme, row.words)
    if words != row.words:
        row.words, row.revision, row.corrected_at = words, row.revision + 1, ctx.now
        await announcing.rewrite(ctx.db, row)
        await ctx.touch(TEXT, number)
        await recorded(ctx, "correct announcement", row)
    return Show(PROGRESS, number)


async def recorded(ctx: Ctx, action: str, row: AnnouncementRow) -> None:
    """What a manager did with it, in the activity log."""
    await ctx.record(action, f"announcement {row.id}", by=ctx.my_id, role="manager", programme=row.programme_id)
