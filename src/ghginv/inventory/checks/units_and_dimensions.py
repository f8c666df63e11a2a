"""Q1: units and dimensions of every chain, numbers as written against numbers as used, slips of kg, t and 10^4 t."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ghginv.domain import units
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.formulas import all_formulas
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import PRECISION, Subject, activity_sums, figure, named, rules
from ghginv.readings import dimensions

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory


def check(subject: Subject) -> Result:
    """Each distinct chain of units, each number with the unit it was written in, each sum against the year before."""
    chains = _chains(subject.inventory)
    rows = subject.inventory.activity[subject.inventory.activity["quantity"].notna()].to_dict("records")
    before = subject.before()
    remarks = [*_dimensions(chains), *(remark for row in rows for remark in _as_written(row))]
    remarks += _slips(activity_sums(subject.inventory), activity_sums(before[1])) if before else []
    return Result("Q1", len(chains) + len(rows), tuple(remarks), () if before else (Finding("qa-no-history"),))


def _chains(inventory: Inventory) -> dict[tuple[Any, ...], tuple[str, str]]:
    """The distinct chains, formula and units, each with the category and item where it is used first."""
    found: dict[tuple[Any, ...], tuple[str, str]] = {}
    for row in inventory.choices[inventory.choices["formula"] != ""].to_dict("records"):
        terms = tuple(sorted((term["name"], term["unit"]) for term in json.loads(row["terms"])))
        found.setdefault((row["formula"], row["unit"], terms), (row["activity_category"], row["item"]))
    return found


def _dimensions(chains: dict[tuple[Any, ...], tuple[str, str]]) -> Iterator[Remark]:
    import pint

    for (name, unit, terms), (category, item) in chains.items():
        formula = all_formulas()[name]
        try:
            wrong = dimensions.disagreements(formula, formula.equation.units(unit) | dict(terms))
        except (ValueError, pint.UndefinedUnitError) as fault:
            details = {"formula": name, "step": "quantity", "units": unit}
            wrong = [Finding("formula-dimension", found=str(fault), expected=formula.equation.result, details=details)]
        for finding in wrong:
            yield Remark(finding, category, item)


def _as_written(row: dict[str, Any]) -> Iterator[Remark]:
    """The number in the cell, in its unit, must be the quantity; a balance prints what goes in as negative."""
    unit = units.find(row["reported_unit"]) or row["reported_unit"]
    try:
        exact = Decimal(str(row["reported_value"]).replace(",", "").replace("，", ""))
        expected = units.convert(exact, unit, row["unit"])
    except (InvalidOperation, InputError, KeyError, ValueError):
        return  # a number in words or a unit that needs a formula: judged when it was read
    if abs(abs(expected) - abs(row["quantity"])) > PRECISION * max(abs(expected), abs(row["quantity"])):
        details = named(row["category"], row["item"]) | {"written": f"{row['reported_value']} {row['reported_unit']}"}
        found, wanted = f"{figure(row['quantity'])} {row['unit']}", f"{figure(expected)} {row['unit']}"
        finding = Finding("qa-unit-written", "", row["sheet"], row["cell"], found, wanted, details)
        yield Remark(finding, row["category"], row["item"])


def _slips(now: Any, before: Any) -> Iterator[Remark]:
    """A sum that is a thousand or ten thousand times, or a part, of the year before: a unit mistaken for another."""
    limits = rules()["Q1"]
    for category, item in sorted(set(now) & set(before)):
        first, second = before[category, item], now[category, item]
        if first == 0 or second == 0 or (first < 0) != (second < 0):
            continue
        ratio = max(second / first, first / second)
        slip = next((s for s in limits["slips"] if abs(ratio / s - 1) <= limits["slip_percent"] / 100), None)
        if slip:
            finding = Finding(
                "qa-unit-slip", found=figure(second), expected=figure(first), details=named(category, item)
            )
            yield Remark(finding, category, item)
