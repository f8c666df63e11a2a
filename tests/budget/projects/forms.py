"""Forms of made-up projects as rows, the same with something changed, and what is judged of them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from ghginv.budget.projects import evaluation, judge
from ghginv.budget.projects.evaluation import Evaluation, Surroundings
from ghginv.budget.projects.form import Form
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Written
from ghginv.enterprise.synthetic import credit_code
from ghginv.factors import library
from ghginv.findings import Finding

OWNER, SELLER = credit_code(31, "440305"), credit_code(32, "440305")
WORDS = {"kind": {"新建": "new", "技术改造": "renovation"}, "level": {"省": "province", "市": "city"}}
Tables = dict[str, list[dict[str, Any]]]


def tables() -> Tables:
    """A new project of 10 000 t of coal and 1000 MWh, one product, one standard met."""
    facts = {
        "name": "编造项目", "owner": "虚构公司", "credit_code": OWNER, "kind": "new", "region": "440305",
        "site": "甲路1号",
        "industry": "3981", "listed": "no", "national": "no", "level": "province", "two_high": "no",
        "start": "2026-03-01", "trial": "2027-07-01",
    }  # fmt: skip
    return {
        "facts": [{"fact": fact, "value": value} for fact, value in facts.items()],
        "energy": [
            {"item": "原煤", "use": "fuel", "quantity": 10000.0, "unit": "吨", "source": "编造"},
            {"item": "电力", "use": "fuel", "quantity": 1000.0, "unit": "MWh", "source": "编造"},
        ],
        "process": [],
        "products": [{"product": "甲", "quantity": 1000.0, "unit": "吨", "value_added": 5000.0, "source": "编造"}],
        "benchmarks": [
            {"product": "甲", "metric": "carbon_product", "level": "national", "value": 100.0, "source": "编造"},
        ],
        "replacement": [],
        "measures": [{"measure": "余热利用"}],
        "attachments": [],
    }  # fmt: skip


def fact(of: Tables, name: str, value: str | None) -> None:
    """Write a fact, or leave it out."""
    of["facts"] = [row for row in of["facts"] if row["fact"] != name]
    of["facts"] += [{"fact": name, "value": value}] if value else []


def written(of: Tables) -> dict[str, list[Written]]:
    """The tables as the workbook gives them: sheet names, cells such as ``D7``."""
    found: dict[str, list[Written]] = {}
    for table in plan_tables.project().tables:
        letters = {column.id: chr(ord("A") + place) for place, column in enumerate(table.columns)}
        found[table.id] = [
            Written(table.id, {**dict.fromkeys(letters), **row}, "表.xlsx", table.zh,
                    {name: f"{letter}{line}" for name, letter in letters.items()})
            for line, row in enumerate(of.get(table.id, ()), start=4)
        ]  # fmt: skip
    return found


def judged(change: Callable[[Tables], object] | None = None) -> tuple[Form | None, list[Finding]]:
    """The judgement of the project after a change."""
    of = copy.deepcopy(tables())
    if change:
        change(of)
    return judge.judge(written(of), WORDS)


def form(change: Callable[[Tables], object] | None = None) -> Form:
    """The form after a change that leaves no error."""
    found, findings = judged(change)
    assert found, [each.message() for each in findings]
    return found


def evaluated(
    change: Callable[[Tables], object] | None = None, around: Surroundings | None = None
) -> Evaluation:
    """The evaluation after a change."""
    found, findings = evaluation.evaluate(form(change), around or Surroundings("440305"), library.load())
    assert found, [each.message() for each in findings]
    return found


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, each once, in their order."""
    return list(dict.fromkeys(finding.code for finding in findings))


def said(found: Evaluation) -> list[str]:
    """The codes of the reasons of an evaluation."""
    return [each.finding.code for each in found.reasons]
