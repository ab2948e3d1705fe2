"""Figures: what a soak has measured, printed at its end beside the target it belongs to, met or not met."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

FIGURE = "figure"


@dataclass(frozen=True)
class Figures:
    """Collects the figures of one test. A target that is not met is printed as such; it fails nothing by itself."""

    database: str
    record: Callable[[str, object], None]

    def put(self, target: str, what: str, figure: str, *, met: bool) -> None:
        """A figure: its target by number, what was measured, what came out, and whether that is good enough."""
        self.record(FIGURE, (target, self.database, what, figure, met))

    @contextmanager
    def shows(self, target: str, what: str, figure: str) -> Iterator[None]:
        """What the block asserts is the figure; it is not met when it raises."""
        try:
            yield
        except BaseException:
            self.put(target, what, "failed, see above", met=False)
            raise
        self.put(target, what, figure, met=True)


@pytest.fixture
def figures(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Figures:
    """Where a test puts what it has measured."""
    asked = getattr(request.node, "callspec", None)
    return Figures(asked.params.get("url", "") if asked else "", record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table. A figure travels with its test's report, so it comes from other processes too."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    found = sorted({tuple(value) for report in reports for name, value in report.user_properties if name == FIGURE})
    if not found:
        return
    terminalreporter.section("targets")
    for target, database, what, figure, met in found:
        verdict = "met" if met else "NOT MET"
        terminalreporter.write_line(f"{target:4} {database:11} {what:62} {figure:38} {verdict}")
