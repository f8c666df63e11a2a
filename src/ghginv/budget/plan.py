"""The one judge of a budget's plan 预算编制表: rows as written, from workbook or folder, → a plan or findings.

A plan is made from the tables of ``templates/workbooks/budget.toml``. Everything downstream takes it from here: both
trees by date, the tables typed and in the units of the layout, and a digest that depends on what is said and on nothing
else, neither on the order of rows nor on the door they came through.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.budget import plan_checks, plan_numbers, trees
from ghginv.budget import rules as budget_rules
from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row, Value
from ghginv.budget.rules import Rules
from ghginv.budget.trees import Node, Tree
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Table, Written
from ghginv.errors import UsageError
from ghginv.findings import SEVERITIES, Finding, errors

if TYPE_CHECKING:
    import pandas as pd

FACTS = (
    "name", "region", "base_year", "first_year", "last_year", "basis", "rules", "price_base", "gwp", "warning",
)  # fmt: skip
_DTYPES = {"number": "float64", "percent": "float64", "year": "int64"}


@dataclass(frozen=True)
class Plan:
    """A plan without errors.

    ``facts``: every one of FACTS, ``""`` where not given. ``tables``: every table of the layout, with the columns of
    the layout and ``place`` (``file: sheet!row``); numbers float64 (NaN blank), years int64 (0 blank), texts ``""``
    blank, days ISO, choices by id, percent 17.0 for 17 %, values of indicators and parameters in the layout's unit.
    Rows are in order of their content. ``sha256`` is the digest of all of it but the places.
    """

    facts: Mapping[str, str]
    regions: Tree
    industries: Tree
    tables: Mapping[str, pd.DataFrame]
    sha256: str

    @property
    def name(self) -> str:
        """The name of the plan."""
        return self.facts["name"]

    @property
    def region(self) -> str:
        """The code of the region whose budget it is."""
        return self.facts["region"]

    @property
    def base_year(self) -> int:
        """The base year."""
        return int(self.facts["base_year"])

    @property
    def first_year(self) -> int:
        """The first year of the budget."""
        return int(self.facts["first_year"])

    @property
    def last_year(self) -> int:
        """The last year of the budget."""
        return int(self.facts["last_year"])

    @property
    def years(self) -> tuple[int, ...]:
        """All years of the budget."""
        return tuple(range(self.first_year, self.last_year + 1))

    def indicator(self, indicator: str, year: int | None = None, *, industry: str = "", version: str = "") -> pd.Series:
        """An indicator by region code (float64, in the unit of the layout), in order of code; no row, no entry.

        ``year`` None is the base year; ``industry`` ``""`` is the whole region. Where a region has no row of this
        version, its row without version stands in.
        """
        import pandas as pd

        table = self.tables["indicators"]
        wanted = self.base_year if year is None else year
        these = table[(table.indicator == indicator) & (table.year == wanted) & (table.industry == industry)]
        found: dict[str, float] = {}
        for said in dict.fromkeys(("", version)):
            rows = these[these.version == said]
            found.update(zip(rows.region, rows.value, strict=True))
        return pd.Series(found, dtype="float64", name=indicator).sort_index()


def judge(rows: plan_tables.Rows, rules: Rules | None = None) -> tuple[Plan | None, list[Finding]]:
    """The plan and what is to be said of it; no plan where a finding is an error.

    ``rules`` None are the rules that the plan names, with the values of its first year, else the default ones.
    Findings carry file, sheet and cell, errors before warnings before notes, and do not depend on the order of rows.
    """
    layout = plan_tables.load()
    typed: dict[str, list[Row]] = {}
    findings: list[Finding] = []
    for table in layout.tables:
        read, wrong = plan_numbers.rows_of(rows.get(table.id, ()), table)
        typed[table.id] = sorted(read, key=lambda row: (_content(row.values), row.where))
        findings += wrong
    draft, wrong = _draft(typed, rules)
    findings = _sorted([*findings, *wrong, *plan_checks.findings_of(draft)])
    if errors(findings) or draft.regions is None or draft.industries is None:
        return None, findings
    tables = {table.id: _framed(typed[table.id], table) for table in layout.tables}
    return Plan(draft.facts, draft.regions, draft.industries, tables, _digest(typed)), findings


def judge_requests(
    rows: plan_tables.Rows | Iterable[Written], plan: Plan, rules: Rules | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Requests 申请 that came by themselves, as the table ``requests`` of the plan they answer, and the findings.

    Judged as requests in the plan are: codes, years, signs, sums, jumps against its base line; rows of the plan's own
    requests do not matter. Rows with an error are in the table as far as they could be read.
    """
    layout = plan_tables.load()
    table = next(each for each in layout.tables if each.id == "requests")
    typed, findings = plan_numbers.rows_of(rows.get(table.id, ()) if isinstance(rows, Mapping) else rows, table)
    typed.sort(key=lambda row: (_content(row.values), row.where))
    if rules is None:
        rules, _ = _rules(plan.facts, {})
    base = next(each for each in layout.tables if each.id == "baseline")
    known = [plan_numbers.typed(Written(base.id, row), base)[0] for row in plan.tables[base.id].to_dict("records")]
    draft = Draft(plan.facts, {}, {"requests": typed, "baseline": known}, plan.regions, plan.industries, rules)
    sheets = {row.where[:2] for row in typed}
    said = (each for check in plan_checks.OF_REQUESTS for each in check(draft))
    findings += [each for each in said if (each.file, each.sheet) in sheets]
    return _framed(typed, table), _sorted(findings)


def _draft(typed: Mapping[str, list[Row]], rules: Rules | None) -> tuple[Draft, list[Finding]]:
    """Facts, rules and trees of the typed rows, and what is wrong with them."""
    fact_rows = {row.text("fact"): row for row in typed["facts"] if not row.broken}
    facts = {fact: fact_rows[fact].text("value") if fact in fact_rows else "" for fact in FACTS}
    findings: list[Finding] = []
    if rules is None:
        rules, findings = _rules(facts, fact_rows)
    regions, wrong = _tree(typed["regions"], "region")
    industries, more = _tree(typed["industries"], "industry")
    return Draft(facts, fact_rows, typed, regions, industries, rules), [*findings, *wrong, *more]


def _rules(facts: Mapping[str, str], fact_rows: Mapping[str, Row]) -> tuple[Rules, list[Finding]]:
    """The rules that the plan names, in its first year; the default ones where it names none or wrong ones."""
    first = facts["first_year"]
    year = int(first) if first.isascii() and first.isdecimal() else None
    name = facts["rules"] or "default"
    findings: list[Finding] = []
    for wanted in ((name, year), ("default", None)):
        try:
            return budget_rules.load(*wanted), findings
        except UsageError as fault:
            row = fact_rows.get("rules")
            findings = [plan_numbers.placed(row.written, "value", each) if row else each for each in fault.findings]
    raise AssertionError(name)


def _tree(rows: list[Row], kind: str) -> tuple[Tree | None, list[Finding]]:
    """The tree of a table, None where it is broken, and its faults in their cells."""
    if not rows:
        return None, [Finding("budget-tree-empty", sheet=kind, details=trees.named(kind))]
    nodes = [_node(row.values) for row in rows]
    by_node = {id(node): row for node, row in zip(nodes, rows, strict=True)}
    found = []
    for node, finding in trees.faults(nodes, kind):
        column = "parent" if "parent" in finding.code or "roots" in finding.code else "code"
        found.append(plan_numbers.placed(by_node[id(node)].written, column, finding) if node else finding)
    return (None if found else trees.tree(nodes, kind)), found


def _framed(rows: list[Row], table: Table) -> pd.DataFrame:
    return frame([{**row.values, "place": row.place} for row in rows], table)


def frame(rows: Sequence[Mapping[str, Any]], table: Table) -> pd.DataFrame:
    """Typed rows, each with its ``place``, as a table."""
    import pandas as pd

    types = {column.id: _DTYPES.get(column.kind, "str") for column in table.columns} | {"place": "str"}
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in types.items()})


def tree_of(rows: Iterable[Mapping[str, Any]], kind: str) -> Tree:
    """The tree of a table's rows; InputError where it is none."""
    return trees.tree([_node(row) for row in rows], kind)


def _node(row: Mapping[str, Any]) -> Node:
    return Node(**{name: str(row[name]) for name in Node.__dataclass_fields__})


def _digest(typed: Mapping[str, list[Row]]) -> str:
    """SHA-256 of all tables, rows in order of content, without places."""
    found = hashlib.sha256()
    for table in sorted(typed):
        for row in typed[table]:
            found.update(json.dumps([table, *_content(row.values)], ensure_ascii=False).encode() + b"\n")
    return found.hexdigest()


def _content(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The values of a row as text, numbers in their shortest exact form."""
    return tuple(repr(value) if isinstance(value, float) else str(value) for value in values.values())


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, errors first, then by place."""
    once = {(*_where(each), each.code, each.found, str(each.details)): each for each in findings}
    return [once[key] for key in sorted(once, key=lambda key: (SEVERITIES.index(once[key].severity), key))]


def _where(finding: Finding) -> tuple[str, str, int, str]:
    row = "".join(sign for sign in finding.cell if sign.isdecimal())
    return finding.file, finding.sheet, int(row or 0), finding.cell
