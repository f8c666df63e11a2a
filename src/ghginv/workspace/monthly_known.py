"""What a monthly report is held against: the places of the workspace's budgets, and what was reported before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ghginv.store.audit import today
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan
    from ghginv.workbooks.monthly_known import Stay, Surroundings
    from ghginv.workbooks.monthly_template import Names

_BEFORE = 1  # years before that of the report


def surroundings(workspace: Workspace | None, year: int | None = None) -> Surroundings:
    """What is known today: of all issued budgets of the workspace, or of those being drafted where none is issued."""
    from ghginv.store import execution
    from ghginv.workbooks.monthly_known import Surroundings

    day = today()
    if workspace is None:
        return Surroundings(day)
    made = list(plans(workspace))
    last = year or int(day[:4])
    database = workspace.database
    return Surroundings(
        today=day,
        regions={code: plan.regions.ancestors(code) for plan in made for code in plan.regions.nodes},
        industries={code: codes for plan in made for code, codes in _industries(plan)},
        stays=tuple(dict.fromkeys([*(stay for plan in made for stay in _stays(plan)), *_newcomers(workspace, last)])),
        history=execution.history(database, (last - _BEFORE, last)),
        others=_others(database, last),
    )


def plans(workspace: Workspace, budget: str = "") -> Iterator[Plan]:
    """The plans in force of the issued budgets (or of ``budget``); of those being drafted where none is issued."""
    from ghginv.workspace.budgets import budget as budgets

    found = [budgets.find(workspace, budget)] if budget else [
        budgets.Budget(workspace, name) for name in budgets.names(workspace)
    ]  # fmt: skip
    issued = [each for each in found if each.standing.issued]
    for each in issued or found:
        yield each.plan_in_force if each.standing.issued else each.plan


def names(workspace: Workspace | None, budget: str = "", enterprise: str = "") -> Names:
    """The lists of a template: of a budget, or of the workspace's budgets; of one enterprise only its facilities."""
    from ghginv.workbooks.monthly_template import Names

    made = list(plans(workspace, budget)) if workspace else []
    regions = {code: plan.regions.name(code) for plan in made for code in plan.regions.subtree(plan.regions.root)}
    industries = {code: plan.industries.name(code) for plan in made for code, _ in _industries(plan)}
    facilities = {
        (row["enterprise"], row["name"], row["facility"], row["region"], row["industry"])
        for plan in made
        for row in _records(plan, "facilities")
        if enterprise in ("", row["enterprise"])
    }
    if enterprise:
        return Names(facilities=sorted(facilities))
    return Names(list(regions.items()), list(industries.items()), sorted(facilities))


def _industries(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The industries that hold budgets, with their codes of GB/T 4754."""
    codes = {row["code"]: row["gbt4754"] for row in _records(plan, "industries")}
    for code in plan.industries.leaves():
        if plan.industries.nodes[code].kind == "industry":
            yield code, tuple(str(codes.get(code, "")).split())


def _stays(plan: Plan) -> Iterator[Stay]:
    from ghginv.domain import credit_codes
    from ghginv.workbooks.monthly_known import Stay

    for row in _records(plan, "facilities"):
        code = credit_codes.plain(row["enterprise"])
        yield Stay(code, *(row[name] for name in ("facility", "region", "industry", "valid_from", "valid_to")))


def _newcomers(workspace: Workspace, year: int) -> Iterator[Stay]:
    """Enterprises that no plan knows yet and that were given a budget: successors, projects that started."""
    from ghginv.workbooks.monthly_known import Stay
    from ghginv.workspace.budgets import budget as budgets
    from ghginv.workspace.budgets import execution_rows

    for name in budgets.names(workspace):
        made = budgets.Budget(workspace, name)
        for each in execution_rows.places(made, year).newcomers if made.standing.issued else ():
            yield Stay(each.enterprise, "", each.region, each.industry, f"{year}-01-01", f"{year}-12-31")


def _records(plan: Plan, table: str) -> list[dict[str, Any]]:
    return plan.tables[table].to_dict("records")


def _others(database: Any, year: int) -> dict[tuple[str, ...], tuple[str, str]]:
    """Who reported what of the year already, and in which submission."""
    from ghginv.store import execution

    found = {}
    for row in execution.rows(database, year).to_dict("records"):
        thing = (*execution.series(row), str(row["year"]), str(row["month"]))
        found[thing] = (str(row["sender"]), str(row["submission"]))
    return found
