"""Files of the target register: the workbook of the standing, the report of all or of a responsible unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.workspace.place import Workspace
from ghginv.workspace.report import ENDINGS, of_ending, whole, written
from ghginv.workspace.targets import register, tables
from ghginv.workspace.targets.records import number

if TYPE_CHECKING:
    from ghginv.budget.targets.judge import Standing
    from ghginv.reports.targets_report import Material as ReportMaterial
    from ghginv.workspace.targets.register import Registered

Row = dict[str, Any]
_KEPT = ("plan", "name", "unit", "period", "done", "state", "state_id", "reached", "status", "evidence", "cell")
Pair = tuple["Registered", "Standing"]


def workbook(workspace: Workspace, path: Path, plan: str, at: str, *, unit: str = "", lang: str = "zh") -> Path:
    """目标进度.xlsx of a plan (of all): it appears whole or not at all. UsageError for another ending."""
    from ghginv.workbooks import targets_workbook

    of_ending(path, (".xlsx",))
    with workspace.overlaid():
        found, pairs = _pairs(workspace, plan, at, unit)
        material = targets_workbook.Material(
            at=at,
            plans=[{"plan": each.plan.id, "name": each.plan.name} for each in found],
            indicators=[_indicator(each, one, lang) for each, one in pairs],
            history=_history(found, {(each.plan.id, one.indicator.id) for each, one in pairs}, lang),
            rules=_rules(found[0], at),
            margin=float(found[0].rules(at).margin.number),
            warning=_warning(found),
            facts=[f"{each.plan.id}  {each.plan.facts['source']}（{each.plan.facts.get('evidence') or '-'}）"
                   for each in found],
        )  # fmt: skip
        with whole(path) as made:
            targets_workbook.write(made, material, lang)
    return path


def report(workspace: Workspace, path: Path, plan: str = "", at: str = "", *, unit: str = "", lang: str = "zh") -> Path:
    """The report on the targets of a plan (of all), or of what one responsible unit answers for, in .docx or .html.

    UsageError for another ending, an unknown plan, a unit that answers for nothing.
    """
    from ghginv.reports import targets_report

    of_ending(path, ENDINGS)
    with workspace.overlaid():
        return written(targets_report.document(material(workspace, plan, register.month(at), unit, lang), lang), path)


def material(workspace: Workspace, plan: str, at: str, unit: str, lang: str) -> ReportMaterial:
    """What the report says."""
    from ghginv.reports.targets_report import Material

    found, pairs = _pairs(workspace, plan, at, unit)
    return Material(
        at=at,
        unit=unit,
        plans=[dict(each.plan.facts) | {"version": str(each.version)} for each in found],
        rows=[tables.row_of(each.plan.id, one, lang) | {"section": one.indicator.section, "note": one.goal.note,
                                                       "support": one.indicator.support} for each, one in pairs],
        rules=_rules(found[0], at),
        warning=_warning(found),
    )  # fmt: skip


def _pairs(workspace: Workspace, plan: str, at: str, unit: str) -> tuple[list[Registered], list[Pair]]:
    found = register.several(workspace, (plan,) if plan else ())
    pairs = [(each, one) for each in found for one in each.standings(at)]
    mine = {id(one) for one in register.of_unit([one for _, one in pairs], unit)}
    kept = [pair for pair in pairs if id(pair[1]) in mine]
    return [each for each in found if any(each is other for other, _ in kept)] or found, kept


def _warning(found: Sequence[Registered]) -> str:
    """The remarks that plans want printed on every page."""
    return "；".join(dict.fromkeys(filter(None, (each.plan.facts.get("warning", "") for each in found))))


def _rules(found: Registered, at: str) -> list[Row]:
    return [
        {"parameter": rule.parameter, "value": float(rule.number), "unit": rule.unit, "evidence": rule.status,
         "citation": rule.citation, "note": rule.note}
        for rule in found.rules(at).all
    ]  # fmt: skip


def _indicator(found: Registered, one: Standing, lang: str) -> Row:
    """A standing as the sheet of indicators takes it, numbers as they are."""
    from ghginv.domain import target_tables
    from ghginv.workbooks.targets_page import word

    row, indicator, goal, begun = tables.row_of(found.plan.id, one, lang), one.indicator, one.goal, one.begun
    said = {
        name: target_tables.word("indicators", name, getattr(indicator, name), lang) for name in ("measure", "path")
    }
    start = "" if begun is None else "reported" if begun.reported else "plan" if begun.value else "zero"
    between = [each for each in indicator.goals if begun and begun.period < each.due < goal.due]
    return {
        **{name: row[name] for name in _KEPT}, **said,
        "indicator": indicator.id, "section": indicator.section, "support": indicator.support,
        "lead": indicator.lead or word("none", lang), "target": number(goal.target), "upper": number(goal.upper),
        "operator": target_tables.word("indicators", "operator", goal.operator, lang), "year": goal.year or None,
        "sign": indicator.sign, "begun": begun.period if begun else "", "note": goal.note,
        "begun_value": number(begun.value) if begun else None,
        "begun_note": word(f"begun.{start}", lang) if start else "",
        "value": number(one.value), "expected": number(one.expected), "completion": number(one.completion),
        "margin": number(one.margin), "gap": number(one.gap), "late": one.late or None,
        "forecast": number(one.forecast.value) if one.forecast else None,
        "forecast_met": one.forecast.met if one.forecast else None, "measure_id": indicator.measure,
        "path_id": indicator.path, "operator_id": goal.operator, "reported_start": bool(begun and begun.reported),
        "single": not between and bool(goal.due),
        "over": bool(row["period"] and goal.due and row["period"] >= goal.due),
    }  # fmt: skip


def _history(found: Sequence[Registered], wanted: set[tuple[str, str]], lang: str) -> list[Row]:
    from ghginv.workbooks.targets_page import word

    rows = []
    for each in found:
        for report in each.history:
            if (each.plan.id, report["indicator"]) in wanted:
                row = tables.history_row(report, lang)
                name = each.plan.by_id[report["indicator"]].name if report["indicator"] in each.plan.by_id else ""
                in_force = word("yes" if row["in_force"] else "no", lang)
                rows.append({**row, "plan": each.plan.id, "name": name, "month": row["period"], "in_force": in_force})
    return sorted(rows, key=lambda row: (row["plan"], row["indicator"], row["month"], row["at"]))
