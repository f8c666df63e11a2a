"""Pieces of evidence: each has a number of its own, and what other sheets refer to is listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ghginv.domain import names
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

_BETWEEN = re.compile(r"[、,，;；\s]+")


def number_twice(filled: Filled) -> Iterator[Finding]:
    """Two pieces do not share a number."""
    first: dict[str, Entry] = {}
    for entry in filled.of_role("evidence"):
        number = entry.said("number")
        earlier = first.setdefault(names.plain(number), entry) if number else entry
        if earlier is not entry:
            other = f"{earlier.sheet}!{earlier.address('number')}"
            yield entry.finding("evidence-twice", "number", number, other=other)


def listed(filled: Filled) -> Iterator[Finding]:
    """A number that a row refers to is on the list."""
    known = {names.plain(entry.said("number")) for entry in filled.of_role("evidence")}
    for entry in filled.of_role("activity", "output", "measured"):
        referred = [number for number in _BETWEEN.split(entry.said("evidence")) if number]
        missing = [number for number in referred if names.plain(number) not in known]
        if missing:
            yield entry.finding("evidence-not-listed", "evidence", "、".join(missing))
