"""From a table of units and one of their earlier years to units; what is not a number is a finding that names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ghginv.enterprise.quotas.exact import exact
from ghginv.enterprise.quotas.units import COLUMNS, MARKS, NUMBERS, Unit, Year
from ghginv.errors import UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

_HISTORY = ("enterprise", "facility", "year", "emissions_t")


def units(entities: pd.DataFrame, history: pd.DataFrame, before: int) -> tuple[list[Unit], list[Finding]]:
    """The units, sorted by enterprise and facility, and the findings of fields that are no numbers.

    ``entities`` has the columns ``units.COLUMNS``, any of ``units.MARKS`` and ``units.NUMBERS``, and items;
    ``history`` has ``enterprise, facility, year, emissions_t`` and items, of which the years ``before`` the one given
    count. UsageError when a column is missing.
    """
    _expect(entities, COLUMNS)
    findings: list[Finding] = []
    years: dict[tuple[str, str], list[Year]] = {}
    if len(history):
        _expect(history, _HISTORY)
        for row in history[history["year"] < before].to_dict("records"):
            years.setdefault(_key(row), []).append(_year(row, findings))
    read = [_unit(row, years.get(_key(row), []), findings) for row in entities.to_dict("records")]
    return sorted(read, key=lambda unit: unit.key), findings


def place(enterprise: str, facility: str) -> str:
    """How a unit is named in a finding."""
    return f"{enterprise}/{facility}" if facility else enterprise


def _expect(table: pd.DataFrame, columns: Iterable[str]) -> None:
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise UsageError(Finding("quota-columns", found=", ".join(missing), expected=", ".join(columns)))


def _key(row: Mapping[Any, Any]) -> tuple[str, str]:
    return _word(row["enterprise"]), _word(row["facility"])


def _word(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()


def _unit(row: Mapping[Any, Any], years: list[Year], findings: list[Finding]) -> Unit:
    enterprise, facility = _key(row)
    named = {str(name): value for name, value in row.items()}
    words = {name: _word(named.get(name)) for name in MARKS if _word(named.get(name))}
    where = place(enterprise, facility)
    rest = {name: value for name, value in named.items() if name not in MARKS and name not in COLUMNS}
    unit_names = {name.removesuffix("_unit"): _word(value) for name, value in rest.items() if name.endswith("_unit")}
    numbers = _numbers({name: value for name, value in rest.items() if not name.endswith("_unit")}, where, findings)
    return Unit(
        enterprise,
        facility,
        _word(row["class"]),
        words,
        {name: value for name, value in numbers.items() if name in NUMBERS},
        {name: value for name, value in numbers.items() if name not in NUMBERS and not name.startswith("expected_")},
        {name.removeprefix("expected_"): value for name, value in numbers.items() if name.startswith("expected_")},
        {item: unit for item, unit in unit_names.items() if unit},
        tuple(sorted(years, key=lambda year: year.year)),
    )


def _year(row: Mapping[Any, Any], findings: list[Finding]) -> Year:
    where = f"{place(*_key(row))} {row['year']}"
    given = {str(name): value for name, value in row.items() if name not in ("enterprise", "facility", "year")}
    given = {name: value for name, value in given.items() if not name.endswith("_unit") and name not in MARKS}
    numbers = _numbers(given, where, findings)
    emissions = numbers.pop("emissions_t", None)
    return Year(int(row["year"]), emissions, numbers)


def _numbers(given: Mapping[str, Any], where: str, findings: list[Finding]) -> dict[str, Fraction]:
    found = {}
    for name, value in given.items():
        try:
            number = exact(value)
        except (ValueError, TypeError, ZeroDivisionError):
            findings.append(Finding("quota-number", cell=where, found=str(value), details={"field": name}))
            continue
        if number is not None and number < 0:
            findings.append(Finding("quota-negative", cell=where, found=str(value), details={"field": name}))
        elif number is not None:
            found[name] = number
    return found
