"""Rows of a plan as written → the plan, or all that is wrong with it, each remark in its cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ghginv.budget import plan_numbers
from ghginv.budget.plan_numbers import Row
from ghginv.budget.targets import register
from ghginv.budget.targets.register import Goal, Indicator, Plan
from ghginv.domain import names, target_tables
from ghginv.domain.plan_tables import Written
from ghginv.domain.policy import STATUSES
from ghginv.findings import Finding, errors

REQUIRED = ("plan", "name", "region", "source")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}", re.ASCII)
_TEXTS = ("section", "name", "unit", "definition", "source", "lead", "support", "kind", "frequency", "measure", "path",
          "direction", "base_year", "base")  # fmt: skip
_PERCENT = "%"
_MOST = 100
_FEW = 5


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one indicator, and what they say together: the first that says something of a column counts."""

    code: str
    rows: list[Row]

    def first(self, column: str) -> Row:
        """The row that says something of a column, else the first."""
        return next((row for row in self.rows if row.has(column)), self.rows[0])

    def text(self, column: str) -> str:
        """What is said of a column."""
        return str(self.first(column).values[column] or "")


def judge(rows: Mapping[str, Iterable[Written]]) -> tuple[Plan | None, list[Finding]]:
    """The plan (None where a finding is an error) and what is wrong with it."""
    facts, findings = _facts(list(rows.get(target_tables.FACTS, ())))
    typed, wrong = plan_numbers.rows_of(rows.get(target_tables.INDICATORS, ()), target_tables.table("indicators"))
    findings += wrong
    groups: dict[str, list[Row]] = {}
    for row in typed:
        groups.setdefault(row.text("indicator"), []).append(row)
    indicators: list[Indicator] = []
    for code, mine in groups.items():
        if code:
            group = _Group(code, mine)
            findings += _wrong(group)
            indicators.append(_indicator(group))
    findings += [*_named_twice(groups), *_without_lead([_Group(code, mine) for code, mine in groups.items() if code])]
    if not indicators:
        findings.append(Finding("target-plan-empty", sheet=target_tables.table("indicators").zh))
    return (None if errors(findings) else Plan(facts, tuple(indicators))), findings


def _facts(rows: list[Written]) -> tuple[dict[str, str], list[Finding]]:
    typed, findings = plan_numbers.rows_of(
        [row for row in rows if row.values.get("value") is not None], target_tables.table("facts")
    )
    facts: dict[str, str] = {}
    for row in typed:
        fact = row.text("fact")
        if fact in facts:
            findings.append(row.finding("target-fact-twice", "fact"))
        facts[fact] = row.text("value")
        if fact == "plan" and not CODE.fullmatch(facts[fact]):
            findings.append(row.finding("target-plan-code", "value"))
        if fact == "evidence" and facts[fact] not in STATUSES:
            findings.append(row.finding("target-evidence", "value", expected="、".join(STATUSES)))
    choices = target_tables.table("facts").columns[0].choices
    place = rows[0] if rows else Written("facts", {}, sheet=target_tables.table("facts").zh)
    for fact in REQUIRED:
        if not facts.get(fact):
            told = next(each for each in choices if each.id == fact)
            missing = Finding("target-fact-missing", details={"fact_zh": told.zh, "fact": told.en})
            findings.append(replace(missing, file=place.file, sheet=place.sheet))
    return {each.id: facts.get(each.id, "") for each in choices}, findings


def _wrong(group: _Group) -> Iterator[Finding]:
    """What is wrong with one indicator's rows."""
    first = group.rows[0]
    for column, zh in (("name", "指标名称"), ("unit", "计量单位")):
        if not group.text(column) and not (column == "unit" and _measure(group) == "event"):
            yield first.finding("target-blank", column, column=column, column_zh=zh)
    for column in _TEXTS:
        said = {str(row.values[column]): row for row in group.rows if row.has(column)}
        if len(said) > 1:
            other = list(said)[1]
            yield said[other].finding("target-row-differs", column, expected=next(iter(said)), code=group.code)
    yield from _goals(group)
    yield from _base(group)


def _goals(group: _Group) -> Iterator[Finding]:
    seen: dict[tuple[int, str], Row] = {}
    measure, base_year = _measure(group), int(group.text("base_year") or 0)
    for row in group.rows:
        year, operator, role = row.year(), row.text("operator"), row.text("role") or "target"
        if (before := seen.get((year, role))) is not None:
            yield row.finding("target-twice", "indicator", expected=before.place, year=year or "-")
        seen[year, role] = row
        if not year and measure not in (*register.UNTIMED, "event") and "year" not in row.broken:
            yield row.finding("target-year-missing", "year")
        if year and base_year and year <= base_year:
            yield row.finding("target-year-before-base", "year", expected=str(base_year))
        yield from _number(row, operator, group.text("unit"), measure)
        if row.has("evidence") and row.text("evidence") not in STATUSES:
            yield row.finding("target-evidence", "evidence", expected="、".join(STATUSES))
    if all((row.text("role") or "target") == "milestone" for row in group.rows):
        yield group.rows[0].finding("target-milestone-alone", "role")


def _number(row: Row, operator: str, unit: str, measure: str) -> Iterator[Finding]:
    """Whether a goal has the number that its operator needs, and a possible one."""
    has = row.has("target")
    if operator in register.NUMERIC and not has and "target" not in row.broken:
        yield row.finding("target-number-missing", "target")
    if operator in ("assigned", "qualitative") and has:
        yield row.finding("target-number-extra", "target")
    for column in ("target", "upper", "base"):
        if row.has(column) and abs(row.number(column)) > register.MOST:
            yield row.finding("target-size", column)
    if operator == "range" and not (row.has("upper") and row.number("upper") > row.number("target")):
        yield row.finding("target-range", "upper")
    if has and unit == _PERCENT and 0 < abs(row.number("target")) < 1:
        yield row.finding("target-percent", "target", expected=f"{row.number('target') * _MOST:g}")
    if has and measure == "cut" and unit == _PERCENT and row.number("target") > _MOST:
        yield row.finding("target-percent-over", "target")


def _base(group: _Group) -> Iterator[Finding]:
    """A cut needs the year that it is counted from; a direction must not contradict the operator."""
    measure, row = _measure(group), group.rows[0]
    if measure in register.FROM_ZERO and not group.text("base_year") and "base_year" not in row.broken:
        numeric = any(each.has("target") for each in group.rows)
        code = "target-base-missing" if numeric else "target-base-open"
        yield row.finding(code, "base_year", found=group.text("name"))
    direction = group.text("direction")
    operators = {each.text("operator") for each in group.rows}
    for wanted, other in ((register.RISING, "fall"), (register.FALLING, "rise")):
        if direction == other and operators & set(wanted):
            yield group.first("direction").finding("target-direction", "direction", expected="、".join(operators))
    if operators & set(register.RISING) and operators & set(register.FALLING):
        yield row.finding("target-operators", "operator", found="、".join(sorted(operators)))
    if measure == "event" and operators - {"qualitative"}:
        yield row.finding("target-event", "operator")


def _named_twice(groups: Mapping[str, list[Row]]) -> Iterator[Finding]:
    """The same name under two codes: a report by name would fit both."""
    seen: dict[str, str] = {}
    for code, rows in groups.items():
        named = next((row for row in rows if row.has("name")), None)
        if named is None:
            continue
        before = seen.setdefault(names.plain(named.text("name")), code)
        if before != code:
            yield named.finding("target-name-twice", "name", expected=before)


def _without_lead(groups: list[_Group]) -> Iterator[Finding]:
    """Indicators that nobody answers for, each in its cell; where there are many, as some published plans, at once."""
    bare = [group for group in groups if not group.text("lead")]
    if len(bare) > _FEW:
        named = "、".join(group.text("name") for group in bare[:_FEW])
        yield bare[0].rows[0].finding("target-units-responsible", "lead", found=str(len(bare)), expected=named)
        return
    for group in bare:
        yield group.rows[0].finding("target-unit-responsible", "lead", found=group.text("name"))


def _measure(group: _Group) -> str:
    operators = {row.text("operator") for row in group.rows}
    return group.text("measure") or ("event" if operators == {"qualitative"} else "level")


def _indicator(group: _Group) -> Indicator:
    measure = _measure(group)
    goals = sorted(map(_goal, group.rows), key=lambda goal: (goal.year, goal.role == "target"))
    base = group.first("base")
    kept = ("name", "section", "unit", "lead", "support", "kind", "definition", "source")
    told: dict[str, Any] = {name: group.text(name) for name in kept}
    return Indicator(
        id=group.code,
        goals=tuple(goals),
        measure=measure,
        base_year=int(group.text("base_year") or 0),
        base=register.exact(base.number("base")) if base.has("base") else None,
        direction=group.text("direction") or _direction(goals, base),
        path=group.text("path") or ("compound" if measure in ("cut", "gain") else "linear"),
        frequency=group.text("frequency") or "month",
        evidence=group.text("evidence"),
        note=group.text("note"),
        **told,
    )


def _direction(goals: list[Goal], base: Row) -> str:
    """What the operators say; of a target to be met exactly or about, where it lies from the base."""
    operators = {goal.operator for goal in goals}
    if operators & set(register.FALLING):
        return "fall"
    numbers = [goal.target for goal in goals if goal.target is not None]
    from_base = bool(numbers) and base.has("base") and base.number("base") > numbers[-1]
    return "fall" if from_base and not operators & set(register.RISING) else "rise"


def _goal(row: Row) -> Goal:
    def number(column: str) -> Any:
        return register.exact(row.number(column)) if math.isfinite(row.number(column)) else None

    return Goal(
        year=row.year(),
        operator=row.text("operator"),
        target=number("target"),
        upper=number("upper"),
        role=row.text("role") or "target",
        note=row.text("note"),
        evidence=row.text("evidence"),
    )
