"""Q9: landfills by first-order decay: history long enough, no more recovered than generated, oxidation in bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import log
from typing import TYPE_CHECKING

from ghginv.domain import categories
from ghginv.findings import Finding
from ghginv.formulas import all_formulas
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, counted, figure, named, rules

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

DECAY, OXIDATION = "decay_rate", "methane_oxidation"


def check(subject: Subject) -> Result:
    """Every item that decays, with the years of deposit on record; every site where methane is recovered."""
    inventory = subject.inventory
    landfill = rules()["Q9"]["category"]
    choices = inventory.choices[
        inventory.choices["activity_category"].map(lambda code: categories.covers(landfill, code))
    ]
    terms = [
        (row, {term["name"]: term["value"] for term in json.loads(row["terms"])})
        for row in choices[choices["formula"] != ""].to_dict("records")
    ]
    if not terms:
        return Result("Q9", 0, left_out=(Finding("qa-no-landfill"),))
    decaying = [(row, values) for row, values in terms if DECAY in all_formulas()[row["formula"]].equation.parameters]
    remarks = [*_short(subject, decaying), *_oxidised(terms), *_recovered(inventory, landfill)]
    left_out = () if decaying else (Finding("qa-no-decay"),)
    return Result("Q9", len(terms), tuple(remarks), left_out)


def _short(subject: Subject, decaying: list[tuple[dict[str, object], dict[str, float]]]) -> Iterator[Remark]:
    """Items whose record of deposits is shorter than the half-lives asked for."""
    first: dict[tuple[str, str, str], int] = {}
    rate: dict[tuple[str, str, str], float] = {}
    for row, values in decaying:
        key = str(row["item"]), str(row["technology"]), str(row["facility"])
        first[key] = min(first.get(key, subject.year), int(str(row["vintage"])) or subject.year)
        rate[key] = values[DECAY]
    for key in sorted(first):
        years, needed = (
            subject.year - first[key],
            rules()["Q9"]["half_lives"] * log(2) / rate[key] if rate[key] else 0.0,
        )
        if years < needed:
            place = rules()["Q9"]["category"], key[0]
            details = named(*place) | {"half_lives": rules()["Q9"]["half_lives"], "rate": f"{rate[key]:g}"}
            yield Remark(
                Finding("qa-history-short", found=str(years), expected=f"{needed:.0f}", details=details), *place
            )


def _oxidised(terms: list[tuple[dict[str, object], dict[str, float]]]) -> Iterator[Remark]:
    most = rules()["Q9"]["oxidation_most"]
    places = {(str(row["activity_category"]), str(row["item"]), values.get(OXIDATION, 0.0)) for row, values in terms}
    for category, item, value in sorted(places):
        if not 0 <= value <= most:
            finding = Finding("qa-oxidation", found=figure(value), expected=f"0–{most}", details=named(category, item))
            yield Remark(finding, category, item)


def _recovered(inventory: Inventory, landfill: str) -> Iterator[Remark]:
    rows = counted(inventory)
    grams = rows[
        rows["activity_category"].map(lambda code: categories.covers(landfill, code)) & (rows["gas"] == "CH4")
    ]["mass_g"]
    generated, recovered = int(grams[grams > 0].sum()), -int(grams[grams < 0].sum())
    if recovered > generated:
        found, expected = (f"{figure(each / 1e6)} t CH4" for each in (recovered, generated))
        yield Remark(
            Finding("qa-recovery", found=found, expected=expected, details=named(landfill)), landfill, gas="CH4"
        )
