"""Router: what a feature registers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.model.address import Place
from bot.model.form import Sheet
from bot.model.press import Press
from bot.model.text import Sentence
from bot.model.update import Edited, Said
from bot.model.values import Role
from storage.people import PersonRow
from storage.tx import Tx

Handler = Callable[..., Awaitable[Any]]
View = Callable[..., Awaitable[Any]]
MakeSheet = Callable[..., Awaitable[Sheet]]
Waits = Callable[[Tx, int, datetime], Awaitable[bool]]
Listens = Callable[[Tx, Place, Said | Edited, datetime], Awaitable[bool]]
FromWhom = Callable[[Tx, Place, PersonRow, datetime], Awaitable[bool]]


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
    while_: Waits | None = None


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


@dataclass(frozen=True)
class Overheard:
    """Who takes what people say to each other in groups, and in which groups that is; `endings` are those of the files
    that it takes there, from those whom `from_whom` lets pass.
    """

    handler: Handler
    there: Listens
    endings: tuple[str, ...] = ()
    from_whom: FromWhom | None = None


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
    open_again: list[Handler] = field(default_factory=list)
    skipped: list[Handler] = field(default_factory=list)
    strangers: list[Handler] = field(default_factory=list)
    edited: list[Handler] = field(default_factory=list)
    overheard: list[Overheard] = field(default_factory=list)

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

    def file(self, *, who: Role, endings: tuple[str, ...], while_: Waits | None = None) -> Callable[[Handler], Handler]:
        """A file in private whose name ends so (small letters, with the dot): `(ctx, received)`.

        It is fetched before the transaction, and only from those who may pass, and from whom `while_` waited for one
        when it was heard (`(tx, person, heard)`); from others nothing is fetched at all.
        """

        def register(handler: Handler) -> Handler:
            self.files.append(Route("file", handler, who, endings=endings, while_=while_))
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

    def when_open_again(self, handler: Handler) -> Handler:
        """`(ctx)` when somebody writes in a group that was closed as nothing could be sent there: it is open again."""
        self.open_again.append(handler)
        return handler

    def when_stranger(self, handler: Handler) -> Handler:
        """`(ctx)` to an effect: somebody we do not know pressed a button in a group; it asks who they are."""
        self.strangers.append(handler)
        return handler

    def when_edited(self, handler: Handler) -> Handler:
        """`(ctx, edited)` to an effect when somebody has changed a message of theirs; NOT_MINE when it holds nothing
        that this feature has kept."""
        self.edited.append(handler)
        return handler

    def when_overheard(
        self, *, there: Listens, endings: tuple[str, ...] = (), from_whom: FromWhom | None = None
    ) -> Callable[[Handler], Handler]:
        """`(ctx, said, received)` to whether it was kept, when people say something to each other in a group.

        Only where `there` says so (`(tx, place, update, now)`, for edits as well) is it heard at all: whatever else is
        said in groups is dropped before it is stored anywhere. A file whose name ends so is fetched only from those
        whom `from_whom` (`(tx, place, person, now)`) lets pass, so neither goes without the other; else `received` is
        None. Raises Sorry where a file that was fetched is not kept after all: nothing stays of it, and its sender is
        told in private.
        """

        def register(handler: Handler) -> Handler:
            self.overheard.append(Overheard(handler, there, endings, from_whom))
            return handler

        return register

    def when_skipped(self, handler: Handler) -> Handler:
        """`(desk, rows)` when deadlines were found too late to be of use."""
        self.skipped.append(handler)
        return handler
