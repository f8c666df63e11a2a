"""The target register as tables: plans, a plan's targets, where they stand, what was reported, plans side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.targets import register
from ghginv.workspace.targets.records import number
from ghginv.workspace.targets.template import aim

if TYPE_CHECKING:
    from ghginv.budget.targets.judge import Standing
    from ghginv.workspace.targets.register import Registered

Row = dict[str, Any]
_PERCENT = 100
_DIGITS = 4


def plans(workspace: Workspace) -> list[Row]:
    """The registered plans: version, indicators, reports, the last month reported."""
    rows = []
    for each in [register.of(workspace.database, code) for code in register.names(workspace)]:
        periods = [report.period for mine in each.reports.values() for report in mine]
        facts = each.plan.facts
        rows.append({
            "plan": each.plan.id, "name": each.plan.name, "number": facts.get("number", ""),
            "state": facts.get("state", ""), "region": facts["region"], "version": each.version,
            "indicators": len(each.plan.indicators), "reported": len(each.reports), "reports": len(periods),
            "last": max(periods, default=""), "evidence": facts.get("evidence", ""),
        })  # fmt: skip
    return rows


def targets(found: Registered, lang: str = "zh") -> list[Row]:
    """All targets of a plan as registered, a line a target year."""
    from ghginv.domain import target_tables

    rows = []
    for indicator in found.plan.indicators:
        for goal in indicator.goals:
            said = {
                name: target_tables.word("indicators", name, getattr(indicator, name), lang)
                for name in ("measure", "path", "kind", "frequency")
            }
            rows.append({
                "indicator": indicator.id, "section": indicator.section, "name": indicator.name,
                "target": aim(indicator, goal, lang), "unit": indicator.unit, "measure": said["measure"],
                "base_year": indicator.base_year or None, "base": number(indicator.base), "year": goal.year or None,
                "role": target_tables.word("indicators", "role", goal.role, lang), "path": said["path"],
                "lead": indicator.lead, "support": indicator.support, "kind": said["kind"],
                "frequency": said["frequency"], "evidence": goal.evidence, "note": goal.note,
            })  # fmt: skip
    return rows


def status(
    workspace: Workspace, plan: str, at: str, *, unit: str = "", behind: bool = False, every: bool = False,
    lang: str = "zh",
) -> list[Row]:  # fmt: skip
    """Where the indicators of a plan (of all plans) stand in a month; of one responsible unit, only those behind.

    ``margin`` is in the unit of the indicator, better than expected above 0; ``completion`` and ``gap`` in percent.
    """
    from ghginv.budget.targets.judge import BEHIND

    found = register.several(workspace, (plan,) if plan else ())
    pairs = [(each.plan.id, one) for each in found for one in each.standings(at, every=every)]
    mine = {id(one) for one in register.of_unit([one for _, one in pairs], unit)}
    return [
        row_of(code, one, lang)
        for code, one in pairs
        if id(one) in mine and (not behind or one.state in BEHIND or one.late)
    ]


def row_of(plan: str, one: Standing, lang: str = "zh") -> Row:
    """A standing as a line of a table."""
    from ghginv.workbooks.targets_page import word

    report = one.latest.report if one.latest else None
    ahead = one.forecast
    place = f"{report.file}: {report.sheet}!{report.cell}" if report else ""
    value = number(one.value)
    return {
        "plan": plan, "indicator": one.indicator.id, "name": one.indicator.name, "unit": one.indicator.unit,
        "lead": one.indicator.lead, "target": aim(one.indicator, one.goal, lang), "base": _base(one, lang),
        "period": report.period if report else "", "value": _rounded(value),
        "done": _done(report.done, lang) if report else "", "expected": _rounded(number(one.expected)),
        "completion": _percent(one.completion), "margin": _rounded(number(one.margin)),
        "gap": _rounded(number(one.gap), 1), "state": word(f"state.{one.state}", lang), "state_id": one.state,
        "forecast": _rounded(number(ahead.value)) if ahead else None, "forecast_met": ahead.met if ahead else None,
        "reached": ahead.reached if ahead else "", "status": word(f"status.{one.status}", lang) if one.status else "",
        "late": one.late or None, "evidence": one.goal.evidence, "cell": place,
    }  # fmt: skip


def _base(one: Standing, lang: str) -> str:
    """Where the way begins, and whether that was reported rather than planned."""
    from ghginv.domain import written_numbers
    from ghginv.workbooks.targets_page import word

    if one.begun is None:
        return ""
    told = f"{written_numbers.digits(float(one.begun.value))} ({one.begun.period[:7]})"
    return f"{told} {word('begun.reported', lang)}" if one.begun.reported else told


def _done(done: str, lang: str) -> str:
    from ghginv.domain import target_tables

    return target_tables.word("progress", "done", done, lang)


def _percent(value: Any) -> float | None:
    return None if value is None else round(float(value) * _PERCENT, 1)


def _rounded(value: float | None, digits: int = _DIGITS) -> float | None:
    return None if value is None else round(value, digits)


def history(workspace: Workspace, text: str, lang: str = "zh") -> list[Row]:
    """All reports of an indicator (``plan/indicator``, or the code alone where there is one plan), months in order.

    ``total`` is what stands in the register then, months' own amounts added up. UsageError where there is none.
    """
    from ghginv.budget.targets import series

    plan, _, code = text.rpartition("/")
    found = register.find(workspace, plan)
    if code not in found.plan.by_id:
        expected = f"{found.plan.id}/{next(iter(found.plan.by_id))}"
        raise UsageError(Finding("target-indicator-none", found=text, expected=expected))
    rows = sorted((each for each in found.history if each["indicator"] == code), key=lambda each: each["period"])
    line = series.points(found.plan.by_id[code], found.reports.get(code, ()))
    totals = {(point.period, point.report.filing): number(point.value) for point in line}
    return [{**history_row(each, lang), "total": totals.get((each["period"], each["filing"]))} for each in rows]


def history_row(report: Any, lang: str = "zh") -> Row:
    """A report as a line of a table."""
    from ghginv.domain import target_tables

    words = {name: target_tables.word("progress", name, report[name], lang) for name in ("done", "basis", "status")}
    return {
        "indicator": report["indicator"], "period": report["period"], "amount": report["amount"],
        "unit": report["unit"], **words, "proof": report["proof"], "note": report["note"],
        "in_force": bool(report["in_force"]), "at": report["at"], "actor": report["actor"],
        "filing": report["filing"], "cell": f"{report['file']}: {report['sheet']}!{report['cell']}",
    }  # fmt: skip


def compare(workspace: Workspace, codes: Sequence[str], at: str, lang: str = "zh") -> list[Row]:
    """The same indicators (by name) of several plans side by side: targets, values, states.

    UsageError where there is but one plan to compare.
    """
    from ghginv.domain import names
    from ghginv.workbooks.targets_page import word

    found = register.several(workspace, list(dict.fromkeys(codes)))
    if len(found) == 1:
        raise UsageError(Finding("target-compare-one", found=found[0].plan.id))
    together: dict[str, dict[str, list[Standing]]] = {}
    for each in found:
        for one in each.standings(at, every=True):
            together.setdefault(names.plain(one.indicator.name), {}).setdefault(each.plan.id, []).append(one)
    rows = []
    for by_plan in together.values():
        if len(by_plan) > 1:
            first = next(iter(by_plan.values()))[0].indicator
            row: Row = {"name": first.name, "unit": first.unit}
            for each in found:
                row[each.plan.id] = "；".join(_told(one, lang, word) for one in by_plan.get(each.plan.id, ()))
            rows.append(row)
    return rows


def _told(one: Standing, lang: str, word: Any) -> str:
    from ghginv.domain import written_numbers

    value = one.value
    reached = "" if value is None else f" {written_numbers.digits(round(float(value), _DIGITS))}"
    told = f"{aim(one.indicator, one.goal, lang)}{reached}"
    return f"{told} {word(f'state.{one.state}', lang)}" if one.state not in ("no-data",) else told


def moved(workspace: Workspace, plan: str, since: str, at: str, lang: str = "zh") -> list[Row]:
    """What changed between two months: values, completion and states of the indicators that were reported.

    UsageError where the first is not before the second.
    """
    if since >= at:
        raise UsageError(Finding("target-since", found=since, expected=at))
    rows = []
    for each in register.several(workspace, (plan,) if plan else ()):
        before = {(one.indicator.id, one.goal.year): one for one in each.standings(since)}
        for one in each.standings(at):
            old = before.get((one.indicator.id, one.goal.year))
            if one.latest is None:
                continue
            new, past = row_of(each.plan.id, one, lang), row_of(each.plan.id, old, lang) if old else {}
            kept = {name: new[name] for name in ("plan", "indicator", "name", "unit", "target")}
            rows.append({**kept, **_side(past, "before"), **_side(new, "now"),
                         "change": _difference(new["value"], past.get("value"))})  # fmt: skip
    return rows


def _side(row: Row, when: str) -> Row:
    return {f"{name}_{when}": row.get(name) for name in ("period", "value", "completion", "state")}


def _difference(new: Any, old: Any) -> float | None:
    return None if new is None or old is None else _rounded(new - old)


def remarks(rows: Iterable[Row]) -> dict[str, int]:
    """How many lines of each state there are."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["state"]] = counts.get(row["state"], 0) + 1
    return counts
