"""A small city's carbon budget: rows of its plan, and the material of its result workbook."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ghginv.budget.allocation import (
    benchmark,
    blended,
    composite,
    equal_rate,
    grandfather,
    intensity,
    per_capita,
    per_gdp,
)
from ghginv.workbooks.budget_workbook import BudgetMaterial, Compared

REGIONS = {"440303": "罗湖区", "440304": "福田区", "440305": "南山区", "440306": "宝安区"}
INDUSTRIES = {"C26": "化工、医药和塑料", "C39": "电子设备制造", "D44": "电力、热力和燃气"}
LAYERS = [("ETSN", "全国碳市场设施", "national-ETS facilities"), ("KEY", "其他重点排放单位", "other key emitters")]
FACTS = {
    "name": "示例市碳预算", "region": "440300", "base_year": "2025", "first_year": "2026", "last_year": "2027",
    "basis": "dual-control", "rules": "default", "price_base": "2025", "gwp": "AR5", "warning": "虚构数据，不得引用",
}  # fmt: skip
ROWS: dict[str, list[dict[str, Any]]] = {
    "regions": [
        {"code": "440300", "parent": "", "name": "示例市", "kind": "city", "owner": "市政府"},
        *({"code": code, "parent": "440300", "name": name, "kind": "district", "valid_from": "2025-01-01"}
          for code, name in REGIONS.items()),
    ],
    "industries": [
        {"code": "ALL", "parent": "", "name": "全部行业", "kind": "all"},
        *({"code": code, "parent": "ALL", "name": name, "kind": "industry"} for code, name in INDUSTRIES.items()),
    ],
    "indicators": [
        {"region": code, "industry": "", "year": 2025, "indicator": "population", "value": 100.5 + at, "unit": "万人",
         "version": "", "source": "统计年鉴", "evidence": "own"}
        for at, code in enumerate(REGIONS)
    ],
    "path": [
        {"parameter": "intensity_cut", "year": 0, "value": 17.0, "unit": "%", "source": "国发〔2026〕22号",
         "evidence": "found"},
    ],
    "reserves": [{"region": "440300", "kind": "general", "year": 0, "share": 2.0, "amount_t": float("nan")}],
}  # fmt: skip

EMISSIONS = [5000.0, 3000.0, 1500.0, 500.0]
CRITERIA = {"need:POP": [100.0, 150.0, 50.0, 20.0], "duty:INT": [5.0, 2.0, 3.0, 1.0]}
WEIGHTS = {"entropy": [0.7, 0.3], "ahp": [0.4, 0.6]}
FLOOR, WEIGHT, TOTAL = 0.01, 0.4, 9000.0


def inputs() -> pd.DataFrame:
    """What the methods take, by region."""
    return pd.DataFrame(
        {
            "emissions": EMISSIONS, "population": [100.0, 150.0, 50.0, 20.0], "gdp": [900.0, 800.0, 300.0, 90.0],
            "output": [50.0, 40.0, 20.0, 10.0], "expected_output": [55.0, 40.0, 25.0, 9.0],
            "benchmark": [90.0, 80.0, 70.0, 60.0], **CRITERIA,
        },
        index=list(REGIONS),
    )  # fmt: skip


def composite_of(scheme: str, **bounds: Any) -> pd.Series:
    """A composite index of the criteria with given weights."""
    criteria = inputs()[list(CRITERIA)].set_axis(["POP", "INT"], axis=1)
    weights = pd.Series(WEIGHTS[scheme], index=criteria.columns)
    found = composite(TOTAL, criteria, weights, directions={"POP": "need", "INT": "duty"}, floor=FLOOR, **bounds)
    return pd.Series(found)


def compared() -> Compared:
    """Methods side by side, those of arithmetic by our own functions."""
    frame = inputs()
    emitted, heads = frame["emissions"], frame["population"]
    amounts = {
        "grandfather": grandfather(TOTAL, emitted),
        "per-capita": per_capita(TOTAL, heads),
        "per-gdp": per_gdp(TOTAL, frame["gdp"]),
        "equal-rate": equal_rate(TOTAL, emitted),
        "intensity": intensity(TOTAL, frame["output"], emitted, expected_output=frame["expected_output"]),
        "benchmark": benchmark(TOTAL, frame["output"], frame["benchmark"]),
        "blended": blended(TOTAL, emitted, heads, weight=WEIGHT),
        "composite-entropy": composite_of("entropy"),
        "composite-ahp": composite_of("ahp"),
        "gini": [4000.0, 3500.0, 1000.0, 500.0],  # as from a solver
    }
    table = pd.DataFrame({key: np.asarray(values) for key, values in amounts.items()}, index=frame.index)
    spread = table.agg(["min", "max", "median", "mean"], axis=1).assign(recommended=table.median(axis=1))
    weights = {"grandfather": 0.5, "per-capita": 0.3, "gini": 0.2}
    names = {"grandfather": ("历史排放法", "grandfathering"), "gini": ("基尼系数优化", "Gini optimisation")}
    return Compared(
        year=2026, inputs=frame, amounts=table, total_t=TOTAL, spread=spread,
        methods=pd.DataFrame({"gini_population": 0.1, "note": "备注", "note_en": "a note"}, index=table.columns),
        correlation=table.corr(method="spearman"),
        weights=pd.DataFrame({"criterion": ["POP", "INT"], "name": ["人口", "强度"], "direction": ["need", "duty"],
                              **WEIGHTS}),
        blend=weights, chosen={"440303": 4200.0, "440304": 3200.0, "440305": 1100.0, "440306": 500.0},
        options={"weight": WEIGHT, "floor": FLOOR}, names=names, refused={"zsg-dea": "缺少能源消费"},
    )  # fmt: skip


def matrix(year: int) -> pd.DataFrame:
    """Regions x industries, in t."""
    values = np.arange(1.0, 13.0).reshape(4, 3) * 100 + (year - 2026) * 10
    return pd.DataFrame(values, index=list(REGIONS), columns=list(INDUSTRIES))


def lines(years: tuple[int, ...] = (2026, 2027)) -> pd.DataFrame:
    """The lines of the version: the cells of the matrix, and a reserve."""
    rows = []
    for year in years:
        for region, cells in matrix(year).iterrows():
            rows += [(year, "available", region, industry, "KEY", "", round(amount * 1000))
                     for industry, amount in cells.items()]  # fmt: skip
        rows.append((year, "reserve.general", "440300", "", "", "", 200_000))
    return pd.DataFrame(rows, columns=["year", "kind", "region", "industry", "layer", "enterprise", "amount_kg"])


def material(**changed: Any) -> BudgetMaterial:
    """Everything there is to say of the small city."""
    growth = [{"parameter": "gdp_growth", "year": year, "value": value, "unit": "%", "source": "预测",
               "evidence": "own"} for year, value in ((2026, 5.0), (2027, 4.5))]  # fmt: skip
    parameters = [
        {"parameter": "base_emissions", "value": 9000.0, "unit": "t", "source": "清单", "evidence": "derived"},
        {"parameter": "base_gdp", "value": 2090.0, "unit": "10^8 CNY", "source": "年鉴", "evidence": "found"},
        {"parameter": "intensity_cut", "value": 7.2, "unit": "%", "source": "=cmd|' /C calc'!A0", "evidence": "own"},
        *growth,
    ]
    totals = pd.DataFrame({"year": [2026, 2027], "total_kg": [8_000_000, 8_120_000], "gdp_version": ["预测", "预测"]})
    baseline = pd.DataFrame(
        [(region, industry, layer, 1.5 * at + place, "清单", "own")
         for at, region in enumerate(REGIONS) for place, industry in enumerate(INDUSTRIES)
         for layer in ("ETSN", "KEY")],
        columns=["region", "industry", "layer", "emissions_t", "source", "evidence"],
    )  # fmt: skip
    told: dict[str, Any] = {
        "facts": {**FACTS, "budget": "B2026-2027-1", "version": "2", "state": "draft"},
        "parameters": pd.DataFrame(parameters), "totals": totals, "baseline": baseline,
        "matrix": {year: matrix(year) for year in (2026, 2027)},
        "regions": {"440300": "示例市", **REGIONS}, "industries": INDUSTRIES,
        "region_totals": {year: matrix(year).sum(axis=1).to_dict() for year in (2026, 2027)},
        "industry_totals": {year: matrix(year).sum(axis=0).to_dict() for year in (2026, 2027)},
        "comparison": compared(), "lines": lines(),
        "bounds": pd.DataFrame({"year": [2026], "region": ["440303"], "industry": [""], "kind": ["upper"],
                                "limit_t": [700.0], "amount_t": [600.0], "reason": ["=1+1"]}),
        "reserves": pd.DataFrame({"year": [2026, 2027], "region": "440300", "kind": "general",
                                  "amount_t": [200.0, 200.0]}),
        "versions": pd.DataFrame({"year": [2026], "kind": ["available"], "region": ["440303"], "before_t": [650.0],
                                  "after_t": [600.0], "reason": ["追减"]}),
        "dual_control": pd.DataFrame({"indicator": ["CO2/GDP"], "unit": ["t"], "base": [4.3], "target": [4.0],
                                      "2026": [4.2], "2027": [4.0]}),
        "what_if": pd.DataFrame({"growth": [4.0, 5.0], "cut": [17.0, 17.0], "total_t": [8000.0, 8300.0]}),
        "remarks": ("虚构",), "warning": FACTS["warning"],
    }  # fmt: skip
    return BudgetMaterial(**{**told, **changed})
