"""A scenario run of the workspace: made once from its inputs, kept, found again; details are computed anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ghginv
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.store.audit import actor, now
from ghginv.workspace.place import Workspace
from ghginv.workspace.runs import Run
from ghginv.workspace.scenarios import base, source

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.scenarios.plan import Plan
    from ghginv.budget.scenarios.run import Result
    from ghginv.store.scenarios import Computed

_DIGITS = 10
_CELL = ["scenario", "at", "source_category", "item", "gas", "memo", "driver", "counts"]


class ScenarioRun:
    """Scenarios as computed on a base year; cells and effects as stored, the rest from the inputs."""

    def __init__(self, workspace: Workspace, id: str):
        self.workspace, self.id = workspace, id

    @cached_property
    def head(self) -> dict[str, Any]:
        """Name, run, region, years, file, who and when, with ``about`` (inputs) and ``plan``."""
        from ghginv.store import scenarios

        return scenarios.find(self.workspace.database, self.id)

    @cached_property
    def plan(self) -> Plan:
        """What the file said."""
        from ghginv.budget.scenarios import plan

        with self.workspace.overlaid():
            return plan.restore(self.head["plan"]["tables"], self.head["plan"]["facts"])

    @property
    def scenarios(self) -> dict[str, str]:
        """The scenarios that were computed, with their names."""
        return {name: self.plan.scenarios[name] for name in self.head["about"]["scenarios"]}

    @cached_property
    def cells(self) -> pd.DataFrame:
        """``scenario, year, category, item, gas, memo, driver, counts, before_g, after_g`` as stored; ``sector``."""
        import pandas as pd

        from ghginv.domain import categories
        from ghginv.store import scenarios

        frame = pd.DataFrame(scenarios.cells(self.workspace.database, self.id), columns=list(scenarios.CELL))
        frame["counts"] = frame["counts"].astype(bool)
        return frame.assign(sector=[categories.sector(code) for code in frame["category"]])

    @cached_property
    def effects(self) -> pd.DataFrame:
        """``scenario, measure, year, share, effect_g`` as stored."""
        import pandas as pd

        from ghginv.store import scenarios

        return pd.DataFrame(scenarios.effects(self.workspace.database, self.id), columns=list(scenarios.EFFECT))

    def path(self, scenario: str) -> dict[int, int]:
        """What counts by year after the measures, in grams."""
        mine = self.cells[(self.cells["scenario"] == scenario) & self.cells["counts"]]
        return {int(year): int(grams) for year, grams in mine.groupby("year")["after_g"].sum().items()}

    @cached_property
    def result(self) -> Result:
        """Everything, computed anew from run and plan; InputError where it no longer comes out as stored."""
        from ghginv.budget.scenarios import run as computing

        with self.workspace.overlaid():
            found = computing.run(self.plan, base.of(Run(self.workspace, self.head["run"])), self.scenarios)
        if [tuple(row) for row in _cells(found)] != [tuple(row) for row in self._stored()]:
            raise InputError(Finding("scenario-moved", found=self.id))
        return found

    def _stored(self) -> list[tuple[Any, ...]]:
        from ghginv.store import scenarios

        return scenarios.cells(self.workspace.database, self.id)


def make(
    workspace: Workspace, run: Run, path: Path, names: Sequence[str] = (), basis: str = ""
) -> tuple[ScenarioRun, list[Finding], bool]:
    """Compute and keep scenarios (all where none is named): the run, remarks, and whether it was there already.

    InputError with all that is wrong with the file or does not fit the inventory; then nothing is stored.
    """
    from ghginv.budget.scenarios import run as computing
    from ghginv.store import scenarios

    judged = source.judge(path, workspace)
    plan = _with_basis(judged.accepted(), basis)
    chosen = _chosen(plan, names)
    with workspace.overlaid():
        found = computing.run(plan, base.of(run), chosen)
    made = _computed(plan, run, chosen, judged, found)
    already = scenarios.known(workspace.database, made.id)
    if not already:
        with workspace.writing() as database:
            if not scenarios.known(database, made.id):
                scenarios.add(database, made, now(), actor())
    kept = ScenarioRun(workspace, made.id)
    kept.__dict__["result"] = found
    return kept, [*judged.findings, *found.findings], already


def _with_basis(plan: Plan, basis: str) -> Plan:
    from dataclasses import replace

    from ghginv.budget.scenarios.plan import BASES

    if basis and basis not in BASES:
        raise UsageError(Finding("scenario-basis-unknown", found=basis, expected="、".join(BASES)))
    return replace(plan, facts={**plan.facts, "basis": basis}) if basis else plan


def _chosen(plan: Plan, names: Sequence[str]) -> list[str]:
    if unknown := [name for name in names if name not in plan.scenarios]:
        raise UsageError(Finding("scenario-unknown-here", found="、".join(unknown), expected="、".join(plan.scenarios)))
    return [name for name in plan.scenarios if not names or name in names]


def _computed(plan: Plan, run: Run, chosen: list[str], judged: source.Judged, found: Result) -> Computed:
    from ghginv.store.scenarios import Computed

    about = {"run": run.id, "plan": plan.sha256, "scenarios": chosen, "version": ghginv.__version__}
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:_DIGITS]
    horizon = plan.horizon
    head = {"name": plan.facts["name"], "run": run.id, "region": plan.facts["region"], "base_year": horizon.base,
            "last_year": horizon.last}  # fmt: skip
    told = {"facts": dict(plan.facts), "tables": plan.records}
    effects = found.effects[["scenario", "measure", "at", "share", "effect_g"]].itertuples(index=False, name=None)
    return Computed(f"S{horizon.base}-{horizon.last}-{digest}", head, about, told, judged.file, judged.content,
                    _cells(found), list(effects))  # fmt: skip


def _cells(found: Result) -> list[tuple[Any, ...]]:
    """The cells by scenario, year, category, item, gas, memo and driver, as they are stored."""
    table = found.cells.groupby(_CELL, sort=True)[["before_g", "after_g"]].sum().reset_index()
    table["counts"] = table["counts"].astype(int)
    return [tuple(row) for row in table.astype(object).itertuples(index=False, name=None)]


def listed(workspace: Workspace) -> list[dict[str, Any]]:
    """All scenario runs with the scenarios of each, oldest first."""
    from ghginv.store import scenarios

    return [
        {**{name: row[name] for name in scenarios.HEAD}, "scenarios": " ".join(json.loads(row["about"])["scenarios"])}
        for row in scenarios.listed(workspace.database)
    ]


def find(workspace: Workspace, id: str = "") -> ScenarioRun:
    """A scenario run by its id or an unambiguous beginning; the newest where none is named. UsageError otherwise."""
    known = [each["scenario_run"] for each in listed(workspace)]
    if not known:
        raise UsageError(Finding("scenario-run-none"))
    if not id:
        return ScenarioRun(workspace, known[-1])
    meant = [each for each in known if each == id] or [each for each in known if each.startswith(id)]
    if len(meant) != 1:
        near = "、".join(meant or get_close_matches(id, known, cutoff=0.3) or known)
        raise UsageError(Finding("scenario-run-unknown", found=id, expected=near))
    return ScenarioRun(workspace, meant[0])
