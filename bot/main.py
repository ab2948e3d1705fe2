"""Composes: settings → store → features → platforms → site. No logic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.core import dialogue
from bot.core.chat_news import ChatNews
from bot.core.clock import WallClock
from bot.core.desk import Desk, House
from bot.core.door import SignedDoor
from bot.core.form_state import StoredForms
from bot.core.links import FEED, HERE, PERSONAL, WALL, Links
from bot.core.ports import Adapter, Clock, Door
from bot.core.program import Program
from bot.core.routes import Routes
from bot.core.tokens import Keys
from bot.core.transcript import StoredTranscript
from bot.core.uploads import StoredUploads
from bot.model.card import Document
from bot.model.paper import Batch, Pile, Saved
from bot.settings import Settings, Unset, secret_keys, site_for_telegram
from bot.web.files import Files
from bot.web.paper import Papers
from bot.web.site import Site
from bot.web.wall import Walls
from handlers import FEATURES
from handlers.cafe import pile
from handlers.calendar import feed_document
from storage import views
from storage.database import Database
from storage.tx import Tx
from storage.views import Invitee, Wall, Wanted

if TYPE_CHECKING:  # loaded only where it is configured
    from bot.adapters.slack.adapter import SlackAdapter


@dataclass(frozen=True)
class Sfat:
    """The composed program with its site."""

    program: Program
    site: ASGIApp


@dataclass(frozen=True)
class TryOut:
    """What the try-out puts in the place of the real thing: one clock, one door, a few routes."""

    clock: Clock
    door: Door
    routes: Sequence[BaseRoute]


def open_house(settings: Settings) -> House:
    """The features with the installation's keys."""
    keys = Keys(secret_keys(settings))
    routes = Routes.of((dialogue.router, *FEATURES))
    own_page = f"http://{settings.http_host}:{settings.http_port}" if settings.webchat == "on" else ""
    bot_leads = bool(settings.telegram_token)
    links = Links(keys, settings.public_url or ("" if bot_leads else own_page))
    return House(routes, keys, links, settings.language, settings.timezone)


def build(settings: Settings, try_out: TryOut | None = None, db: Database | None = None) -> Sfat:
    """Everything, ready to be started."""
    db = db or Database(settings.address)
    house = open_house(settings)
    clock = try_out.clock if try_out else WallClock()
    adapters: dict[str, Adapter] = {}
    routes: list[BaseRoute] = []
    if settings.telegram_token and try_out is None:
        adapters["telegram"], telegram_routes = _telegram(settings, house, clock)
        routes += telegram_routes
        house.links.deep_link = adapters["telegram"].deep_link
    if settings.slack_bot_token and try_out is None:
        slack = slack_of(settings)
        adapters["slack"] = slack
        routes += slack.routes()
    news = ChatNews(StoredTranscript(db, house.keys, clock))
    if try_out or settings.webchat == "on":
        adapters["web"], web_routes = _webchat(settings, house, clock, news, try_out)
        routes += web_routes
    program = Program(db, house, clock, adapters)
    news.join(program)
    return Sfat(program, _site(settings, program, try_out, routes))


def _telegram(settings: Settings, house: House, clock: Clock) -> tuple[Adapter, Sequence[BaseRoute]]:
    from bot.adapters.telegram.adapter import TelegramAdapter
    from bot.adapters.telegram.webhook import Hook

    hook = None
    if settings.telegram_mode == "webhook":
        hook = Hook(site_for_telegram(settings), house.keys.shared_secrets("telegram webhook"), clock)
    adapter = TelegramAdapter(settings.telegram_token, settings.telegram_api_url, settings.telegram_rate, hook=hook)
    return adapter, adapter.routes()


def slack_of(settings: Settings) -> "SlackAdapter":
    """The Slack app as it is configured. Raises Unset when what the chosen mode needs is not there."""
    from bot.adapters.slack.adapter import Credentials, SlackAdapter

    by_socket = settings.slack_mode == "socket"
    if by_socket and not settings.slack_app_token:
        raise Unset(
            "SFAT_SLACK_APP_TOKEN is needed for Socket Mode: make one with the scope connections:write in the app's "
            "settings, or set SFAT_SLACK_MODE=http"
        )
    if not by_socket and not settings.slack_signing_secret:
        raise Unset("SFAT_SLACK_SIGNING_SECRET is needed with SFAT_SLACK_MODE=http: copy it from the app's settings")
    credentials = Credentials(
        settings.slack_bot_token,
        app_token=settings.slack_app_token if by_socket else "",
        signing_secret="" if by_socket else settings.slack_signing_secret,
    )
    return SlackAdapter(credentials, settings.slack_api_url, settings.slack_rate)


def _webchat(
    settings: Settings, house: House, clock: Clock, news: ChatNews, try_out: TryOut | None
) -> tuple[Adapter, list[BaseRoute]]:
    from bot.adapters.webchat.adapter import WebchatAdapter

    db = news.transcript.db
    door = try_out.door if try_out else SignedDoor(db, house)
    forms, uploads = StoredForms(db, house, clock), StoredUploads(db, house, clock)
    adapter = WebchatAdapter(news.transcript, door, clock, forms, uploads, news=news if db.shared else None)
    extra = try_out.routes if try_out else ()
    return adapter, [*extra, *adapter.routes(clock_bar=try_out is not None, zone=settings.timezone)]


def _site(settings: Settings, program: Program, try_out: TryOut | None, routes: Sequence[BaseRoute]) -> ASGIApp:
    from bot.adapters.webchat.headers import FRAMED_BY_US, WithSecurityHeaders

    house, db = program.house, program.db

    async def invitee(token: str) -> Invitee | None:
        read = house.keys.read(token)
        if read is None or read.kind != PERSONAL:
            return None
        async with db.read() as tx:
            return await views.invitee(tx, read.number, read.generation, program.clock.now())

    async def gauges() -> Mapping[str, int]:
        return await db.scan(views.gauges)

    async def document(token: str) -> Document | None:
        read = house.keys.read(token)
        if read is None or read.kind != FEED:
            return None
        async with db.read() as tx:
            return await feed_document(house, tx, read, program.clock.now())

    site = Site(
        settings.language,
        invitee,
        house.links.deep_link,
        lambda: program.troubles,
        gauges,
        Files(document, program.clock.real),
        settings.metrics_token,
        has_chat="web" in program.adapters,
        has_slack="slack" in program.adapters,
        chat_is_home=try_out is not None,
    )
    walls = _walls(settings, program, FRAMED_BY_US if try_out else {})
    app: Starlette = site.app([*walls.routes(), *_papers(settings, program).routes(), *routes])
    return WithSecurityHeaders(app)


def _walls(settings: Settings, program: Program, framing: Mapping[str, str]) -> Walls:
    house, db = program.house, program.db

    async def language(token: str) -> str | None:
        read = house.keys.read(token)
        if read is None or read.kind != WALL:
            return None
        async with db.read() as tx:
            return await views.wall_language(tx, read.number, read.generation)

    async def wall(token: str, wanted: Wanted) -> Wall | None:
        read = house.keys.read(token)
        if read is None or read.kind != WALL:
            return None
        return await db.scan(lambda tx: views.wall(tx, read.number, read.generation, wanted))

    return Walls(language, wall, program.clock.now, lambda: house.links.deep_link(HERE), settings.language, framing)


def _papers(settings: Settings, program: Program) -> Papers:
    db = program.db

    def desk(tx: Tx) -> Desk:
        return Desk(tx, program.clock.now(), program.house)

    async def language(token: str) -> str:
        async with db.read() as tx:
            return await pile.language(desk(tx), token)

    async def shown(token: str) -> Pile:
        async with db.read() as tx:
            return await pile.pile(desk(tx), token)

    async def save(token: str, batch: Batch) -> Saved:
        saved = await db.write(lambda tx: pile.save(desk(tx), token, batch))
        program.staged()
        return saved

    async def undo(token: str, idea: int) -> None:
        await db.write(lambda tx: pile.undo(desk(tx), token, idea))
        program.staged()

    return Papers(language, shown, save, undo, settings.language)
