"""A budget of the workspace: its standing, plan, versions, requests and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.store.audit import actor, now
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.process import Standing
    from ghginv.budget.rules import Rules
    from ghginv.store.budgets import Document, Version
    from ghginv.store.budgets import Plan as Received


class Budget:
    """A budget as it stands when it is opened; what it writes is refused when somebody else wrote meanwhile."""

    def __init__(self, workspace: Workspace, budget: str):
        self.workspace, self.id = workspace, budget
        self._lines: dict[int, pd.DataFrame] = {}

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """The events, oldest first."""
        from ghginv.store import budgets

        return budgets.events(self.workspace.database, self.id)

    @cached_property
    def plan(self) -> Plan:
        """The plan: that of the version in force where nothing is being drafted, else the newest."""
        return self.plan_in_force if self.standing.state == "issued" else self.plan_of("")

    @cached_property
    def plan_in_force(self) -> Plan:
        """The plan of the version in force."""
        return self.plan_of(self.version(self.standing.issued)["plan"])

    def plan_of(self, sha256: str) -> Plan:
        """The plan with this digest, the newest where it is empty."""
        from ghginv.budget import plan_records
        from ghginv.store import budgets

        kept = budgets.plan(self.workspace.database, self.id, sha256)
        return plan_records.restore(kept["tables"], kept["sha256"])

    @cached_property
    def rules(self) -> Rules:
        """The rule set of the plan, with the parameters in force in its first year."""
        from ghginv.budget import rules

        with self.workspace.overlaid():
            return rules.load(self.plan.facts.get("rules") or "default", self.plan.first_year)

    @cached_property
    def rules_by_year(self) -> dict[int, Rules]:
        """The rule set with the parameters in force in each year of the plan; years it says nothing of are left out."""
        from ghginv.budget import rules

        found = {}
        with self.workspace.overlaid():
            for year in self.plan.years:
                with suppress(UsageError):
                    found[year] = rules.load(self.rules.id, year)
        return found

    def rules_of(self, year: int) -> Rules:
        """The rule set of a year; that of the first year where it says nothing of it."""
        return self.rules_by_year.get(year, self.rules)

    @cached_property
    def standing(self) -> Standing:
        """State, revision, newest version, version in force, preparers and approvers."""
        from ghginv.budget import process

        with self.workspace.overlaid():
            return process.standing(self.events)

    def version(self, number: int = 0) -> dict[str, Any]:
        """A version (the newest where 0): plan, about, sha256. UsageError where there is none."""
        from ghginv.store import budgets

        wanted = number or self.standing.version
        if found := budgets.version(self.workspace.database, self.id, wanted):
            return found
        known = "、".join(str(each["version"]) for each in self.versions()) or "-"
        raise UsageError(Finding("budget-version-unknown", found=str(wanted), expected=known))

    def versions(self) -> list[dict[str, Any]]:
        """All versions, oldest first."""
        from ghginv.store import budgets

        return budgets.versions(self.workspace.database, self.id)

    def lines(self, number: int = 0) -> pd.DataFrame:
        """The lines of a version (the newest where 0), amounts in whole kg."""
        wanted = number or self.standing.version
        if wanted not in self._lines:
            self.version(wanted)
            self._lines[wanted] = self._read_lines(wanted)
        return self._lines[wanted]

    def _read_lines(self, number: int) -> pd.DataFrame:
        import pandas as pd

        from ghginv.store import budgets

        rows = budgets.lines(self.workspace.database, self.id, number)
        return pd.DataFrame(rows, columns=list(budgets.LINE)).astype({"year": "int64", "amount_kg": "int64"})

    def requests(self) -> list[dict[str, Any]]:
        """The newest request of each region, industry and year."""
        from ghginv.store import budgets

        return budgets.requests(self.workspace.database, self.id)

    def documents(self) -> list[dict[str, Any]]:
        """The documents with who added them, without their content."""
        from ghginv.store import budgets

        return budgets.documents(self.workspace.database, self.id)

    def take(self, step: str, **more: Any) -> Budget:
        """Take a step: judged by the guards, stored whole; the budget as it stands afterwards.

        ``more`` are the fields of ``store.budgets.Step`` (``note``, ``detail``, ``content`` …) and ``expect``, the
        revision the user looked at. InputError with the reasons when a guard refuses or somebody wrote meanwhile.
        """
        from ghginv.workspace.budgets import circumstances

        with self.workspace.writing() as database:
            return self.write(database, step, circumstances.of(self, step, more), **more)

    def write(
        self,
        database: Any,
        step: str,
        told: Any,
        *,
        version: int = 0,
        expect: int | None = None,
        note: str = "",
        detail: Mapping[str, Any] | None = None,
        plan: Received | None = None,
        content: Version | None = None,
        requests: Iterable[Mapping[str, Any]] = (),
        documents: Iterable[Document] = (),
    ) -> Budget:
        """As ``take``, inside the caller's transaction."""
        from ghginv.budget import process
        from ghginv.store import budgets

        with self.workspace.overlaid():
            refused = process.refusals(step, self.standing, told)
        if refused:
            raise InputError(*errors(refused))
        started = self.standing.revision if expect is None else expect
        taken = budgets.Step(
            self.id, started, version or self.standing.version, step, note, detail or {}, plan, content, requests,
            documents,
        )  # fmt: skip
        budgets.add(database, taken, now(), actor())
        return Budget(self.workspace, self.id)


def names(workspace: Workspace) -> list[str]:
    """The ids of the workspace's budgets, oldest first."""
    from ghginv.store import budgets

    return budgets.names(workspace.database)


def find(workspace: Workspace, budget: str = "") -> Budget:
    """The budget with this id or an unambiguous beginning of it; the only one where none is named.

    UsageError where it is unknown or several are meant.
    """
    known = names(workspace)
    if not known and not budget:
        raise UsageError(Finding("budget-none"))
    meant = [name for name in known if name.startswith(budget)]
    if len(meant) == 1 or budget in known:
        return Budget(workspace, budget if budget in known else meant[0])
    code = "budget-several" if meant else "budget-unknown"
    raise UsageError(Finding(code, found=budget, expected="、".join(known) or "-"))
