"""What was measured, beside what was wanted: a line for each target."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table. `values` are of all runs; the median counts. `met` is None where nothing is wanted or
    nothing was measured; then `reason` says why not."""

    target: str
    what: str
    values: Sequence[float] = ()
    unit: str = ""
    wanted: str = ""
    met: bool | None = None
    reason: str = ""

    @property
    def verdict(self) -> str:
        """`met`, `not met`, or nothing."""
        return {True: "met", False: "NOT MET", None: ""}[self.met]

    @property
    def figure(self) -> str:
        """The median, and between what the runs were."""
        if self.reason:
            return f"not measured: {self.reason}"
        text = f"{_short(statistics.median(self.values))} {self.unit}".strip()
        if len(self.values) > 1:
            text += f" [{_short(min(self.values))}–{_short(max(self.values))}]"
        return text

    def as_json(self) -> dict[str, Any]:
        """Everything, with the median."""
        middle = statistics.median(self.values) if self.values else None
        return {**asdict(self), "values": list(self.values), "median": middle}


def shown(target: str, what: str, values: Iterable[float], unit: str = "") -> Figure:
    """A figure that nothing is wanted of."""
    return Figure(target, what, tuple(values), unit)


def at_least(target: str, what: str, values: Iterable[float], wanted: float, unit: str = "") -> Figure:
    """A figure whose median is to be as high as this."""
    found = tuple(values)
    met = statistics.median(found) >= wanted
    return Figure(target, what, found, unit, f"≥ {_short(wanted)} {unit}".strip(), met)


def at_most(target: str, what: str, values: Iterable[float], wanted: float, unit: str = "") -> Figure:
    """A figure whose median is to be as low as this; where nothing at all is wanted, no run may have more."""
    found = tuple(values)
    met = (statistics.median(found) if wanted else max(found)) <= wanted
    return Figure(target, what, found, unit, f"≤ {_short(wanted)} {unit}".strip(), met)


def not_measured(target: str, what: str, reason: str) -> Figure:
    """Nothing is known, and why."""
    return Figure(target, what, reason=" ".join(reason.split())[:160])


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many per cent lie; of few values, the nearest that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def table(figures: Sequence[Figure]) -> str:
    """All lines, in columns."""
    rows = [("id", "what", "median [min–max]", "wanted", "")]
    rows += [(f.target, f.what, f.figure, f.wanted, f.verdict) for f in figures]
    widths = [
        max(len(row[column]) for row in rows if column != 2 or "not measured" not in row[2]) for column in range(5)
    ]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _short(value: float) -> str:
    """Three digits that count, and no more."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"
