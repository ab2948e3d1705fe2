"""How long the modules are."""

import statistics
from collections.abc import Iterator

from tests.bench.processes import ROOT
from tests.bench.report import Figure, shown
from tests.bench.scale import Scale


def measure(_scale: Scale) -> Iterator[Figure]:
    """Lines of the product's modules, migrations left out."""
    lengths = [
        len(path.read_text(encoding="utf-8").splitlines())
        for package in ("bot", "handlers", "storage")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    ]
    yield shown("–", "modules", [len(lengths)])
    yield shown("–", "median module", [statistics.median(lengths)], "lines")
    yield shown("–", "longest module", [max(lengths)], "lines")
