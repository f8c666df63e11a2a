"""The quantity of a row: a readable number that is not negative and plausible, or a notation key, not both."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain.terms import TERMS
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled


def readable_quantities(filled: Filled) -> Iterator[Finding]:
    """The cell holds a number, a key or nothing."""
    for entry in filled.entries:
        finding = entry.quantity.finding(entry.sheet, entry.address("quantity"))
        if finding:
            yield finding


def negative_quantities(filled: Filled) -> Iterator[Finding]:
    """Activity data are not negative, changes of a stock aside: outflows have categories of their own."""
    for entry in filled.entries:
        number, column = entry.quantity.number, entry.column("quantity")
        if number is not None and number < 0 and not (column and column.signed):
            yield entry.finding("quantity-negative", "quantity", found=digits(number), expected="≥ 0")


def quantity_or_key(filled: Filled) -> Iterator[Finding]:
    """A number and a notation key exclude each other."""
    for entry in filled.entries:
        if entry.quantity.number is not None and entry.notation:
            yield entry.finding(
                "quantity-and-key", "notation", found=entry.notation, quantity=digits(entry.quantity.number)
            )


def no_quantity(filled: Filled) -> Iterator[Finding]:
    """A row without number and key is not read; the sender should know."""
    for entry in filled.entries:
        if entry.quantity.blank and not entry.notation:
            yield entry.finding("quantity-missing", "quantity")


def implausible_quantities(filled: Filled) -> Iterator[Finding]:
    """A quantity beyond all experience is likely in another unit."""
    quantity = TERMS["quantity"]
    for entry in filled.entries:
        if entry.amount is None or not entry.item or entry.item.unit not in quantity.ranges:
            continue
        lower, upper = quantity.ranges[entry.item.unit]
        if entry.amount > upper:
            found = f"{digits(entry.amount)} {entry.item.unit}"
            expected = f"{digits(lower)}-{digits(upper)} {entry.item.unit}"
            yield entry.finding("quantity-implausible", "quantity", found=found, expected=expected)
