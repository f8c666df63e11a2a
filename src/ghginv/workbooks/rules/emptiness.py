"""A template that nobody filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled


def nothing_filled(filled: Filled) -> Iterator[Finding]:
    """At least one row of one table holds something."""
    if filled.tables and not filled.entries:
        yield Finding("template-empty")
