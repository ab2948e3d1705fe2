"""Welcome: who the bot is, what is kept, help, language, silence."""

from bot.core import NOT_MINE, Ctx, Effect, Look, Router, may
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.text import Joined, Slash, T, Text
from bot.model.update import Said
from bot.model.values import Role
from handlers.shared.presses import OtherLanguage
from handlers.shared.roles import duties_in_silence
from handlers.shared.welcome import HELLO, SILENCE
from storage import accounts, preferences, roster
from storage.people import PersonRow

router = Router("welcome")


class SetLanguage(Press, name="lang.set"):
    """Speak this language to me: 0 is Romanian, 1 is English."""

    number: int


class WriteAgain(Press, name="resume"):
    """I want messages again."""


SPOKEN = ("ro", "en")


# Live, so that its buttons are right after the language was changed or messages were stopped.
@router.view(HELLO, watches=("language",), mine=(SILENCE,))
async def hello(look: Look) -> Card:
    """Who the bot is, for whom we take its reader, and what is kept; the language can be changed at once.

    Whoever wrote STOP and comes back is told that it still holds, with the way out of it.
    """
    person = await accounts.person(look.db, look.person_id)
    silent = person is not None and person.stopped_at is not None
    rows: list[Row] = [(Button("🌐 English" if look.reader.language == "ro" else "🌐 Română", OtherLanguage()),)]
    return card(
        T("Hello! I am the chatbot of the Local Learning Labs in Timișoara – a program, not a person."),
        *await _for_whom(look, person),
        T("I keep your name, organisation and answers only for this project. /data: see, correct, delete."),
        *([T("Messages are stopped, as you asked.")] if silent else []),
        rows=[*([(Button(T("Write to me again"), WriteAgain()),)] if silent else []), *rows],
    )


async def _for_whom(look: Look, person: PersonRow | None) -> list[Text]:
    """By name and organisation, so that whoever opened a link that was not meant for them notices."""
    if person is None:
        return []
    speaks_for = tuple(row.name for row in await roster.organisations_for(look.db, person.id or 0, confirmed=True))
    if not speaks_for:
        return []
    return [T("Welcome, {name}! Here you represent {org}.", name=person.name, org=Joined(speaks_for, ", "))]


@router.press(OtherLanguage, who=Role.ANYONE)
async def other_language(ctx: Ctx, _press: OtherLanguage) -> Effect:
    """Switch between the two languages: every card that stands is drawn anew in the other."""
    return await _speak(ctx, "en" if ctx.reader.language == "ro" else "ro")


@router.press(SetLanguage, who=Role.ANYONE)
async def set_language(ctx: Ctx, press: SetLanguage) -> Effect:
    """Speak the chosen language."""
    return await _speak(ctx, SPOKEN[press.number % len(SPOKEN)])


async def _speak(ctx: Ctx, language: str) -> Effect:
    ctx.account.language = language
    await accounts.account_used(ctx.db, ctx.account, ctx.now)
    if ctx.person is not None:
        ctx.person.language = language
        await preferences.speak(ctx.db, ctx.my_id, language)
    return card(T("From now on I write to you in English."))


@router.command("language", "limba", who=Role.ANYONE, help=T("choose your language"))
async def language(_ctx: Ctx, _words: tuple[str, ...]) -> Card:
    """Both languages by their own names."""
    return card(
        T("Choose your language"),
        rows=[(Button("Română", SetLanguage(0)), Button("English", SetLanguage(1)))],
    )


@router.command("help", "ajutor", who=Role.ANYONE, help=T("what I can do"))
async def help_command(ctx: Ctx, _words: tuple[str, ...]) -> Card:
    """The commands this person may use, in their language."""
    return await _help(ctx)


async def _help(ctx: Ctx) -> Card:
    lines: list[Text] = [T("*What I can do*")]
    for feature in ctx.house.routes.routers:
        for route in feature.commands:
            if route.help is None or not await may(ctx.db, ctx.person, route.who, None, ctx.now):
                continue
            name = route.names[-1] if ctx.reader.language == "ro" else route.names[0]
            lines.append(T("{command} – {what}", command=Slash(name), what=route.help))
    lines.append(T("You can also simply write: your question goes to the organisers."))
    return card(*lines)


@router.said(who=Role.ANYONE)
async def stop_or_help(ctx: Ctx, said: Said) -> Effect | object:
    """A lone STOP is kept at once; a lone "help" is the command."""
    word = said.text.strip().strip(".!").casefold()
    if word in ("help", "ajutor"):
        return await _help(ctx)
    if word != "stop":
        return NOT_MINE
    if ctx.person is not None:
        await preferences.stop(ctx.db, ctx.my_id, ctx.now)
        await ctx.touch(SILENCE, person=ctx.my_id)
        await ctx.record("stop", by=ctx.my_id, programme=ctx.me.programme_id)
    again = [] if ctx.person is None else [(Button(T("Write to me again"), WriteAgain()),)]
    return card(
        T("I will not write to you any more, except about events you said you are coming to. Your answers are kept."),
        *await duties_in_silence(ctx.db, ctx.person, ctx.now),
        rows=again,
    )


@router.press(WriteAgain, who=Role.KNOWN)
async def write_again(ctx: Ctx, _press: WriteAgain) -> Card:
    """Take the silence back."""
    await preferences.resume(ctx.db, ctx.my_id, ctx.now)
    await ctx.touch(SILENCE, person=ctx.my_id)
    await ctx.record("resume", by=ctx.my_id, programme=ctx.me.programme_id)
    return card(T("Good: I will write to you again."))
