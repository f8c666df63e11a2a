"""What a check says: how much it looked at, what it found, and what it could not look at, with the reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ghginv.findings import Finding

PASSED, FOUND, NOT_APPLICABLE = "passed", "finding", "not_applicable"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and the category (of our tree, or a line of a table), item and gas that it is about."""

    finding: Finding
    category: str = ""
    item: str = ""
    gas: str = ""

    def mark(self, check: str, *of: object) -> str:
        """The id of the finding, such as ``Q3-5f2c9a1e``: the same remark on the same figures keeps its id."""
        found = self.finding
        details = sorted((name, str(value)) for name, value in found.details.items())
        place = (found.code, found.sheet, found.cell, found.found, found.expected, details)
        told = repr((*map(str, of), self.category, self.item, self.gas, *place))
        return f"{check}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one check.

    ``examined`` counts what was looked at (rows, lines, pairs: the check's description says what); ``left_out`` are
    the reasons why something, or everything, could not be.
    """

    check: str
    examined: int
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[Finding, ...] = ()

    @property
    def status(self) -> str:
        """``passed``, ``finding``, or ``not_applicable`` where there was nothing to look at."""
        if self.remarks:
            return FOUND
        return PASSED if self.examined else NOT_APPLICABLE
