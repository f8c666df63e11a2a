"""Measured values: within what is possible and what is usual for the very fuel, and not in another unit."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import units
from ghginv.domain.terms import TERMS
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import MONTHS, Option
from ghginv.workbooks.rules.enterprise.bounds import parameters, thresholds
from ghginv.workbooks.rules.enterprise.measurements import fits, rows

_SHOWN = 6  # significant digits of a bound and of a converted value


def values(entry: Entry) -> Iterator[tuple[str, float]]:
    """The values of a row with the fields of their columns: months, and the year's."""
    for month, figure in entry.months.items():
        if figure.number is not None:
            yield MONTHS[month - 1], figure.number
    if entry.total.number is not None:
        yield "quantity", entry.total.number


def in_range(filled: Filled) -> Iterator[Finding]:
    """Each value is possible and usual; one that is in another unit comes with the number to type."""
    for entry, item, parameter in rows(filled):
        unit = TERMS[parameter.code].unit(item.unit)
        if entry.unit in (unit, "") and fits(item, parameter):
            for field, value in values(entry):
                if finding := _judged(entry, item, parameter, unit, field, value):
                    yield finding


def _judged(entry: Entry, item: Option, parameter: Option, unit: str, field: str, value: float) -> Finding | None:
    term, bounds = TERMS[parameter.code], parameters().get((parameter.code, item.code))
    possible = term.ranges[unit]
    usual = (bounds.lowest, bounds.highest) if bounds and bounds.unit == unit else possible
    if usual[0] <= value <= usual[1] and possible[0] <= value <= possible[1]:
        return None
    told = {"parameter": parameter.zh, "parameter_en": parameter.en, "item": item.zh, "item_en": item.en}
    if slip := _slip(value, unit, usual):
        other, converted = slip
        return entry.finding("measured-other-unit", field, digits(value), converted, unit=unit, other=other, **told)
    if not possible[0] <= value <= possible[1]:
        named = {"column": parameter.zh, "column_en": parameter.en}
        return entry.finding("term-out-of-range", field, digits(value), _range(possible, unit), **named)
    return entry.finding("measured-unusual", field, digits(value), _range(usual, unit), **told)


def _slip(value: float, unit: str, usual: tuple[float, float]) -> tuple[str, str] | None:
    """The unit in which a value must have been typed, and the number to type instead."""
    for other in thresholds()["parameters"]["slips"].get(unit, ()):
        converted = value / 100 if unit == "1" else value * float(units.factor(other, unit))
        if usual[0] <= converted <= usual[1]:
            return other, digits(float(f"{converted:.{_SHOWN}g}"))
    return None


def _range(bounds: tuple[float, float], unit: str) -> str:
    shown = "-".join(digits(float(f"{bound:.{_SHOWN}g}")) for bound in bounds)
    return f"{shown} {unit if unit != '1' else ''}".strip()


def months_beside_year(filled: Filled) -> Iterator[Finding]:
    """Months go before the year's value; one that lies outside them is no average of theirs."""
    for entry, _, _ in rows(filled):
        numbers = [figure.number for figure in entry.months.values() if figure.number is not None]
        total = entry.total.number
        if not numbers or total is None:
            continue
        outside = not min(numbers) * 0.999 <= total <= max(numbers) * 1.001
        code = "measured-year-outside" if outside else "measured-year-beside"
        expected = f"{digits(min(numbers))}-{digits(max(numbers))}"
        yield entry.finding(code, "quantity", digits(total), expected)
