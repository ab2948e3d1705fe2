"""How much is measured: enough to believe, or just enough to see that it works."""

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Scale:
    """`quick` takes a tenth of the time, and its figures are only hints."""

    quick: bool

    def of(self, full: T, quick: T) -> T:
        """One number for the whole measurement, the other for a quick one."""
        return quick if self.quick else full
