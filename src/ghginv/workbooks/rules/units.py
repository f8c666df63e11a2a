"""The unit of a row: given, known, and of the kind of its item."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ghginv.domain import units
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled


def missing_units(filled: Filled) -> Iterator[Finding]:
    """A quantity has a unit."""
    for entry in filled.of_role("activity", "output"):
        column = entry.column("unit")
        if entry.quantity.number is not None and column and not entry.text(column) and not entry.broken(column):
            offered = _offered(entry)
            expected = "、".join(_zh(unit) for unit in offered)
            yield entry.finding("unit-missing", "unit", expected=expected, expected_en=", ".join(offered))


def unknown_units(filled: Filled) -> Iterator[Finding]:
    """The unit is on the list of units, however it is spelled."""
    for entry in filled.of_role("activity", "output"):
        text = _text(entry)
        if text and not entry.unit:
            offered = [_zh(unit) for unit in _offered(entry)]
            near = dict.fromkeys((*get_close_matches(text, offered, cutoff=0.3), *units.nearest(text), *offered))
            yield entry.finding("unit-unknown", "unit", found=text, near="、".join(list(near)[:3]))


def wrong_units(filled: Filled) -> Iterator[Finding]:
    """The unit converts to the one in which the item is kept."""
    for entry in filled.of_role("activity", "output"):
        if not entry.unit or not entry.item or not entry.item.unit:
            continue
        if units.dimension(entry.unit) != units.dimension(entry.item.unit):
            expected = _zh(entry.item.unit)
            yield entry.finding("unit-wrong-kind", "unit", found=_text(entry), expected=expected)


def _text(entry: Entry) -> str:
    column = entry.column("unit")
    return entry.text(column) if column else ""


def _offered(entry: Entry) -> tuple[str, ...]:
    if entry.item:
        return entry.layout.units[entry.item.unit]
    return tuple(entry.layout.units)


def _zh(unit: str) -> str:
    return units.table()[unit].zh
