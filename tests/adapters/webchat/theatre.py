"""The page as people use it: a stage with four personas, a server, a browser, and a clock that can be moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from playwright.async_api import Browser, Locator, Page
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.model.card import DrawnButton
from bot.model.form import DrawnField, DrawnForm, FormState, Kind
from bot.model.update import Command, Envelope, Now, Pressed, Submitted, Update
from tests.adapters.webchat.browser import Server, opened
from tests.adapters.webchat.stage import DAN, IOANA, JAMES, MANAGER, Forms, Stage, place, says

INVITATION = says("Veniți luni?", rows=((DrawnButton("✅ Vin", "a:yes"), DrawnButton("❓ Întreb", "ask")),))
ANNOUNCE = says("Scrieți?", rows=((DrawnButton("📣 Anunț", "announce"),),))


def announcement() -> DrawnForm:
    """A form that offers words beside writing them."""
    groups = (
        ("all", "Toate organizațiile"),
        ("lab:L1", "Laborator: Spații verzi"),
        ("„For all (of us)”", "Grup: For all (of us)"),
    )
    fields = (
        DrawnField("segment", "Cui?", Kind.LINE, groups, several=True),
        DrawnField("when", "Când?", Kind.LINE, (("now", "Acum"),)),
    )
    return DrawnForm("", "Anunț", fields, "Previzualizare", "Renunț", subject="announce", leave="leave")


def form(day: str = "", complaint: str = "", repairs: tuple[tuple[str, str], ...] = ()) -> DrawnForm:
    """A form with a day, a choice and a text."""
    fields = (
        DrawnField("day", "Ziua", Kind.DAY, value=day, complaint=complaint, repairs=repairs),
        DrawnField("mode", "Cum", Kind.CHOICE, (("here", "La fața locului"), ("away", "La distanță"))),
        DrawnField("text", "Întrebarea", Kind.PROSE, optional=True),
    )
    return DrawnForm("", "Întrebare nouă", fields, "Trimite întrebarea", "Renunț", subject="ask", leave="leave")


@dataclass
class Theatre:
    """A stage with four personas, a server, a browser, and a clock that can be moved."""

    stage: Stage
    server: Server
    browser: Browser
    stops: list[dict[str, Any]]

    async def open(self, width: int = 1440, height: int = 900) -> Page:
        """The page, loaded."""
        return await opened(self.browser, self.server.address, width, height)

    async def heard(self) -> list[Update]:
        """What was heard, once it is anything, or after five seconds: what is written stands on the page before."""
        for _ in range(500):
            if self.stage.inbox.heard:
                break
            await asyncio.sleep(0.01)
        return [envelope.update for envelope in self.stage.inbox.heard]

    @property
    def submitted(self) -> list[Submitted]:
        """The forms that were heard."""
        return [e.update for e in self.stage.inbox.heard if isinstance(e.update, Submitted)]


@dataclass
class Script:
    """The inbox's part: a toast, forms, and a complaint about the last of February. One form at a time is open."""

    forms: Forms
    asked: int = 0

    def __call__(self, envelope: Envelope) -> Now:
        match envelope.update:
            case Pressed(payload="a:yes"):
                return Now(toast="Am notat: vin.")
            case Pressed(payload="ask"):
                return self._opens(form())
            case Pressed(payload="announce"):
                return self._opens(announcement())
            case Pressed(payload="leave") | Command(name="renunta"):
                self._becomes(FormState.CLOSED)
            case Submitted(key=key, values=values) if values.get("day", "").startswith("31.02"):
                repairs = (("28 februarie", "28.02.2027"),)
                return Now(form=replace(form(values["day"], "Februarie are 28 de zile.", repairs), key=key))
            case Submitted(key=key) if self.forms.became.get(key, FormState.OPEN) is FormState.OPEN:
                self._becomes(FormState.SENT)
                return Now(toast="Am trimis întrebarea.")
        return Now()

    def _opens(self, drawn: DrawnForm) -> Now:
        self._becomes(FormState.ASIDE)
        self.asked += 1
        return Now(form=replace(drawn, key=f"f{self.asked}"))

    def _becomes(self, standing: FormState) -> None:
        """What happens to the form that is open; an earlier one stays what it became."""
        self.forms.became.setdefault(f"f{self.asked}", standing)


@asynccontextmanager
async def playing(chromium: Browser) -> AsyncIterator[Theatre]:
    """Everything running; Ioana has an invitation. At the end no page is left open, and nothing that one has kept."""
    stage = Stage({"": [MANAGER, IOANA, JAMES, DAN]}, clock_bar=True)
    stage.inbox.script = Script(stage.forms)
    stops: list[dict[str, Any]] = []

    async def clock(request: Request) -> JSONResponse:
        if request.method == "POST":
            stops.append({"at": "joi, 18 martie 2027, 10:00", "what": ["Memento trimis: 2 persoane."]})
        now = stops[-1]["at"] if stops else "luni, 1 martie 2027, 09:00"
        coming = {"next": None if stops else "joi, 18 martie", "waits": None, "wall": None}
        return JSONResponse({"now": now, "stops": stops, **coming, "alone": {}})

    stage.app.router.routes += [
        Route("/chat/clock", clock),
        Route("/chat/clock/next", clock, methods=["POST"]),
    ]
    await stage.adapter.send(place("ioana"), INVITATION, "invitation")
    running = asyncio.create_task(stage.adapter.run(stage.inbox))
    server = Server(stage.app)
    await server.start()
    try:
        yield Theatre(stage, server, chromium, stops)
    finally:
        for context in chromium.contexts:
            await context.close()
        running.cancel()
        await server.stop()


def chat(page: Page, name: str = "Ioana Pop") -> Locator:
    """The chat of a persona, found as a screen reader finds it."""
    return page.get_by_role("region", name=name, exact=True)


async def write(page: Page, text: str) -> None:
    """Type a text for Ioana and send it."""
    await chat(page).get_by_role("textbox", name="Mesaj de la Ioana Pop").fill(text)
    await chat(page).get_by_role("button", name="Trimite", exact=True).click()


async def ask(page: Page) -> Locator:
    """Open the form in Ioana's chat."""
    await chat(page).get_by_role("button", name="❓ Întreb").click()
    opened_form = chat(page).get_by_role("form", name="Întrebare nouă")
    await opened_form.wait_for()
    return opened_form
