"""Measure Sfat beside its peers: `make bench`, or `python -m tests.bench [NAMES…] [--quick] [--json FILE]`.

Everything runs on loopback and ends by itself. Absolute figures belong to the machine they were measured on; ratios
hold elsewhere. Nothing else should run meanwhile.
"""

import argparse
import json
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from tests.bench.processes import pin
from tests.bench.report import Figure, not_measured, table
from tests.bench.scale import Scale

NAMES = (
    "ceiling",
    "updates",
    "slack",
    "broadcast",
    "latency",
    "cafe",
    "store",
    "postgres",
    "pressure",
    "start",
    "size",
)


def main() -> int:
    """Measure what is named, or everything, and print it as a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure, of {', '.join(NAMES)}; else all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the time, for hints only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there as well")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended too
    pin(0, 1)
    began = time.monotonic()
    figures = [figure for name in NAMES if name in (options.names or NAMES) for figure in _of(name, options.quick)]
    print(table(figures))
    missed = sum(figure.met is False for figure in figures)
    print(f"{missed} of {sum(figure.met is not None for figure in figures)} not met; {_machine(began)}")
    if options.json:
        found = {"machine": _machine(began), "quick": options.quick, "figures": [one.as_json() for one in figures]}
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def _of(name: str, quick: bool) -> Iterator[Figure]:
    """The figures of one part, told on the way. What goes wrong is said, and the others go on."""
    measure: Callable[[Scale], Iterator[Figure]] = import_module(f"tests.bench.measure_{name}").measure
    print(f"… {name}", file=sys.stderr, flush=True)
    try:
        for figure in measure(Scale(quick)):
            print(f"  {figure.target} {figure.what}: {figure.figure} {figure.verdict}", file=sys.stderr, flush=True)
            yield figure
    except (AssertionError, OSError, RuntimeError, ValueError) as problem:
        yield not_measured("–", f"the rest of {name}", f"{type(problem).__name__}: {problem}")


def _machine(began: float) -> str:
    took = (time.monotonic() - began) / 60
    return f"{took:.1f} minutes, Python {platform.python_version()}, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    sys.exit(main())
