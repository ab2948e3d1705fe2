"""The peer: procrastinate with jobs that do nothing. `python -m tests.bench.peer_queue URL JOBS CONCURRENCY`.

Prints like `claimer`: `JOBS FROM TO`.
"""

import asyncio
import sys
import time
from typing import Any

import procrastinate


async def work(url: str, number: int, concurrency: int) -> tuple[int, float, float]:
    """Set up its tables, put the jobs in, work until none is left."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))

    @app.task(name="nothing")  # type: ignore[untyped-decorator]  # without the peer there are no types
    async def nothing(at: int) -> None:
        """A job."""

    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        jobs: list[dict[str, Any]] = [{"at": at} for at in range(number)]
        await nothing.configure().batch_defer_async(*jobs)
        began = time.monotonic()
        await app.run_worker_async(wait=False, concurrency=concurrency, install_signal_handlers=False)
        return number, began, time.monotonic()


if __name__ == "__main__":
    print(*asyncio.run(work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))), flush=True)
