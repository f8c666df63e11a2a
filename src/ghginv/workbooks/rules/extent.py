"""How much was filled in: nothing, or more than anybody types."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks.filled import MOST_ROWS, Filled


def nothing_filled(filled: Filled) -> Iterator[Finding]:
    """At least one row of one table holds something."""
    if filled.tables and not filled.entries:
        yield Finding("template-empty")


def too_many_rows(filled: Filled) -> Iterator[Finding]:
    """A table holds no more rows than are read."""
    for located in filled.tables:
        below = sum(row > located.header_row for row in located.sheet.grid)
        if below > MOST_ROWS:
            yield Finding("template-too-long", sheet=located.sheet.name, found=str(below), expected=str(MOST_ROWS))
