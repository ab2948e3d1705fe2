"""Router: what a feature registers. Routes: all features together, refused at start when something does not fit."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model.form import Sheet
from bot.model.press import Press
from bot.model.text import Sentence
from bot.model.typed import plain_name
from bot.model.values import Role
from storage.rights import OBJECTS

Handler = Callable[..., Awaitable[Any]]
View = Callable[..., Awaitable[Any]]
MakeSheet = Callable[..., Awaitable[Sheet]]


@dataclass(frozen=True)
class Route:
    """A door: who may pass, what the request is about (the field that names the object), and who answers.

    What is asked in a group is answered in private, unless the route is `public`. `to_strangers` is what somebody whom
    we do not know hears there instead of that their answer will count. `endings` are those of the files that it takes.
    """

    name: str
    handler: Handler
    who: Role
    about: str = ""
    names: tuple[str, ...] = ()
    help: Sentence | None = None
    sheet: MakeSheet | None = None
    public: bool = False
    to_strangers: Sentence | None = None
    endings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ViewRoute:
    """A view, and whose changes redraw it: of its subject for all who see it, or of one person only.

    `once_more`: after an unknown outcome it is sent once again. `live` views are redrawn; others are said once.
    """

    name: str
    draw: View
    watches: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    once_more: bool = True

    @property
    def live(self) -> bool:
        """Whether anything redraws it."""
        return bool(self.watches or self.mine)


@dataclass
class Router:
    """Collects the doors, views and deadlines of one feature."""

    name: str
    commands: list[Route] = field(default_factory=list)
    presses: dict[type[Press], Route] = field(default_factory=dict)
    forms: dict[str, Route] = field(default_factory=dict)
    words: list[Route] = field(default_factory=list)
    files: list[Route] = field(default_factory=list)
    jobs: dict[str, Handler] = field(default_factory=dict)
    views: dict[str, ViewRoute] = field(default_factory=dict)
    deadlines: dict[str, Handler] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    reached: list[Handler] = field(default_factory=list)
    placed: list[Handler] = field(default_factory=list)
    skipped: list[Handler] = field(default_factory=list)
    strangers: list[Handler] = field(default_factory=list)

    def command(
        self,
        *names: str,
        who: Role,
        help: Sentence,  # noqa: A002  (it is what /help prints)
        about: str = "",
    ) -> Callable[[Handler], Handler]:
        """A command under its names, English and Romanian alike; the first is the one the menu shows in English."""

        def register(handler: Handler) -> Handler:
            self.commands.append(Route(names[0], handler, who, about, names, help))
            return handler

        return register

    def press(
        self,
        kind: type[Press],
        *,
        who: Role,
        about: str = "",
        public: bool = False,
        to_strangers: Sentence | None = None,
    ) -> Callable[[Handler], Handler]:
        """A button; `about` is the field of the press that names the object whose rights are asked."""

        def register(handler: Handler) -> Handler:
            self.presses[kind] = Route(kind.name, handler, who, about, public=public, to_strangers=to_strangers)
            return handler

        return register

    def form(self, name: str, *, who: Role, sheet: MakeSheet, about: str = "") -> Callable[[Handler], Handler]:
        """A form: `sheet(look, *about)` makes its questions, the handler takes `(ctx, values, *about)`.

        `about` names the kind of the first id, whose rights are asked when it opens, at every answer and at the end.
        """

        def register(handler: Handler) -> Handler:
            self.forms[name] = Route(name, handler, who, about, sheet=sheet)
            return handler

        return register

    def said(self, *, who: Role) -> Callable[[Handler], Handler]:
        """Free text in private; a handler that returns NOT_MINE lets the next one look at it."""

        def register(handler: Handler) -> Handler:
            self.words.append(Route("said", handler, who))
            return handler

        return register

    def file(self, *, who: Role, endings: tuple[str, ...]) -> Callable[[Handler], Handler]:
        """A file in private whose name ends so (small letters, with the dot): `(ctx, received)`.

        It is fetched before the transaction, and only from those who may pass; from others nothing is fetched at all.
        """

        def register(handler: Handler) -> Handler:
            self.files.append(Route("file", handler, who, endings=endings))
            return handler

        return register

    def job(self, kind: str) -> Callable[[Handler], Handler]:
        """What works jobs of this kind: `(work)` to what is then done in one transaction, `(desk)` to an `End`."""

        def register(handler: Handler) -> Handler:
            self.jobs[kind] = handler
            return handler

        return register

    def view(
        self, name: str, *, watches: tuple[str, ...] = (), mine: tuple[str, ...] = (), once_more: bool = True
    ) -> Callable[[View], View]:
        """A view: `(look, *subject)` to a card, to nothing when the message is no longer wanted, or to the reason."""

        def register(draw: View) -> View:
            self.views[name] = ViewRoute(name, draw, watches, mine, once_more)
            return draw

        return register

    def due(self, kind: str) -> Callable[[Handler], Handler]:
        """What happens when a deadline of this kind fires: `(desk, *subject)`."""

        def register(handler: Handler) -> Handler:
            self.deadlines[kind] = handler
            return handler

        return register

    def progress(self, causes: str, topic: str) -> None:
        """Deliveries of causes `causes`ID touch `topic` of ID when they are sent, or will not be: for cards that count.

        `causes` is the beginning of a cause with its colon, as `announce:`; ID ends at the next colon.
        """
        self.counted[causes] = topic

    def when_reached(self, handler: Handler) -> Handler:
        """`(ctx)` when an account was blocked or unblocked."""
        self.reached.append(handler)
        return handler

    def when_placed(self, handler: Handler) -> Handler:
        """`(ctx)` when somebody has put us into a group or channel, or taken us out; `ctx.place.state` says which."""
        self.placed.append(handler)
        return handler

    def when_stranger(self, handler: Handler) -> Handler:
        """`(ctx)` to an effect: somebody we do not know pressed a button in a group; it asks who they are."""
        self.strangers.append(handler)
        return handler

    def when_skipped(self, handler: Handler) -> Handler:
        """`(desk, rows)` when deadlines were found too late to be of use."""
        self.skipped.append(handler)
        return handler


class Misrouted(Exception):
    """Two features claim the same thing, or name something that does not exist."""


@dataclass(frozen=True, repr=False)  # thousands of lines, which a task that fails would print
class Routes:
    """All features together."""

    routers: tuple[Router, ...]
    commands: Mapping[str, Route]
    presses: Mapping[type[Press], Route]
    forms: Mapping[str, Route]
    views: Mapping[str, ViewRoute]
    deadlines: Mapping[str, Handler]
    watching: Mapping[str, tuple[str, ...]]
    minding: Mapping[str, tuple[str, ...]]
    counted: Mapping[str, str]
    jobs: Mapping[str, Handler]

    @classmethod
    def of(cls, routers: Iterable[Router]) -> "Routes":
        """Join the features. Raises `Misrouted` for a name that is taken and for an object or topic nobody knows."""
        features = tuple(routers)
        views = _joined(features, lambda router: router.views)
        routes = cls(
            features,
            _commands(features),
            _joined(features, lambda router: router.presses),
            _joined(features, lambda router: router.forms),
            views,
            _joined(features, lambda router: router.deadlines),
            _topics(views.values(), lambda view: view.watches),
            _topics(views.values(), lambda view: view.mine),
            _joined(features, lambda router: router.counted),
            _joined(features, lambda router: router.jobs),
        )
        for topic in routes.counted.values():
            if topic not in routes.watching:
                raise Misrouted(f"no view shows {topic!r}")
        for route in routes.doors():
            if route.about and route.about not in OBJECTS:
                raise Misrouted(f"{route.name}: nobody knows what {route.about!r} is")
        return routes

    def command(self, name: str, words: tuple[str, ...]) -> tuple[Route | None, tuple[str, ...]]:
        """The command that somebody typed, and its words; None for one that is not known.

        Case and diacritics do not count; for an underscore a space may stand: `/new event` is `/new_event`.
        """
        for taken in (2, 1, 0):
            route = self.commands.get(plain_name("_".join((name, *words[:taken]))))
            if route is not None:
                return route, words[taken:]
        return None, words

    def doors(self) -> list[Route]:
        """Every route that asks for rights."""
        words = [route for router in self.routers for route in router.words]
        commands = [route for router in self.routers for route in router.commands]
        files = [route for router in self.routers for route in router.files]
        return [*commands, *self.presses.values(), *self.forms.values(), *words, *files]

    def counts(self, cause: str) -> tuple[tuple[str, ...], str]:
        """Which views count the deliveries of a cause, and of which subject; none mostly."""
        for causes, topic in self.counted.items():
            if cause.startswith(causes):
                return self.watching[topic], cause.removeprefix(causes).partition(":")[0]
        return (), ""

    def knows_topic(self, topic: str) -> bool:
        """Whether some view shows this topic."""
        return topic in self.watching or topic in self.minding


def _commands(features: tuple[Router, ...]) -> dict[str, Route]:
    found: dict[str, Route] = {}
    for router in features:
        for route in router.commands:
            for name in route.names:
                if name in found:
                    raise Misrouted(f"two features answer /{name}")
                found[name] = route
    return found


def _joined(features: tuple[Router, ...], part: Callable[[Router], Mapping[Any, Any]]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for router in features:
        for name, route in part(router).items():
            if name in found:
                raise Misrouted(f"{router.name}: {name} is taken")
            found[name] = route
    return found


def _topics(views: Iterable[ViewRoute], part: Callable[[ViewRoute], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for view in views:
        for topic in part(view):
            found[topic] = (*found.get(topic, ()), view.name)
    return found
