"""A registered plan with its reports, and where its targets stand in a month."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.targets import records

if TYPE_CHECKING:
    from ghginv.budget.targets.judge import Rules, Standing
    from ghginv.budget.targets.register import Plan, Report


@dataclass(frozen=True)
class Registered:
    """A plan in its newest version, the reports in force by indicator, and all that were ever handed in."""

    plan: Plan
    version: int
    reports: Mapping[str, Sequence[Report]]
    history: Sequence[Mapping[str, Any]]

    def standings(self, at: str, *, every: bool = False) -> list[Standing]:
        """Where its indicators stand in a month; ``every`` against all their targets."""
        from ghginv.budget.targets import judge

        return judge.standings(self.plan, self.reports, at, self.rules(at), every=every)

    @staticmethod
    def rules(at: str) -> Rules:
        """The margins in force in the year of a month."""
        from ghginv.budget.targets import judge

        return judge.rules(int(at[:4]))


def names(workspace: Workspace) -> list[str]:
    """The codes of the registered plans."""
    from ghginv.store import targets

    return targets.plans(workspace.database)


def find(workspace: Workspace, plan: str = "") -> Registered:
    """A plan by its code; the only one where none is named. UsageError where there is none, or several."""
    known = names(workspace)
    if not plan and len(known) > 1:
        raise UsageError(Finding("target-plan-which", expected="、".join(known)))
    code = plan or (known[0] if known else "")
    if not known:
        raise UsageError(Finding("target-plan-none"))
    if code not in known:
        raise UsageError(Finding("target-plan-unknown", found=code, expected="、".join(known)))
    return of(workspace.database, code)


def several(workspace: Workspace, plans: Sequence[str] = ()) -> list[Registered]:
    """The plans named, or all. UsageError where one is not registered or there is none at all."""
    return [find(workspace, code) for code in (plans or names(workspace) or ("",))]


def of(database: Any, code: str) -> Registered:
    """A registered plan, read from the store."""
    from ghginv.store import targets

    found = targets.plan(database, code)
    if found is None:
        raise UsageError(Finding("target-plan-unknown", found=code, expected="、".join(targets.plans(database)) or "-"))
    version, facts, goals = found
    history = targets.reports(database, code)
    return Registered(records.plan(facts, goals), version, records.reports(history), history)


def month(text: str = "") -> str:
    """A month as typed, by default the present one. UsageError for what is none."""
    from ghginv.budget.targets import periods

    if not text:
        return datetime.datetime.now(datetime.UTC).strftime("%Y-%m")
    found = periods.read(text)
    if not found:
        raise UsageError(Finding("target-at", found=text))
    return found


def of_unit(standings: Sequence[Standing], unit: str) -> list[Standing]:
    """What a unit 责任单位 answers for, as lead or in support. UsageError where it is nothing."""
    found = [each for each in standings if not unit or unit in each.indicator.units]
    if not found and unit:
        known = dict.fromkeys(name for each in standings for name in each.indicator.units)
        raise UsageError(Finding("target-nothing-for", found=unit, expected="、".join(known) or "-"))
    return found
