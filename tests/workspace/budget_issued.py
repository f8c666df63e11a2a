"""An issued carbon budget of the worked example, made in one go; tests work on copies of its folder."""

from __future__ import annotations

from pathlib import Path

from ghginv.budget.ledger import posting
from ghginv.store.audit import acting
from ghginv.workspace import create
from ghginv.workspace.budgets import allocate, circumstances, issue, ledger, plan, requests, steps, totals
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.place import Workspace
from tests.journeys.office import EXAMPLE

PAPER = "签署件.txt"


def issued(folder: Path) -> Budget:
    """A budget in the workspace ``folder/w``, and a paper that wang signed, on which li may post."""
    place = create.create(folder / "w", "440300", "深圳市")
    paper = folder / PAPER
    paper.write_text("编造的记账依据 made up, do not quote\n", encoding="utf-8")
    approval = folder / "批复.txt"
    approval.write_text("编造的批复 made up, do not quote\n", encoding="utf-8")
    with acting("li"):
        made, _, _ = plan.new(place, EXAMPLE)
        made = totals.choose(made, totals.Choice(gdp_version="预测"))
        blend = {"per-gdp": 0.5, "grandfather": 0.5}
        made = allocate.keep(made, allocate.allocate(made, blend, {"grandfather": 1.0}, {}, {}))
        made = requests.by_default(made)
        made = steps.take(steps.take(made, "review"), "submit")
    with acting("wang"):
        made = steps.approve(made, approval)
    with acting("zhao"):
        made = steps.approve(made, None)
    with acting("li"):
        made = _without_notices(made)
    with acting("wang"):
        return steps.sign(made, paper)


def _without_notices(budget: Budget) -> Budget:
    """Issue the approved version; the notices of all districts would take most of the time."""
    plan_now = budget.plan
    entries = posting.issue(budget.lines(), plan_now.regions, plan_now.industries, effective="2026-01-01",
                            document=issue.approval(budget), version=budget.standing.version)  # fmt: skip
    with budget.workspace.writing() as database:
        made = budget.write(database, "issue", circumstances.of(budget, "issue", {}))
        ledger.append(made, database, entries)
    return made


def opened(folder: Path) -> Budget:
    """The budget of a copied folder, as it stands."""
    from ghginv.workspace.budgets import budget

    return budget.find(Workspace(folder / "w"))
