"""The year of origin of a row: a year, not after that of the inventory."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled
from ghginv.workbooks.rules import facts

FIRST = 1900


def vintages(filled: Filled) -> Iterator[Finding]:
    """A row with a quantity has its year of origin, four digits, not after the inventory year."""
    last = facts.year(filled) or filled.context.today_year
    for entry in filled.entries:
        column = entry.column("vintage")
        if column is None or entry.quantity.number is None:
            continue
        figure = entry.figure(column)
        if figure.blank:
            yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)
        elif not FIRST <= entry.vintage <= last:
            found = figure.text if figure.number is None else digits(figure.number)
            yield entry.finding("vintage-invalid", column, found=found, expected=f"{FIRST}-{last}")
