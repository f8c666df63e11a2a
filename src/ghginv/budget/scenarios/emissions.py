"""Future activities to emissions, by the inventory's own formulas: no second formula for what emits.

Activities of future years are ordinary activities. They meet the choices of the base year – formulas, parameters,
potentials – on the engine, just as those of an inventory do (``calculation.apply``). What the library says of later
years is not taken: a scenario moves what it names and nothing else, so that with no growth and no measures each year is
the base year. What moves in the parameters themselves is the emission factor of electricity, and what is measured in
the unit of the activity (last year's sales beside this year's): it follows the activity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from ghginv.calculation import apply, choose, engine
from ghginv.calculation.inventory import potentials
from ghginv.domain import units
from ghginv.domain.terms import TERMS
from ghginv.errors import InputError
from ghginv.factors.guidelines import Guideline
from ghginv.factors.library import Library
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.calculation.choose import ActivityKey, Choices, Chosen

KEY = list(apply.KEY)
POWER_TERMS = ("grid_emission_factor", "residual_mix_factor", "fossil_power_factor")
"""Terms that are the emission factor of electricity."""
_CHOICE = ("choice_id", "gas", "scope", "memo", "formula", "source_category", "power")
_ROOM = 1_000_000  # years and stages share the key's year: stage × this + year


@dataclass(frozen=True)
class Base:
    """The base year: ``activity`` (key columns, ``activity_id``, ``quantity``), its choices and potentials."""

    about: Mapping[str, Any]
    activity: pd.DataFrame
    choices: Choices
    gwp: Mapping[str, float]
    guideline: Guideline
    library: Library

    @cached_property
    def lines(self) -> pd.DataFrame:
        """A row a choice: ``choice_id, gas, scope, memo, formula, source_category, power`` (does it hold the factor of
        electricity?)."""
        rows = [
            (each.choice_id, each.served.gas, each.rule.scope, each.rule.memo, each.rule.formula,
             each.served.source_category, any(name in POWER_TERMS for name in each.served.terms))
            for each in self.choices.chosen if each.computed
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(_CHOICE))

    @cached_property
    def extensive(self) -> dict[int, list[str]]:
        """By choice the terms measured in the unit of the activity: they follow it."""
        return {
            each.choice_id: [name for name in each.served.terms if _same_unit(name, each)]
            for each in self.choices.chosen if each.computed
        }  # fmt: skip

    def extended(self, keys: Sequence[ActivityKey]) -> Base:
        """The base with choices for further keys; InputError with all that a key lacks."""
        known = {each.key for each in self.choices.chosen}
        further = choose.choose([key for key in keys if key not in known], self.guideline, self.library)
        if further.findings:
            raise InputError(*{finding.message("en"): finding for finding in further.findings}.values())
        first = 1 + max((each.choice_id for each in self.choices.chosen), default=-1)
        renumbered = [_numbered(each, first + at) for at, each in enumerate(further.chosen)]
        gwp = {**potentials(further, str(self.about["gwp"])), **self.gwp}
        choices = choose.Choices([*self.choices.chosen, *renumbered])
        return Base(self.about, self.activity, choices, gwp, self.guideline, self.library)


def emissions(base: Base, activity: pd.DataFrame) -> pd.DataFrame:
    """Emissions of activities in whole grams: ``row, choice_id, co2e_g``.

    ``activity``: ``row`` (a number of its own), the key columns with the base year's ``year``, ``quantity``, ``stage``
    (tells apart what may have the same key: scenario, step), ``at`` (the year), ``factor`` (how many times that of the
    base year the quantity is; one for each key, stage and year) and ``power`` (times the factor of electricity).
    """
    if activity.empty:
        return pd.DataFrame({"row": [], "choice_id": [], "co2e_g": []}, dtype="int64")
    coded = activity.assign(year=activity["stage"].astype("int64") * _ROOM + activity["at"].astype("int64"))
    table = _choices(base, activity, coded)
    backend = engine.connect()
    given = coded[[*KEY, "quantity"]].assign(activity_id=coded["row"])
    on_engine = backend.create_table("activity", given)
    choice = backend.create_table("choice", table)
    try:
        rows = apply.apply(on_engine, choice, apply.formula_codes(base.choices)).to_pandas()
    except engine.overflow() as overflow:
        largest = activity.loc[activity["quantity"].idxmax()]
        raise InputError(Finding("compile-too-large", found=f"{largest['quantity']:g} {largest['unit']}")) from overflow
    found = rows.rename(columns={"activity_id": "row"})[["row", "choice_id", "co2e_g"]].astype("int64")
    return found.sort_values(["row", "choice_id"], ignore_index=True)


def _choices(base: Base, activity: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """The choices of the base year for each stage and year, with what moves in their parameters moved."""
    known = apply.choice_table(base.choices, base.gwp).to_pandas()
    moved = activity[[*KEY, "factor", "power"]].assign(code=coded["year"])
    moved = moved.drop_duplicates([*KEY, "code"])
    table = moved.merge(known, on=KEY)
    for term in POWER_TERMS:
        if term in table:
            table[term] = table[term] * table["power"]
    for choice_id, terms in base.extensive.items():
        if terms:
            there = table["choice_id"] == choice_id
            table.loc[there, terms] = table.loc[there, terms].mul(table.loc[there, "factor"], axis=0)
    return table.assign(year=table["code"]).drop(columns=["factor", "power", "code"])


def _same_unit(name: str, chosen: Chosen) -> bool:
    unit = next(each.unit for each in chosen.served.choices if each.parameter.name == name)
    if name == choose.AGE or name not in TERMS or not unit:
        return False
    return unit == chosen.key.unit or (unit in units.table() and _alike(unit, chosen.key.unit))


def _alike(one: str, other: str) -> bool:
    known = units.table()
    return other in known and known[one].dimension == known[other].dimension and one != "1"


def _numbered(chosen: Chosen, number: int) -> Chosen:
    from dataclasses import replace

    return replace(chosen, choice_id=number)
