"""``template targets``: the workbook that registers a plan, or in which a month's progress is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.targets import records, register

if TYPE_CHECKING:
    from ghginv.budget.targets.register import Goal, Indicator, Plan

_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "about": "≈"}


def template(path: Path, workspace: Workspace | None, lang: str = "zh", *, plan: str = "", data: Path | None = None,
             year: int | None = None, month: int | None = None) -> Path:  # fmt: skip
    """Write a workbook: to register a plan (blank, from a folder of CSV ``data``, or the ``plan`` registered as it is
    now), or with a month to report the progress of a plan.

    UsageError: a month without year or a year without month, no such plan, no workspace. InputError: a faulty folder.
    """
    if (year is None) != (month is None):
        raise UsageError(Finding("target-month-half", found=str(year or month)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with workspace.overlaid() if workspace else nullcontext():
        if year is not None and month is not None:
            return _progress(path, _found(workspace, plan), register.month(f"{year}-{month:02d}"), lang)
        return _register(path, workspace, lang, plan, data)


def _found(workspace: Workspace | None, plan: str) -> register.Registered:
    if workspace is None:
        raise UsageError(Finding("target-plan-none"))
    return register.find(workspace, plan)


def _register(path: Path, workspace: Workspace | None, lang: str, plan: str, data: Path | None) -> Path:
    from ghginv.budget.targets import folder
    from ghginv.workbooks import targets_template

    rows: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    revision = 0
    if data is not None:
        rows = {name: [row.values for row in mine] for name, mine in folder.read_folder(_shipped(data)).items()}
    elif plan:
        there = _found(workspace, plan)
        rows, revision = {"facts": _facts(there.plan), "indicators": records.goal_rows(there.plan)}, there.version
    targets_template.build_register(path, rows, lang, plan=plan, revision=revision)
    return path


def _shipped(data: Path) -> Path:
    """The folder named, or the shipped plan of that name."""
    if data.is_dir():
        return data
    try:
        return folders.file("budgets", f"plan-targets/{data.name}/facts.csv").parent
    except FileNotFoundError:
        known = [path.parent.name for path in folders.files("budgets", "plan-targets/*/facts.csv")]
        expected = f"facts.csv、indicators.csv（{'、'.join(known)}）"
        raise InputError(Finding("target-folder", found=str(data), expected=expected)) from None


def _facts(plan: Plan) -> list[dict[str, str]]:
    return [{"fact": fact, "value": value} for fact, value in plan.facts.items()]


def _progress(path: Path, there: register.Registered, period: str, lang: str) -> Path:
    from ghginv.workbooks import targets_template

    rows = {
        "facts": _facts(there.plan),
        "indicators": records.goal_rows(there.plan),
        "progress": [_row(each, there, period, lang) for each in there.plan.indicators],
    }
    targets_template.build_progress(path, rows, lang, plan=there.plan.id, revision=there.version, period=period)
    return path


def _row(indicator: Indicator, there: register.Registered, period: str, lang: str) -> dict[str, Any]:
    """What is known of an indicator beforehand; a value reported for the month already is filled in."""
    earlier = [each for each in there.reports.get(indicator.id, ()) if each.period <= period]
    last = earlier[-1] if earlier else None
    row: dict[str, Any] = {
        "indicator": indicator.id, "name": indicator.name, "unit": indicator.unit, "lead": indicator.lead,
        "aim": aim(indicator, indicator.current(period), lang), "period": period,
        "last": f"{last.period}  {shown(last.amount) or last.done}" if last else "",
    }  # fmt: skip
    if last and last.period == period:
        row |= {name: getattr(last, name) for name in ("done", "basis", "status", "proof", "note")}
        row["amount"] = records.number(last.amount)
    return row


def aim(indicator: Indicator, goal: Goal, lang: str = "zh") -> str:
    """A target in a few signs: ``≥14.5 %（2025）``."""
    from ghginv.domain import target_tables

    when = f"（{goal.year}）" if goal.year and lang == "zh" else f" ({goal.year})" if goal.year else ""
    if not goal.numeric:
        return target_tables.word("indicators", "operator", goal.operator, lang) + when
    unit = "" if indicator.unit in ("", "1") else f" {indicator.unit}"
    if goal.operator == "range":
        return f"{shown(goal.target)}–{shown(goal.upper)}{unit}{when}"
    return f"{_SIGNS[goal.operator]}{shown(goal.target)}{unit}{when}"


def shown(value: Fraction | None) -> str:
    """A number as one types it; empty for none."""
    from ghginv.domain import written_numbers

    return "" if value is None else written_numbers.digits(float(value))
