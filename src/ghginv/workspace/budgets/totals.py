"""``budget total``: the total on a path, what if, both dual controls; choosing one for the draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.trajectory import Totals

_SPREAD = (-1.0, -0.5, 0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A path of ``emission_factors/budget_paths.csv``, a version of GDP, and parameters that replace the plan's."""

    path: str = "intensity"
    gdp_version: str = ""
    settings: Mapping[str, float] = field(default_factory=dict)

    def detail(self) -> dict[str, Any]:
        """As it is kept with the event."""
        return {"path": self.path, "gdp_version": self.gdp_version, "settings": dict(self.settings)}


def settings(given: Iterable[str]) -> dict[str, float]:
    """``name=value`` texts as numbers; UsageError for anything else."""
    found = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            raise UsageError(Finding("budget-setting", found=text)) from None
    return found


def paths(lang: str = "zh") -> list[dict[str, str]]:
    """The paths: id, name, what they need, citation, evidence."""
    from ghginv.budget.trajectory import paths as known

    return [
        {"path": each.id, "name": each.zh if lang == "zh" else each.en, "needs": " ".join(each.needs),
         "citation": each.citation, "status": each.status}
        for each in known.load().values()
    ]  # fmt: skip


def of(budget: Budget, choice: Choice) -> Totals:
    """The total by year; InputError and UsageError as ``budget.trajectory.totals``."""
    from ghginv.budget import trajectory

    with budget.workspace.overlaid():
        return trajectory.totals(budget.plan, choice.path, choice.gdp_version, rules=budget.rules, **choice.settings)


@lru_cache(maxsize=4)
def chosen(budget: Budget) -> Totals:
    """The total that was chosen; InputError where none was."""
    from ghginv.errors import InputError

    told = budget.standing.total
    if not told:
        raise InputError(Finding("budget-total-missing"))
    return of(budget, Choice(**told))


def choose(budget: Budget, choice: Choice, expect: int | None = None) -> Budget:
    """Choose a total for the draft; what was allocated from another total is then stale."""
    of(budget, choice)  # refused here rather than when it is allocated
    return budget.take("total", detail=choice.detail(), expect=expect)


def what_if(budget: Budget, choice: Choice) -> pd.DataFrame:
    """Totals of the last year and the whole period for other growth and targets around the plan's own.

    Growth of GDP is shifted by up to one point where the path follows GDP; the parameter that shapes the path is varied
    by two points or by a tenth either way.
    """
    from ghginv.budget import trajectory

    with budget.workspace.overlaid():
        return trajectory.what_if(
            budget.plan, variations(budget, choice), path=choice.path, gdp_version=choice.gdp_version,
            rules=budget.rules, **choice.settings,
        )  # fmt: skip


def variations(budget: Budget, choice: Choice) -> dict[str, list[float]]:
    """What is varied for a path: the shift of growth, and one parameter around its value in the plan."""
    from ghginv.budget.trajectory import paths as known

    found: dict[str, list[float]] = {}
    needs = known.path(choice.path).needs
    if "gdp_growth" in needs:
        found["gdp_shift"] = list(_SPREAD)
    values = {row["parameter"]: row["value"] for row in budget.plan.tables["path"].to_dict("records")} | dict(
        choice.settings
    )
    for name in ("intensity_cut", "target_emissions", "cumulative_cap", "decline_rate"):
        if name in needs and name in values:
            step = 1.0 if name in ("intensity_cut", "decline_rate") else 0.05 * values[name]
            found[name] = [values[name] + factor * 2 * step for factor in _SPREAD]
            break
    return found


def dual_control(budget: Budget, choice: Choice) -> pd.DataFrame:
    """能耗双控 and 碳排放双控 side by side, a row a year and indicator."""
    from ghginv.budget import trajectory

    with budget.workspace.overlaid():
        found = trajectory.plan_dual_control(budget.plan, choice.path, choice.gdp_version, **choice.settings)
    return found.table
