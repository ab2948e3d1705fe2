"""Statements are compiled once for all databases of the tests, as in a program that runs for weeks with one of them.

SQLAlchemy keeps what it has compiled with each engine, and every test opens engines of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

MANY = 5000
"""More than there are statements, so that none is forgotten."""


@contextmanager
def compiled_once() -> Iterator[None]:
    """Engines that are made in the block share what they compile: the first of each kind that has ever connected."""
    first: dict[str, Engine] = {}

    def share(engine: Engine) -> None:
        known = first.get(engine.dialect.name)
        if known is None or known.dialect.server_version_info is None:
            first[engine.dialect.name] = engine
        else:
            engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache

    def sharing(url: str, **options: Any) -> Engine:
        engine = create_engine(url, query_cache_size=MANY, **options)
        share(engine)
        return engine

    def sharing_asynchronously(url: str, **options: Any) -> AsyncEngine:
        engine = create_async_engine(url, query_cache_size=MANY, **options)
        share(engine.sync_engine)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.sqlite.create_engine", sharing)
        patch.setattr("storage.postgres.create_async_engine", sharing_asynchronously)
        yield
