"""``budget execution``: what was used of a year, by region, industry, layer, enterprise or month, and how sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import execution
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

BY = ("region", "industry", "layer", "enterprise", "month")
_KG = 1000
_STATUSES = ("metered", "reported", "estimated", "filled", "verified")


def figures(budget: Budget, year: int, by: str = "region", wanted: Sequence[int] = ()) -> list[dict[str, Any]]:
    """Execution of a year summed by one of ``BY``: emissions and the year's budget in t, the share used, by status.

    With ``wanted`` months only those count; by region, industry and month their coverage stands beside. UsageError for
    what cannot be summed by.
    """
    if by not in BY:
        raise UsageError(Finding("budget-by-unknown", found=by, expected="、".join(BY)))
    rows = execution.evidence_rows(budget, year)
    if wanted:
        rows = rows[rows["month"].isin(list(wanted))]
    given, own = _budgets(budget, year).get(by, {}), _labels(rows, by)
    seen = _covered(budget, year, by, wanted or sorted({int(each) for each in rows["month"]} - {0}))
    found = []
    for key in sorted({*own, *given}, key=str if by != "month" else None):
        mine = rows[(own == key).to_numpy(dtype=bool)]
        total, kg = _tonnes(mine), given.get(key)
        head = {by: key, "name": _name(budget, by, key), "emissions_t": total}
        used = {"budget_t": kg / _KG if kg else None, "used_percent": 100 * total * _KG / kg if kg else None}
        sums = {f"{status}_t": _tonnes(mine[mine["status"] == status]) for status in _STATUSES}
        found.append({**head, **used, **sums, "coverage": seen.get(key)})
    return found


def _tonnes(rows: pd.DataFrame) -> float:
    return int(rows["emissions_kg"].sum()) / _KG if len(rows) else 0.0


def _labels(rows: pd.DataFrame, by: str) -> pd.Series:
    import pandas as pd

    from ghginv.budget.ledger.accounts import parse

    if by == "month":
        return rows["month"]
    return pd.Series([getattr(parse(text), by) for text in rows["account"]], index=rows.index, dtype=object)


def _budgets(budget: Budget, year: int) -> dict[str, dict[Any, int]]:
    """The year's budgets by region, industry, layer and enterprise as they stand now, with all that was moved."""
    from ghginv.budget.monitoring import standing
    from ghginv.store import journal

    found: dict[str, dict[Any, int]] = {name: {} for name in BY[:-1]}
    for row in standing.places(journal.legs(budget.workspace.database, budget.id), year).to_dict("records"):
        for name, sums in found.items():
            sums[row[name]] = sums.get(row[name], 0) + int(row["budget_kg"])
    return found


def _covered(budget: Budget, year: int, by: str, wanted: Iterable[int]) -> dict[Any, float]:
    """The share of expected emissions that is covered, by region or industry, over some months; or of each month."""
    sums: dict[Any, list[int]] = {}
    if by not in ("region", "industry", "month"):
        return {}
    for month, table in execution.coverages(budget, year, wanted).items():
        for row in table.to_dict("records"):
            cell = sums.setdefault(month if by == "month" else row[by], [0, 0])
            cell[0] += int(row["expected_kg"])
            cell[1] += int(row["covered_kg"])
    return {key: covered / expected if expected else 1.0 for key, (expected, covered) in sums.items()}


def _name(budget: Budget, by: str, key: Any) -> str:
    plan = execution.plan(budget)
    if by in ("region", "industry"):
        return str((plan.regions if by == "region" else plan.industries).name(str(key)))
    if by == "enterprise":
        table = plan.tables["facilities"]
        named = table.loc[table["enterprise"] == key, "name"]
        return str(named.iloc[0]) if len(named) else ""
    layer = budget.rules.layer(str(key)) if by == "layer" else None
    return layer.zh if layer else ""
