"""An enterprise's filled workbook as records: who it is, facilities, activity data by month, measured values, output.

Every record keeps the cell that says it. Nothing is judged here: the rules have spoken before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from math import fsum
from typing import Any

from ghginv.domain import credit_codes, regions, units
from ghginv.domain.records import Activity, Enterprise, Evidence, Facility, Indicator, Parameter
from ghginv.domain.terms import TERMS
from ghginv.domain.written_numbers import digits
from ghginv.workbooks import dates
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.judgement import Judgement
from ghginv.workbooks.rules.enterprise import facilities, identity
from ghginv.workbooks.rules.measured import term_unit


def code(filled: Filled) -> str:
    """The credit code of the enterprise, in capitals and without blanks; empty in a workbook of a region."""
    return credit_codes.plain(filled.fact("credit_code")[0]) if filled.layout.industry else ""


def fill(judgement: Judgement, filled: Filled) -> None:
    """Put the records of an accepted workbook into its judgement; who it is from is told of any workbook."""
    judgement.about = _about(filled, judgement)
    if not judgement.accepted or judgement.year is None:
        return
    judgement.facilities = list(_facilities(filled, judgement))
    places = {each.facility: each.region for each in judgement.facilities}
    judgement.activities = list(_activities(filled, judgement, places))
    judgement.parameters = [*_values_of_rows(filled, judgement), *_measured(filled, judgement)]
    judgement.indicators = list(_indicators(filled, judgement, places))
    judgement.evidence = list(_evidence(filled, judgement))


def _about(filled: Filled, judgement: Judgement) -> Enterprise:
    assert filled.layout.industry is not None
    market = filled.layout.options["markets"].find(filled.fact("market")[0])
    return Enterprise(
        enterprise=judgement.enterprise,
        name=filled.fact("name")[0],
        year=judgement.year or 0,
        region=judgement.region,
        industry=identity.industry(filled),
        template=filled.layout.industry.id,
        market=market.code if market and market.code != "none" else "",
        closed=_iso(dates.read(filled.fact_cell("closed")[0], filled.workbook.date1904)),
        sheet=filled.layout.facts.sheet,
        cell=filled.fact("credit_code")[1],
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _facilities(filled: Filled, judgement: Judgement) -> Iterator[Facility]:
    for entry in filled.of_role("facilities"):
        region = entry.said("region")
        yield Facility(
            enterprise=judgement.enterprise,
            facility=entry.said("code"),
            name=entry.said("name"),
            region=region if regions.known(region) else judgement.region,
            opened=_iso(facilities.day(filled, entry, "opened")),
            closed=_iso(facilities.day(filled, entry, "closed")),
            sheet=entry.sheet,
            cell=entry.address("code"),
        )


def _activities(filled: Filled, judgement: Judgement, places: Mapping[str, str]) -> Iterator[Activity]:
    """A record for each month of a row, or one for the year where no month is given, with the cell that says it."""
    assert judgement.year is not None
    for entry in filled.entries:
        if not entry.item or (entry.quantity.number is None and not entry.notation):
            continue
        row: dict[str, Any] = {
            "region": places.get(entry.facility, judgement.region),
            "year": judgement.year,
            "category": entry.category,
            "item": entry.item.code,
            "unit": entry.item.unit,
            "sheet": entry.sheet,
            "reported_unit": entry.said("unit"),
            "enterprise": judgement.enterprise,
            "facility": entry.facility,
            "technology": entry.technology,
            "notation": entry.notation,
            "vintage": entry.vintage,
            "source": _told(entry),
        }
        for month, number, cell in _figures(entry):
            said = entry.notation if number is None else digits(number)
            yield Activity(month=month, quantity=entry.converted(number), cell=cell, reported_value=said, **row)


def _told(entry: Entry) -> str:
    """Where the enterprise has a figure from, and the number of its evidence."""
    return " ".join(filter(None, (entry.said("source"), entry.said("evidence"))))


def _figures(entry: Entry) -> Iterator[tuple[int, float | None, str]]:
    """Month, number and cell: the months that are given, else the year's figure or notation key."""
    for month, figure in entry.months.items():
        yield month, figure.number, entry.address_of(entry.located.months[month - 1])
    if not entry.months:
        said = "notation" if entry.notation and not entry.total.notation else "quantity"
        yield 0, entry.total.number, entry.address(said)


def _values_of_rows(filled: Filled, judgement: Judgement) -> Iterator[Parameter]:
    """Measured values that stand in the row of what they were measured for; columns of one term add up.

    An amount of the year (green power) is spread over the months like the row's own quantity: the formulas are
    computed by month, and its whole must be taken off once.
    """
    for entry in filled.entries:
        if entry.item is None or entry.quantity.number is None:
            continue
        for name in dict.fromkeys(column.field for column, _ in entry.terms()):
            value = replace(_value(judgement, entry, name), category=entry.category, technology=entry.technology)
            yield from _by_month(value, entry) if value.unit == entry.item.unit and entry.months else [value]


def _value(judgement: Judgement, entry: Entry, name: str) -> Parameter:
    """The value of a term in a row: the sum of its columns, which are in the row's unit where they name none."""
    assert entry.item is not None
    given = [(column, figure.number) for column, figure in entry.terms() if column.field == name]
    numbers = [number for _, number in given if number is not None]
    unit = term_unit(given[0][0], entry.item)
    cells = f" + {entry.sheet}!".join(entry.address_of(column) for column, _ in given)
    total = fsum(numbers) if given[0][0].unit else entry.converted(fsum(numbers))
    value = _parameter(judgement, entry, name, total or 0.0, unit, cells)
    return replace(value, written="+".join(map(digits, numbers)))


def _by_month(value: Parameter, entry: Entry) -> Iterator[Parameter]:
    whole = entry.quantity.number or 1.0
    for month, figure in entry.months.items():
        share = (figure.number or 0.0) / whole
        yield replace(
            value,
            parameter_id=f"{value.parameter_id}.{month}",
            value=value.value * share,
            month=month,
            status="derived",
            note=f"全年 {value.written} 按各月数量分摊 the year's amount, by the month's share. {value.note}".strip(),
        )


def _measured(filled: Filled, judgement: Judgement) -> Iterator[Parameter]:
    """The rows of measured parameters: a value for each month, or one for the year."""
    for entry in filled.of_role("measured"):
        term = entry.chosen("parameter")
        if term is None or entry.item is None:
            continue
        unit = entry.unit or TERMS[term.code].unit(entry.item.unit)
        for month, number, cell in _figures(entry):
            if number is not None:
                yield _parameter(judgement, entry, term.code, number, unit, cell, month=month)


def _parameter(
    judgement: Judgement,
    entry: Entry,
    name: str,
    value: float,
    unit: str,
    cell: str,
    *,
    month: int = 0,
) -> Parameter:
    assert entry.item is not None
    year = judgement.year
    row = (entry.category, entry.technology, entry.facility, str(month or ""), str(entry.vintage or ""))
    return Parameter(
        parameter_id=".".join(filter(None, ("measured", name, entry.item.code, *row, judgement.enterprise, str(year)))),
        name=name,
        value=value,
        unit=unit,
        factor_set="measured",
        source_id="workbook",
        valid_from=year,
        valid_to=year,
        item=entry.item.code,
        enterprise=judgement.enterprise,
        place=f"{entry.sheet}!{cell}",
        tier="measured",
        status="found",
        note=_told(entry),
        written=digits(value),
        facility=entry.facility,
        vintage=entry.vintage,
        month=month,
        method=entry.said("method"),
        laboratory=entry.said("laboratory"),
    )


def _indicators(filled: Filled, judgement: Judgement, places: Mapping[str, str]) -> Iterator[Indicator]:
    assert judgement.year is not None
    for entry in filled.of_role("output"):
        for month, number, cell in _figures(entry):
            quantity = entry.converted(number)
            if entry.item is None or number is None or quantity is None:
                continue
            yield Indicator(
                region=places.get(entry.facility, judgement.region),
                year=judgement.year,
                month=month,
                enterprise=judgement.enterprise,
                facility=entry.facility,
                item=entry.item.code,
                quantity=quantity,
                unit=entry.item.unit,
                sheet=entry.sheet,
                cell=cell,
                reported_value=digits(number),
                reported_unit=units.table()[entry.unit].zh,
                source=_told(entry),
            )


def _evidence(filled: Filled, judgement: Judgement) -> Iterator[Evidence]:
    for entry in filled.of_role("evidence"):
        yield Evidence(
            enterprise=judgement.enterprise,
            number=entry.said("number"),
            title=entry.said("title"),
            kind=entry.said("kind"),
            supports=entry.said("supports"),
            sheet=entry.sheet,
            cell=entry.address("number"),
        )
