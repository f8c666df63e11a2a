"""Plans of made-up cities, as ``budget.plan`` would hand them over, put together without its checks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ghginv.budget import rules as budget_rules
from ghginv.budget.plan import Plan
from ghginv.budget.trees import Node, tree
from ghginv.domain import plan_tables

DTYPES = {"number": "float64", "percent": "float64", "year": "int64"}
RULES = budget_rules.load("default", 2026)
CITY = "440300"
REGIONS = [
    Node(CITY, "", "市", "city"),
    Node("440305", CITY, "南区", "district"),
    Node("440306", CITY, "北区", "district"),
    Node("440306-01", "440306", "街道", "street"),
    Node("440306-02", "440306", "园区", "park"),
    Node("port", CITY, "港口", "held"),
]
INDUSTRIES = [
    Node("all", "", "全部", "all"),
    Node("miit", "all", "工信", "department"),
    Node("C", "miit", "制造业", "industry"),
    Node("D", "miit", "电力", "industry"),
    Node("G", "all", "交通", "industry"),
]
BASELINE = [
    ("440305", "C", "KEY", 300_000.0),
    ("440305", "C", "DIF", 100_000.0),
    ("440305", "D", "ETSN", 500_000.0),
    ("440305", "G", "DIF", 150_000.0),
    ("440306", "C", "KEY", 120_000.0),
    ("440306-01", "C", "KEY", 60_000.0),
    ("440306-02", "C", "KEY", 180_000.0),
    ("440306", "G", "DIF", 90_000.0),
    ("port", "G", "DIF", 200_000.0),
    ("440305", "C", "SINK", -50_000.0),
]


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table of the plan with the columns of the layout, blanks where a row says nothing."""
    layout = plan_tables.load().table(name)
    assert layout
    found = {}
    for column in layout.columns:
        kind = DTYPES.get(column.kind, "object")
        blank: Any = {"float64": np.nan, "int64": 0}.get(kind, "")
        found[column.id] = pd.Series([row.get(column.id, blank) for row in rows], dtype=kind)
    found["place"] = pd.Series([f"{name}!{line}" for line in range(2, len(rows) + 2)], dtype="object")
    return pd.DataFrame(found)


def plan(
    baseline: list[tuple[str, str, str, float]] | None = None,
    *,
    regions: list[Node] | None = None,
    industries: list[Node] | None = None,
    first: int = 2026,
    last: int = 2026,
    **tables: list[dict[str, Any]],
) -> Plan:
    """A plan of base year 2025; other tables as rows of columns."""
    rows = [
        {"region": region, "industry": industry, "layer": layer, "year": 2025, "emissions_t": tonnes}
        for region, industry, layer, tonnes in (BASELINE if baseline is None else baseline)
    ]
    filled = {each.id: table(each.id, tables.get(each.id, [])) for each in plan_tables.load().tables}
    filled["baseline"] = table("baseline", rows)
    facts = {"name": "市", "region": CITY, "base_year": "2025", "first_year": str(first), "last_year": str(last)}
    trees = tree(regions or REGIONS, "region"), tree(industries or INDUSTRIES, "industry")
    return Plan(facts, *trees, filled, "")


def large(
    districts: int = 10, branches: int = 12, firms: int = 500, years: int = 5, seed: int = 1
) -> tuple[Plan, dict[int, int]]:
    """A city of made-up size and its totals in kg: facilities with emissions, fixed cells, reserves, bounds."""
    draw = np.random.default_rng(seed)
    names = [f"4403{number:02}" for number in range(1, districts + 1)]
    codes = [f"B{number:02}" for number in range(1, branches + 1)]
    regions = [Node(CITY, "", "市", "city"), *(Node(each, CITY, each, "district") for each in names)]
    parents = {each: f"dep{place % 3}" for place, each in enumerate(codes)}
    industries = [
        Node("all", "", "", "all"),
        *(Node(each, "all", each, "department") for each in ("dep0", "dep1", "dep2")),
    ]
    industries += [Node(each, parents[each], each, "industry") for each in codes]
    baseline, facilities, data = [], [], []
    for region in names:
        for code in codes:
            for layer in ("KEY", "ETSN", "DIF"):
                if layer == "DIF" or draw.random() < 0.6:
                    baseline.append((region, code, layer, float(draw.integers(1, 400_000))))
    homes = [key for key in baseline if key[2] != "DIF"]
    for firm in range(firms if homes else 0):
        region, code, layer, tonnes = homes[draw.integers(len(homes))]
        name = {"enterprise": f"E{firm:04}", "facility": "1"}
        facilities.append(name | {"name": "", "region": region, "industry": code, "layer": layer})
        told = {"year": 2025, "indicator": "emissions", "value": float(round(tonnes * draw.uniform(0.02, 0.3), 3))}
        data.append(name | told)
    reserves = [{"region": CITY, "kind": "general", "share": 3.0}]
    reserves += [{"region": each, "kind": "new", "share": 1.5} for each in names]
    region, code, _, tonnes = baseline[0]
    bounds = [{"region": region, "industry": code, "layer": baseline[0][2], "fixed_t": float(round(tonnes * 0.9))}]
    made = plan(
        baseline, regions=regions, industries=industries, first=2026, last=2025 + years, facilities=facilities,
        enterprise_data=data, reserves=reserves, bounds=bounds,
    )  # fmt: skip
    whole = sum(tonnes for *_, tonnes in baseline)
    return made, {year: int(whole * 1000 * 0.98 ** (year - 2025)) for year in made.years}
