"""Q10: a sample is computed again from what is stored; factors, lists and rules are still those of the run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.calculation import steps
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.inventory import LISTS
from ghginv.factors import guidelines
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import GRAMS_OF_ROUNDING, PRECISION, SUBMITTED, Subject, figure, named, rules

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory


def check(subject: Subject) -> Result:
    """The emission rows of the sample, every parameter of the run, and the digests of library, lists and guideline."""
    inventory = subject.inventory
    chosen = sample(inventory)
    remarks = [*_recomputed(inventory, chosen), *_parameters(subject), *_digests(subject)]
    return Result("Q10", len(chosen) + len(inventory.parameters) + 3, tuple(remarks))


def sample(inventory: Inventory) -> pd.DataFrame:
    """The emission rows to compute again: at least one, the same for the same run, whatever their size or place."""
    rows = inventory.emissions
    keys = rows["activity_id"].astype(str) + "|" + rows["choice_id"].astype(str)
    run = str(inventory.about["run"])
    order = keys.map(lambda key: hashlib.sha256(f"{run}|{key}".encode()).hexdigest()).sort_values(kind="stable")
    return rows.loc[order.index[: ceil(len(rows) * rules()["Q10"]["sample_percent"] / 100)]]


def _recomputed(inventory: Inventory, chosen: pd.DataFrame) -> Iterator[Remark]:
    """Rows of the sample that do not follow from activity and parameters, step by step, beyond a gram."""
    for formula in sorted(set(chosen["formula"])):
        table = steps.steps(inventory, formula).merge(
            chosen[["activity_id", "choice_id"]], on=["activity_id", "choice_id"]
        )
        grams = table["result"] * GRAMS_PER_TONNE
        off = (table["mass_g"] - grams).abs() > GRAMS_OF_ROUNDING + PRECISION * grams.abs()
        for row in table[off].assign(grams=grams[off]).to_dict("records"):
            place = row["source_category"], row["item"], row["gas"]
            found, expected = (f"{figure(each)} g" for each in (row["mass_g"], row["grams"]))
            details = named(*place) | {"formula": formula, "activity": row["activity_id"]}
            yield Remark(Finding("qa-recomputed", found=found, expected=expected, details=details), *place)


def _is_age(row: Mapping[str, Any], year: int) -> bool:
    """Whether it is a derived age, and the right one."""
    return row["tier"] == "derived" and row["value"] == year - row["vintage"]


def _parameters(subject: Subject) -> Iterator[Remark]:
    """Parameters of the run that the library has no longer, or with another value.

    What districts measured comes with their sealed packages and stands in no library; an age is derived, year by year.
    """
    year = int(str(subject.inventory.about["year"]))
    for row in subject.inventory.parameters.to_dict("records"):
        known = subject.library.by_id.get(row["parameter_id"])
        if known is None and (row["tier"] in SUBMITTED or _is_age(row, year)):
            continue
        if known is None or known.value != row["value"] or known.unit != row["unit"]:
            expected = f"{known.value!r} {known.unit}" if known else "-"
            details = {"parameter": row["parameter_id"]}
            finding = Finding(
                "qa-parameter-changed", found=f"{row['value']!r} {row['unit']}", expected=expected, details=details
            )
            yield Remark(finding, row["category"], row["item"])


def _digests(subject: Subject) -> Iterator[Remark]:
    about = subject.inventory.about
    now = {
        "tables_digest": subject.library.tables_digest,
        "lists_digest": folders.digest("emission_factors", LISTS),
        "guideline_digest": guidelines.load(str(about["guideline"])).digest(),
    }
    for name, digest in now.items():
        if about.get(name, digest) != digest:
            details = dict(zip(("what_zh", "what_en"), _WORDS[name], strict=True))
            yield Remark(
                Finding("qa-tables-changed", found=str(about[name])[:12], expected=digest[:12], details=details)
            )


_WORDS = {
    "tables_digest": ("因子库", "the factor library"),
    "lists_digest": ("类别、品种、单位等清单", "the lists of categories, items and units"),
    "guideline_digest": ("核算指南的规则", "the guideline's rules"),
}
