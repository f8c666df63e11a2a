"""A small plan of a made-up city in the shape of both doors, and the same with one thing changed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable

from ghginv.budget import plan
from ghginv.budget.plan import Plan
from ghginv.budget.rules import Rules
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Written
from ghginv.enterprise.synthetic import credit_code
from ghginv.findings import Finding

Tables = dict[str, list[dict[str, str | float | None]]]
SAID = {"source": "编造", "evidence": "own"}
CODES = [credit_code(number, "440305") for number in range(1, 4)]


def tables() -> Tables:
    """A plan without a remark: a city of two districts and a port, three industries, three facilities."""
    facts = {
        "name": "测试市碳预算", "region": "440300", "base_year": "2025", "first_year": "2026", "last_year": "2027",
        "price_base": "2025", "gwp": "AR5",
    }  # fmt: skip
    return {
        "facts": [{"fact": name, "value": value} for name, value in facts.items()],
        "regions": [
            {"code": "440300", "parent": None, "name": "测试市", "kind": "city"},
            {"code": "440305", "parent": "440300", "name": "甲区", "kind": "district"},
            {"code": "440306", "parent": "440300", "name": "乙区", "kind": "district"},
            {"code": "440306-P", "parent": "440306", "name": "乙园", "kind": "park"},
            {"code": "H-PORT", "parent": "440300", "name": "港口", "kind": "held"},
        ],
        "industries": [
            {"code": "ALL", "parent": None, "name": "全部", "kind": "all"},
            {"code": "GX", "parent": "ALL", "name": "工信", "kind": "department"},
            {"code": "C39", "parent": "GX", "name": "电子", "kind": "industry", "gbt4754": "39 381"},
            {"code": "C26", "parent": "GX", "name": "化工", "kind": "industry", "gbt4754": "26"},
            {"code": "G55", "parent": "ALL", "name": "港航", "kind": "industry", "gbt4754": "553"},
        ],
        "mappings": [],
        **_amounts(),
        **_places(),
    }  # fmt: skip


def _amounts() -> Tables:
    """What the base year says, what the total is made from, and its limits."""
    return {
        "indicators": [
            *(
                {"region": region, "year": year, "indicator": name, "value": value, "unit": unit,
                 "price_base": "2025" if name == "gdp" else None, **SAID}
                for year in (2024.0, 2025.0)
                for name, unit, values in (
                    ("gdp", "亿元", (100.0, 60.0, 40.0)),
                    ("population", "万人", (50.0, 30.0, 20.0)),
                    ("emissions", "吨", (1000.0, 600.0, 400.0)),
                )
                for region, value in zip(("440300", "440305", "440306"), values, strict=True)
                if name != "emissions"
            ),
            {"region": "440300", "year": 2025.0, "indicator": "emissions", "value": 1000.0, "unit": "吨", **SAID},
        ],
        "baseline": [
            {"region": region, "industry": industry, "layer": layer, "year": 2025.0, "emissions_t": value, **SAID}
            for region, industry, layer, value in (
                ("440305", "C39", "KEY", 500.0), ("440305", "C39", "DIF", 100.0), ("440306", "C26", "ETSL", 150.0),
                ("440306-P", "C39", "PWR", 150.0), ("H-PORT", "G55", "KEY", 100.0),
            )
        ],
        "path": [
            {"parameter": "intensity_cut", "value": 17.0, "unit": "%", **SAID},
            *(
                {"parameter": name, "year": year, "value": value, "unit": unit, **SAID}
                for name, value, unit in (("gdp_growth", 5.0, "%"), ("total", 1000.0, "t"))
                for year in (2026.0, 2027.0)
            ),
        ],
        "bounds": [{"region": "440305", "upper_t": 900.0, "reason": "上限"},
                   {"region": "440305", "industry": "C39", "lower_t": 300.0, "reason": "下限"}],
        "reserves": [{"region": "440300", "kind": "general", "share": 2.0}],
    }  # fmt: skip


def _places() -> Tables:
    """Facilities and what is known of them, measures, criteria, requests."""
    return {
        "facilities": [
            {"enterprise": code, "name": f"虚构企业{code[-2:]}", "facility": "F1", **place}
            for code, place in zip(CODES, (
                {"region": "440305", "industry": "C39", "layer": "KEY"},
                {"region": "440306", "industry": "C26", "layer": "ETSL"},
                {"region": "H-PORT", "industry": "G55", "layer": "KEY"},
            ), strict=True)
        ],
        "enterprise_data": [
            {"enterprise": CODES[0], "year": year, "indicator": "emissions", "value": 450.0, "unit": "t", **SAID}
            for year in (2024.0, 2025.0)
        ],
        "measures": [
            {"region": "440305", "industry": "C39", "measure": "节能", "abatement_t": 10.0, "cost": -5.0, **SAID},
        ],
        "criteria": [
            {"criterion": "POP", "name": "人口", "numerator": "population", "direction": "need"},
            {"criterion": "INT", "name": "人均", "numerator": "gdp", "denominator": "population", "direction": "duty"},
        ],
        "pairwise": [{"criterion_a": "POP", "criterion_b": "INT", "value": 2.0}],
        "requests": [{"region": "440305", "year": 2026.0, "requested_t": 700.0, "reason": "增产"}],
    }  # fmt: skip


def written(of: Tables) -> dict[str, list[Written]]:
    """The tables as the workbook gives them: sheet names, cells such as ``D7``."""
    found: dict[str, list[Written]] = {}
    for table in plan_tables.load().tables:
        letters = {column.id: chr(ord("A") + place) for place, column in enumerate(table.columns)}
        found[table.id] = [
            Written(table.id, row, "计划.xlsx", table.zh, {name: f"{letter}{line}" for name, letter in letters.items()})
            for line, row in enumerate(of.get(table.id, ()), start=2)
        ]
    return found


def judged(
    change: Callable[[Tables], object] | None = None, rules: Rules | None = None
) -> tuple[Plan | None, list[Finding]]:
    """The judgement of the small plan after a change."""
    of = copy.deepcopy(tables())
    if change:
        change(of)
    return plan.judge(written(of), rules)


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, each once, in their order."""
    return list(dict.fromkeys(finding.code for finding in findings))
