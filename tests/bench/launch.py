"""`sfat` as it is, with what is needed to look inside: `python -m tests.bench.launch run`.

`BENCH_SYNCHRONOUS=NORMAL` commits without waiting for the disk. `BENCH_COMMITS=FILE`: on SIGUSR1 the number of commits
is written there. `BENCH_PROFILE=FILE`: a profile of the whole run is written there at the end.
"""

import cProfile
import os
import signal
import sqlite3
import sys
from pathlib import Path

from bot.__main__ import main
from storage import sqlite
from storage.database import Database

_databases: list[Database] = []


def _without_waiting() -> None:
    prepare = sqlite._prepare

    def relaxed(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous = NORMAL")

    sqlite._prepare = relaxed  # type: ignore[assignment]


def _count_commits(path: Path) -> None:
    make = Database.__init__

    def remembered(db: Database, url: str) -> None:
        make(db, url)
        _databases.append(db)

    Database.__init__ = remembered  # type: ignore[method-assign,assignment]
    signal.signal(signal.SIGUSR1, lambda *_: path.write_text(str(sum(db.commits for db in _databases))))


def _profiled(path: str) -> None:
    profile = cProfile.Profile()
    try:
        profile.runcall(main)
    finally:
        profile.dump_stats(path)


if __name__ == "__main__":
    if os.environ.get("BENCH_SYNCHRONOUS") == "NORMAL":
        _without_waiting()
    if commits := os.environ.get("BENCH_COMMITS"):
        _count_commits(Path(commits))
    if into := os.environ.get("BENCH_PROFILE"):
        _profiled(into)
    else:
        sys.exit(main())
