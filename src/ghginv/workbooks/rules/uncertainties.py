"""The uncertainty of a row: a percentage, not a fraction."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled


def readable_uncertainties(filled: Filled) -> Iterator[Finding]:
    """The cell holds a number that is not negative, or nothing."""
    for entry in filled.entries:
        column = entry.column("uncertainty")
        if column is None:
            continue
        figure = entry.figure(column)
        finding = figure.finding(entry.sheet, entry.address_of(column))
        if finding:
            yield finding
        if figure.number is not None and figure.number < 0:
            yield entry.finding("uncertainty-negative", column, found=digits(figure.number), expected="≥ 0")


def uncertainties_in_percent(filled: Filled) -> Iterator[Finding]:
    """Below half a percent the fraction was likely meant: 0.05 for 5 %."""
    for entry in filled.entries:
        column = entry.column("uncertainty")
        number = entry.figure(column).number if column else None
        if column and number is not None and 0 < number < 0.5:
            found, expected = digits(number), digits(number * 100)
            yield entry.finding("uncertainty-fraction", column, found=found, expected=expected)
