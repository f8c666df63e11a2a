"""The checks of an inventory 质量保证与质量控制, one rule a file: Q1 to Q12, reference approach, outliers.

Each check is a pure function from a ``Subject`` to a ``Result``; a check that finds nothing still says what it looked
at. Titles are rows of ``templates/checks/checks.csv``, thresholds stand in ``rules.toml`` beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ghginv import folders
from ghginv.inventory.checks import (
    completeness,
    double_counting,
    first_order_decay,
    implied_factors,
    mass_balances,
    outliers,
    published_statistics,
    reference_approach,
    signs,
    sums,
    transcription,
    units_and_dimensions,
    warming_potentials,
    year_on_year,
)
from ghginv.inventory.checks.result import Result
from ghginv.inventory.checks.subject import Subject

CHECKS: Mapping[str, Callable[[Subject], Result]] = {
    "Q1": units_and_dimensions.check,
    "Q2": sums.check,
    "Q3": year_on_year.check,
    "Q4": implied_factors.check,
    "Q5": published_statistics.check,
    "Q6": completeness.check,
    "Q7": double_counting.check,
    "Q8": mass_balances.check,
    "Q9": first_order_decay.check,
    "Q10": transcription.check,
    "Q11": warming_potentials.check,
    "Q12": signs.check,
    "REF": reference_approach.check,
    "OUT": outliers.check,
}


def run_all(subject: Subject) -> list[Result]:
    """Every check, in order."""
    return [check(subject) for check in CHECKS.values()]


@folders.remembered
def described() -> Mapping[str, Mapping[str, str]]:
    """``zh, en`` and ``examined_zh, examined_en`` (what a check counts) of every check."""
    rows = folders.rows(folders.file("templates", "checks/checks.csv"))
    return {row.pop("check"): row for _, row in rows}
