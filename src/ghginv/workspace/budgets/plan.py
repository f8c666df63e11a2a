"""``budget new`` and ``budget plan``: a plan workbook or folder becomes a budget, or replaces the plan of a draft."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.workspace.budgets.budget import Budget, names
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan
    from ghginv.store.budgets import Plan as Received

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan as judged: None where a finding is an error; ``revision`` is that of the budget it was written out for."""

    plan: Plan | None
    findings: list[Finding]
    file: str
    content: bytes
    budget: str = ""
    revision: int | None = None


def judge(path: Path, workspace: Workspace | None = None) -> Judged:
    """Read a workbook or a folder of CSV files and judge it; store nothing. UsageError where the path is neither."""
    from contextlib import nullcontext

    from ghginv.budget import plan, plan_folder

    with workspace.overlaid() if workspace else nullcontext():
        if path.is_dir():
            rows = plan_folder.read_folder(path)
            content = _packed(path)
            told: Mapping[str, str] = {}
            before: list[Finding] = []
        elif path.is_file():
            rows, told, before, content = _workbook(path)
        else:
            raise UsageError(Finding("budget-source-missing", found=str(path)))
        found, findings = plan.judge(rows)
    findings = [*before, *findings]
    revision = int(told.get("revision") or 0) or None
    return Judged(None if errors(findings) else found, findings, path.name, content, told.get("budget", ""), revision)


def _workbook(path: Path) -> tuple[Any, Mapping[str, str], list[Finding], bytes]:
    from ghginv.workbooks import budget_reading, read

    workbook = read.read_workbook(path)
    rows, told, findings = budget_reading.read_plan(workbook)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != workbook.sha256:
        raise InputError(Finding("file-changed", file=path.name))
    return rows, told, findings, content


def _packed(folder: Path) -> bytes:
    """The files of a folder as one text, to be kept as received."""
    files = {path.name: path.read_text("utf-8-sig") for path in sorted(folder.glob("*.csv"))}
    return json.dumps(files, ensure_ascii=False, sort_keys=True).encode()


def new(workspace: Workspace, path: Path, note: str = "") -> tuple[Budget, list[Finding], bool]:
    """Begin a budget from a plan: the budget, the remarks on its plan, and whether it was there already.

    InputError with all findings when any is an error; then nothing is stored.
    """
    judged = judge(path, workspace)
    plan, received = _accepted(judged)
    budget = f"B{plan.first_year}-{plan.last_year}-{plan.sha256[:_DIGITS]}"
    if budget in names(workspace):
        return Budget(workspace, budget), judged.findings, True
    begun = Budget(workspace, budget)
    begun.__dict__.update(plan=plan, events=[])
    made = begun.take("draft", note=note, plan=received, expect=0, detail={"file": judged.file})
    return made, judged.findings, False


def replace(budget: Budget, path: Path, note: str = "", expect: int | None = None) -> tuple[Budget, list[Finding]]:
    """Replace the plan of a draft; a workbook written out for this budget says itself from which revision it starts."""
    judged = judge(path, budget.workspace)
    if judged.budget and judged.budget != budget.id:
        raise InputError(Finding("budget-plan-other", file=judged.file, found=judged.budget, expected=budget.id))
    _, received = _accepted(judged)
    started = judged.revision if expect is None else expect
    made = budget.take("draft", note=note, plan=received, expect=started, detail={"file": judged.file})
    return made, judged.findings


def _accepted(judged: Judged) -> tuple[Plan, Received]:
    from ghginv.budget import plan_records
    from ghginv.store.budgets import Plan as Received

    if judged.plan is None:
        raise InputError(*judged.findings)
    return judged.plan, Received(judged.plan.sha256, plan_records.records(judged.plan), judged.file, judged.content)


def original(budget: Budget) -> tuple[str, bytes, str]:
    """The newest plan as received: its file's name, content and digest."""
    from ghginv.store import budgets

    kept = budgets.plan(budget.workspace.database, budget.id)
    return kept["file"], kept["content"], hashlib.sha256(kept["content"]).hexdigest()


def template(
    path: Path, workspace: Workspace | None, lang: str = "zh", *, year: int | None = None, data: Path | None = None,
    budget: str = "",
) -> Path:  # fmt: skip
    """Write the workbook of a plan: empty, with the tables of a folder (``data``), or with those of a budget's plan.

    Written out for a budget it says from which revision it starts, so that it cannot overwrite what came later.
    """
    from contextlib import nullcontext

    from ghginv.workspace.budgets.budget import find

    made = find(workspace, budget) if budget and workspace else None
    with workspace.overlaid() if workspace else nullcontext():
        path.parent.mkdir(parents=True, exist_ok=True)
        _build(path, workspace, lang, year, data, made)
    return path


def _build(
    path: Path, workspace: Workspace | None, lang: str, year: int | None, data: Path | None, made: Budget | None
) -> None:
    from ghginv.budget import plan_folder, plan_records, rules
    from ghginv.workbooks import budget_template

    rows: Mapping[str, Any] = {}
    facts: dict[str, Any] = {"region": workspace.settings.region} if workspace else {}
    if year:
        facts["first_year"] = year
    if data:
        rows = {name: [each.values for each in found] for name, found in plan_folder.read_folder(data).items()}
    if made:
        rows = plan_records.records(made.plan)
    layers = [(layer.id, layer.zh, layer.en) for layer in (made.rules if made else rules.load()).layers]
    budget_template.build_plan(
        path, facts, rows, lang, rules_layers=layers, budget=made.id if made else "",
        revision=made.standing.revision if made else 0,
    )  # fmt: skip
