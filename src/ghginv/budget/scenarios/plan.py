"""A scenario file 情景文件 as judged: typed rows whose references hold, or findings in their cells.

What only the inventory can tell – a category that it does not have, abatement above what is there – is judged when the
scenario runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from ghginv.budget import plan_numbers
from ghginv.budget.plan_numbers import Row
from ghginv.budget.scenarios import checks, drivers
from ghginv.budget.scenarios.paths import Horizon
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Rows, Written
from ghginv.findings import Finding, errors

FACTS = ("name", "region", "base_year", "last_year", "basis", "reference_driver", "period_from", "period_to", "warning")
_NEEDED = ("name", "region", "base_year", "last_year")
_YEARS = ("base_year", "last_year", "period_from", "period_to")
_MOST_YEARS = 80
BASES = ("inventory", "dual-control")
"""What counts: all that the inventory counts, or CO2 of energy and processes with the electricity bought."""

Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Plan:
    """A scenario file without errors: ``facts`` as text by id, ``tables`` the typed rows by table."""

    facts: Mapping[str, str]
    tables: Tables

    @property
    def horizon(self) -> Horizon:
        """Base year and last year."""
        return Horizon(int(self.facts["base_year"]), int(self.facts["last_year"]))

    @property
    def scenarios(self) -> dict[str, str]:
        """The scenarios with their names, in the order of the file."""
        return {row.text("scenario"): row.text("name") for row in self.tables["scenarios"]}

    @property
    def basis(self) -> str:
        """What counts; one of ``BASES``."""
        return self.facts.get("basis") or BASES[0]

    @property
    def period(self) -> tuple[int, int]:
        """First and last year of cumulative emissions: by default all years after the base year."""
        first, last = self.facts.get("period_from"), self.facts.get("period_to")
        return int(first or self.horizon.base + 1), int(last or self.horizon.last)

    @cached_property
    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The typed rows as plain records; a blank number and a blank year are None."""
        return {
            name: [{key: _recorded(value) for key, value in row.values.items()} for row in rows]
            for name, rows in self.tables.items()
        }

    @cached_property
    def sha256(self) -> str:
        """The digest of what is written; the order of rows is no part of it."""
        told = {
            name: sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
            for name, rows in self.records.items() if name != "facts"
        }  # fmt: skip
        text = json.dumps([dict(self.facts), told, list(self.scenarios)], ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()


def _recorded(value: Any) -> Any:
    return None if value != value or (value == 0 and isinstance(value, int)) else value


def judge(rows: Rows) -> tuple[Plan | None, list[Finding]]:
    """The plan, None where a finding is an error."""
    tables: dict[str, list[Row]] = {}
    findings: list[Finding] = []
    for table in plan_tables.scenarios().tables:
        tables[table.id], wrong = plan_numbers.rows_of(rows.get(table.id, ()), table)
        findings += wrong
    facts, wrong = _facts(tables["facts"])
    findings += wrong
    if errors(wrong):
        return None, findings
    plan = Plan(facts, tables)
    findings += checks.judge(plan)
    if not errors(findings):
        findings += [fault for name in plan.scenarios for fault in drivers.of(plan, name).findings]
    return (None if errors(findings) else plan), checks.once(findings)


def restore(records: Mapping[str, Sequence[Mapping[str, Any]]], facts: Mapping[str, str]) -> Plan:
    """The plan whose ``records`` these are."""
    layout = plan_tables.scenarios()
    tables = {}
    for table in layout.tables:
        written = [
            Written(table.id, {k: float(v) if isinstance(v, int) else v for k, v in row.items()}, sheet=table.zh)
            for row in records.get(table.id, ())
        ]
        tables[table.id] = plan_numbers.rows_of(written, table)[0]
    return Plan(dict(facts), tables)


def _facts(rows: Sequence[Row]) -> tuple[dict[str, str], list[Finding]]:
    facts: dict[str, str] = {}
    findings: list[Finding] = []
    by_name: dict[str, Row] = {}
    for row in rows:
        name = row.text("fact")
        if name in by_name:
            findings.append(row.finding("scenario-fact-twice", "fact"))
        elif name:
            by_name[name] = row
            facts[name] = row.text("value").strip()
    for name in _NEEDED:
        if not facts.get(name):
            choice = plan_tables.scenarios().tables[0].columns[0].choice(name)
            zh, en = (choice.zh, choice.en) if choice else (name, name)
            told = {"fact": en, "fact_zh": zh}
            findings.append(Finding("scenario-fact-missing", sheet=_sheet(rows), found=name, details=told))
    for name in _YEARS:
        if facts.get(name):
            year = facts[name].removesuffix(".0").removesuffix("年").strip()
            facts[name] = year
            if not (year.isascii() and year.isdecimal() and len(year) == 4):
                findings.append(by_name[name].finding("scenario-fact-year", "value"))
    findings += _ordered(facts, by_name) if not errors(findings) else []
    return facts, findings


def _ordered(facts: Mapping[str, str], by_name: Mapping[str, Row]) -> Iterator[Finding]:
    base, last = int(facts["base_year"]), int(facts["last_year"])
    if not base < last <= base + _MOST_YEARS:
        expected = f"{base + 1}–{base + _MOST_YEARS}"
        yield by_name["last_year"].finding("scenario-fact-horizon", "value", expected=expected)
        return
    for name in ("period_from", "period_to"):
        if facts.get(name) and not base <= int(facts[name]) <= last:
            yield by_name[name].finding("scenario-fact-horizon", "value", expected=f"{base}–{last}")
    if facts.get("period_from") and facts.get("period_to") and int(facts["period_from"]) > int(facts["period_to"]):
        yield by_name["period_to"].finding("scenario-fact-horizon", "value", expected=f"{facts['period_from']}–{last}")
    if facts.get("basis") and facts["basis"] not in BASES:
        yield by_name["basis"].finding("scenario-basis-unknown", "value", expected="、".join(BASES))


def _sheet(rows: Sequence[Row]) -> str:
    return rows[0].written.sheet if rows else plan_tables.scenarios().tables[0].zh
