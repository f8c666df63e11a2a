"""Measured and local values of terms: readable, given where a formula needs them, plausible, and of their item."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import units
from ghginv.domain.terms import TERMS
from ghginv.domain.written_numbers import Figure, digits
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled
from ghginv.workbooks.layout import Column, Option


def term_unit(column: Column, item: Option) -> str:
    """The unit of a term that goes with the item's unit (NCV in GJ/t with t); empty where none does."""
    offered = TERMS[column.field].units
    matching = [unit for unit in offered if item.unit in (unit, unit.partition("/")[2])]
    return matching[0] if matching else offered[0] if len(offered) == 1 else ""


def _converted(figure: Figure, unit: str) -> str:
    """The digits to type where a unit was typed behind the number: 20908 kJ/kg are 20.908 GJ/t."""
    try:
        return digits(units.convert(float(figure.digits), figure.unit, unit))
    except InputError:
        return figure.digits


def readable_terms(filled: Filled) -> Iterator[Finding]:
    """Each cell holds a number or nothing."""
    for entry in filled.entries:
        for column, figure in entry.terms():
            unit = term_unit(column, entry.item) if entry.item else ""
            finding = figure.finding(entry.sheet, entry.address_of(column))
            if figure.unit and unit:
                yield entry.finding("term-with-unit", column, figure.text, _converted(figure, unit), unit=unit)
            elif finding:
                yield finding


def required_terms(filled: Filled) -> Iterator[Finding]:
    """A quantity comes with the local values its formula needs and no library has."""
    for entry in filled.entries:
        if entry.quantity.number is None:
            continue
        for column in entry.located.table.columns:
            if column.is_term and column.required and entry.figure(column).blank:
                yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def terms_in_range(filled: Filled) -> Iterator[Finding]:
    """A value lies in the plausible range of its term; what lies outside is mostly in another unit."""
    for entry in filled.entries:
        for column, figure in entry.terms():
            term = TERMS[column.field]
            known = term_unit(column, entry.item) if entry.item else ""
            possible = [known] if known else term.units
            if figure.number is None or any(term.plausible(figure.number, unit) for unit in possible):
                continue
            expected = " / ".join(_range(term.ranges[unit], unit) for unit in possible)
            found = digits(figure.number)
            yield entry.finding("term-out-of-range", column, found, expected, column=column.zh, column_en=column.en)


def _range(bounds: tuple[float, float], unit: str) -> str:
    return f"{digits(bounds[0])}-{digits(bounds[1])} {unit if unit != '1' else ''}".strip()


def terms_of_item(filled: Filled) -> Iterator[Finding]:
    """A value is given for an item to which its term belongs."""
    for entry in filled.entries:
        for column, _ in entry.terms():
            if not entry.item:
                continue
            allowed = entry.item.terms is None or column.field in entry.item.terms
            if not allowed or not term_unit(column, entry.item):
                named = {"item": entry.item.zh, "item_en": entry.item.en, "found_en": column.en}
                yield entry.finding("term-not-of-item", column, found=column.zh, **named)
