"""Green power and certificates: a part of what was bought, never more."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain.written_numbers import Figure, digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

TERM = "green_electricity"
PURCHASED = "E.1"


def green_within_purchases(filled: Filled) -> Iterator[Finding]:
    """Green power and certificates together do not exceed the electricity transferred in."""
    for entry in filled.entries:
        green = sum(figure.number for figure in _figures(entry) if figure.number is not None)
        if entry.category == PURCHASED and entry.amount is not None and green > entry.amount:
            yield entry.finding(
                "green-above-purchases", TERM, found=f"{digits(green)} MWh", expected=f"{digits(entry.amount)} MWh"
            )


def green_only_purchased(filled: Filled) -> Iterator[Finding]:
    """Green power and certificates are given for electricity transferred in only."""
    for entry in filled.entries:
        electricity = entry.item is not None and entry.item.code == "electricity"
        if electricity and entry.category not in ("", PURCHASED) and _figures(entry):
            yield entry.finding("green-not-purchased", TERM, found=entry.category)


def _figures(entry: Entry) -> list[Figure]:
    return [figure for column, figure in entry.terms() if column.field == TERM]
