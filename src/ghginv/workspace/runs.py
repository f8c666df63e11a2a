"""``runs`` and ``table``: what was compiled, and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory
    from ghginv.calculation.trace import Evidence


class Run:
    """A compiled inventory in a workspace; its tables are loaded when first asked for."""

    def __init__(self, workspace: Workspace, id: str):
        self.workspace = workspace
        self.id = id

    @cached_property
    def inventory(self) -> Inventory:
        """Everything the run holds."""
        from ghginv.calculation.inventory import Inventory
        from ghginv.store import runs

        about = runs.about(self.workspace.database, self.id)
        return Inventory(about, **runs.frames(self.workspace.database, self.id))

    @property
    def about(self) -> dict[str, Any]:
        """What the run is made of: region, year, guideline, GWP set, inputs by hash."""
        return dict(self.inventory.about)

    def emissions(self) -> pd.DataFrame:
        """The emission rows, one for each activity and gas."""
        return self.inventory.emissions

    def totals(self, by: Sequence[str] = ("gas",)) -> pd.DataFrame:
        """Totals of what counts (memo items left out), in t of the gas and t CO2e."""
        from ghginv.calculation.totals import counted, totals

        return totals(counted(self.emissions()), by)

    def summary(self, lang: str = "zh") -> dict[str, Any]:
        """Net and gross totals, sectors and memo items in t CO2e; see ``calculation.totals.summary``."""
        from ghginv.calculation.totals import summary

        with self.workspace.overlaid():
            return summary(self.inventory, lang)

    def remarks(self) -> list[Finding]:
        """What to know before the figures are used: values of earlier years, recalled or doubtful factors."""
        from ghginv.calculation.remarks import remarks, unused_values
        from ghginv.store import submissions
        from ghginv.workspace import remainder

        ids = [each["submission"] for each in self.about["submissions"]]
        typed = submissions.measured(self.workspace.database, ids)
        return [*remainder.remarks(self), *remarks(self.inventory), *unused_values(self.inventory, typed)]

    def table(self, name: str, lang: str = "zh") -> pd.DataFrame:
        """One of the run's tables, with names in a language; UsageError names the available ones."""
        from ghginv.reports import tables
        from ghginv.workspace import remainder

        available = self.tables()
        if name not in available:
            raise UsageError(Finding("table-unknown", found=name, details={"near": "、".join(available)}))
        if name == remainder.TABLE:
            return remainder.table(self, lang)
        with self.workspace.overlaid():
            return tables.table(self.inventory, name, lang)

    def tables(self) -> list[str]:
        """The names of the tables this run can print."""
        return [each["table"] for each in self.captions()]

    def captions(self) -> list[dict[str, str]]:
        """The tables this run can print, with their captions: ``table, zh, en``."""
        from ghginv.reports import tables
        from ghginv.workspace import remainder

        with self.workspace.overlaid():
            known = tables.captions(self.inventory)
        return [*known, remainder.CAPTION] if remainder.record_of(self) else known

    def trace(self, category: str = "", gas: str = "", item: str = "") -> Evidence:
        """The evidence tree of a figure; see ``workspace.trace``."""
        from ghginv.workspace.trace import trace

        return trace(self, category=category, gas=gas, item=item)


def listed(workspace: Workspace) -> list[dict[str, Any]]:
    """All runs of the workspace."""
    from ghginv.store import runs

    return runs.listed(workspace.database)


def find_run(workspace: Workspace, run: str) -> Run:
    """A run by its id or an unambiguous beginning; UsageError with near ids otherwise."""
    known = [each["run"] for each in listed(workspace)]
    matches = [each for each in known if each == run] or [each for each in known if each.startswith(run)]
    if len(matches) != 1:
        near = "、".join(matches or get_close_matches(run, known, cutoff=0.3) or known)
        raise UsageError(Finding("run-unknown", found=run, details={"near": near}))
    return Run(workspace, matches[0])
