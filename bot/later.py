"""Libraries that load at the first use of one of their names, as `lazy import` will have it from Python 3.15 on.

Whoever uses one writes `import openpyxl` as ever, and names what is in it only where that is used: not in the head of a
class, a default or an annotation without quotes, which are read while the module loads.
"""

import sys
from collections.abc import Iterable
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import Any

LATER = ("asyncpg", "icalendar", "openpyxl", "prometheus_client")
"""What is large and what many processes never need: a server's driver, calendars, workbooks, figures."""

NEVER = {"telegram.request._httpxrequest": "HTTPXRequest"}
"""What a library loads for itself and we have replaced, with the class it names of it: httpx would come with it."""

_turn = Lock()


def load_later(names: Iterable[str] = LATER) -> None:
    """Put off loading these libraries, those that are loaded already excepted."""
    for name in names:
        sys.modules.setdefault(name, _Later(name))


def leave_out() -> None:
    """Let empty classes stand for what is never used. Where a library has moved it, it loads as without us."""
    for module, name in NEVER.items():
        stands_in = ModuleType(module)
        setattr(stands_in, name, type(name, (), {}))
        sys.modules.setdefault(module, stands_in)


class _Later(ModuleType):
    """Stands for a library, and loads it when it is asked for anything."""

    def __getattr__(self, name: str) -> Any:
        with _turn:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)
