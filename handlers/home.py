"""Home: a platform's own page beside the chat (Slack's App Home): my events, my answers, what I manage, settings."""

from bot.core import Ctx, Look, Router, Show
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.text import T, Text, join
from bot.model.values import Role
from handlers.shared.events import ANSWERS, short
from handlers.shared.presses import AskTeam, Begin, Manage, MyData, Open, OtherLanguage
from storage import event_figures

router = Router("home")

HOME = "home"
MOST = 10


class Home(Press, name="home"):
    """The page was opened."""


@router.press(Home, who=Role.ANYONE, public=True)
async def opened(_ctx: Ctx, _press: Home) -> Show:
    """Drawn as things are now."""
    return Show(HOME)


@router.view(HOME)
async def home(look: Look) -> Card:
    """Everything that concerns the reader; each button is answered in the chat."""
    switch = Button("🌐 English" if look.reader.language == "ro" else "🌐 Română", OtherLanguage())
    if look.person_id is None:
        line = T("I do not know you yet. Tell me who you are, and I can pass your questions on.")
        return card(T("*{title}*", title="Sfat"), line, rows=[(Button(T("Begin"), Begin()),), (switch,)])
    answers = await event_figures.my_answers(look.db, look.person_id, look.now)
    lines: list[Text] = [T("*My events*")]
    lines += [
        T("{event}: {answer}", event=short(event), answer=T("not answered yet") if going is None else ANSWERS[going])
        for event, going in answers[:MOST]
    ] or [T("You have no invitation and no answer just now. /events lists what is coming.")]
    rows: list[Row] = [(Button(short(event), Open(event.id or 0)),) for event, _ in answers[:MOST]]
    managed = await event_figures.events_managed(look.db, look.person_id, look.now, look.now)
    rows += [(Button(join("⚙️", short(event)), Manage(event.id or 0)),) for event in managed[:MOST]]
    rows.append((Button(T("❓ Ask the organisers"), AskTeam()), Button(T("🔒 My data"), MyData()), switch))
    return card(*lines, rows=rows)
