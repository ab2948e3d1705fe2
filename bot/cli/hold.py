"""Holding a SQLite database: one process serves it. The lock is the system's and ends with its process, however."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from bot.cli.place import ELSEWHERE, make_room, sqlite_path
from bot.core.ports import Unusable


@contextmanager
def held(address: str) -> Iterator[None]:
    """Hold the database while the block runs. A server (PostgreSQL) is shared, and held by nobody.

    What stands in the file beside the database only tells who holds it; a file that is left over locks nothing.
    Raises Unusable when another process holds it, or the file can not be made.
    """
    path = sqlite_path(address)
    if path is None:
        yield
        return
    make_room(address)
    real = path.resolve()  # whatever the name, one database has one lock
    beside = real.with_name(f"{real.name}.lock")
    file = _locked(beside)
    while file is None:
        file = _locked(beside)
    with file:
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}")
        file.flush()
        try:
            yield
        finally:
            beside.unlink(missing_ok=True)


def _locked(beside: Path) -> TextIO | None:
    """The file, locked; None when whoever had it has removed it meanwhile, so that this is no longer the lock."""
    try:
        file = beside.open("a+", encoding="utf-8")
    except OSError as problem:
        raise Unusable(f"{beside} can not be made ({problem.strerror}); {ELSEWHERE}") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with file:
            file.seek(0)
            holder = file.read() or "another process"
        database = beside.with_name(beside.stem)
        raise Unusable(f"{database} is served already, by {holder}; stop that one, or {ELSEWHERE}") from None
    with suppress(FileNotFoundError):
        if os.fstat(file.fileno()).st_ino == beside.stat().st_ino:
            return file
    file.close()
    return None
