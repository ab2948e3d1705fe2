"""Routes: all features together, refused at start when something does not fit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.routing import Handler, Route, Router, ViewRoute
from bot.model.press import Press
from bot.model.typed import plain_name
from storage.rights import OBJECTS


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

    @property
    def open_again(self) -> list[Handler]:
        """Who hears of a group that words have opened again."""
        return [handler for router in self.routers for handler in router.open_again]

    @property
    def kept_up(self) -> list[str]:
        """The views that are drawn again whenever what they show changes."""
        return [name for name, view in self.views.items() if view.live]

    @classmethod
    def of(cls, routers: Iterable[Router]) -> "Routes":
        """Join the features. Raises `Misrouted` for a name that is taken, for an object or topic nobody knows, and
        for files in groups of which is said only which, or only from whom."""
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
        for router in features:
            if any(bool(one.endings) != (one.from_whom is not None) for one in router.overheard):
                raise Misrouted(f"{router.name}: files are taken in groups by their endings and from somebody, or not")
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

    @property
    def counting(self) -> frozenset[str]:
        """The views that count deliveries of some cause."""
        return frozenset(view for topic in self.counted.values() for view in self.watching[topic])

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
