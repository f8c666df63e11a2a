"""Scenarios as a document: findings, charts, totals, gap, causes, measures with sources; page and Word alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghginv.reports import scenario_charts, wording
from ghginv.reports.document import Block, Chart, Document, Table

FOLDER = "reports/scenario"
_CAUSES = ("activity", "structure", "intensity", "mix", "power", "measures", "change")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Material:
    """What the document says, amounts in t; rows as ``workspace.scenarios.tables`` makes them.

    ``paths`` t by scenario and year; ``sectors`` by scenario, sector and year; ``summary`` a row a scenario; ``gaps``,
    ``causes``, ``measures`` and ``growth`` (driver, years, growth, source, evidence) rows; ``budget`` by year.
    """

    facts: Mapping[str, str]
    names: Mapping[str, str]
    paths: Mapping[str, Mapping[int, float]]
    sectors: Mapping[str, Mapping[str, Mapping[int, float]]]
    summary: Sequence[Row]
    causes: Sequence[Row]
    measures: Sequence[Row]
    growth: Sequence[Row]
    gaps: Sequence[Row] = ()
    budget: Mapping[int, float] = field(default_factory=dict)
    remarks: Sequence[str] = ()


def document(material: Material, lang: str = "zh") -> Document:
    """The document."""
    words = wording.words(lang, FOLDER)
    prepared = _prepared(material, words, lang)
    facts = {
        "findings": _findings(material, lang),
        "has": frozenset(prepared),
        "areas": [name for name in prepared if name.startswith("chart area")],
        "budget": material.facts.get("budget", ""),
        "causes_text": _causes_text(material, lang),
        "remarks": material.remarks,
    }
    blocks: list[Block] = wording.blocks(f"outline.{lang}.jinja", facts, prepared, FOLDER)
    told = [words[f"fact.{key}"].format(value=material.facts[key]) for key in ("region", "run", "id", "budget")
            if material.facts.get(key)]  # fmt: skip
    basis = words[f"basis.{material.facts['basis']}"]
    told.append(words["fact.basis"].format(value=basis))
    title = words["title"].format(name=material.facts["name"])
    return Document(title, told, lang, material.facts.get("warning", ""), blocks)


def _prepared(material: Material, words: Mapping[str, str], lang: str) -> dict[str, Table | Chart]:
    peaks = {row["scenario"]: row["peak"] for row in material.summary}
    found: dict[str, Table | Chart] = {
        "chart scenarios": scenario_charts.scenarios(
            material.paths, material.names, peaks, material.budget, words, lang
        ),
        "summary": _summary(material, words),
        "totals": _totals(material, words),
        "causes": _causes(material, words),
        "growth": _growth(material, words),
    }
    for code, sectors in material.sectors.items():
        caption = words["chart.sectors"].format(name=f"{code} {material.names[code]}")
        found[f"chart area {code}"] = scenario_charts.areas(caption, sectors, material.budget, words, lang)
    first, last = material.facts["base_year"], material.facts["last_year"]
    effects = {row["scenario"]: {name: row[f"{name}_t"] for name in _CAUSES} for row in material.causes}
    found["chart causes"] = scenario_charts.causes(words["chart.causes"].format(first=first, last=last), effects, words,
                                                   lang)  # fmt: skip
    if material.gaps:
        found["gaps"] = _gaps(material, words)
    if material.measures:
        found["measures"] = _measures(material, words)
    return found


def _amount(value: float) -> str:
    return f"{round(value) + 0:,.0f}".replace("-0", "0") if round(value) == 0 else f"{value:,.0f}"


def _summary(material: Material, words: Mapping[str, str]) -> Table:
    rows = []
    gap = any("gap_t" in row for row in material.summary)
    for row in material.summary:
        cells = [f"{row['scenario']} {row['name']}", row["said"], _amount(row["peak_t"]), _amount(row["base_t"]),
                 _amount(row["last_t"]), _amount(row["cumulative_t"])]  # fmt: skip
        rows.append([*cells, *([_amount(row["gap_t"])] if gap else [])])
    period = material.summary[0]["period"] if material.summary else ""
    columns = [words[f"col.{key}"] for key in ("scenario", "said", "level", "base", "last")]
    columns.append(words["col.cumulative"].format(period=period))
    if gap:
        columns.append(words["col.gap"].format(period=material.summary[0]["gap_years"]))
    return Table(words["table.summary"], columns, rows, frozenset(range(2, len(columns))))


def _totals(material: Material, words: Mapping[str, str]) -> Table:
    years = sorted({year for path in material.paths.values() for year in path})
    columns = [words["col.year"], *(f"{code} {material.names[code]}" for code in material.paths)]
    columns += [words["col.budget"]] if material.budget else []
    rows = []
    for year in years:
        cells = [str(year), *(_amount(path[year]) for path in material.paths.values())]
        rows.append([*cells, *([_amount(material.budget[year]) if year in material.budget else ""]
                               if material.budget else [])])  # fmt: skip
    return Table(words["table.totals"], columns, rows, frozenset(range(1, len(columns))))


def _gaps(material: Material, words: Mapping[str, str]) -> Table:
    years = sorted({row["year"] for row in material.gaps})
    by_key = {(row["scenario"], row["year"]): row["gap_t"] for row in material.gaps}
    codes = [code for code in material.paths if any((code, year) in by_key for year in years)]
    rows = [[str(year), *(_amount(by_key[code, year]) for code in codes)] for year in years]
    columns = [words["col.year"], *(f"{code} {material.names[code]}" for code in codes)]
    return Table(words["table.gaps"], columns, rows, frozenset(range(1, len(columns))))


def _causes(material: Material, words: Mapping[str, str]) -> Table:
    columns = [words["col.scenario"], *(words[f"cause.{name}"] for name in _CAUSES)]
    rows = [[row["scenario"], *(_amount(row[f"{name}_t"]) for name in _CAUSES)] for row in material.causes]
    return Table(words["table.causes"], columns, rows, frozenset(range(1, len(columns))))


def _measures(material: Material, words: Mapping[str, str]) -> Table:
    years = [key for key in material.measures[0] if key[:4].isdigit()]
    columns = [words["col.scenario"], words["col.measure"], words["col.category"]]
    columns += [key.removesuffix("_t") for key in years]
    columns += [words["col.cost"], words["col.owner"], words["col.source"]]
    rows = []
    for row in material.measures:
        cost = "" if row["cost"] is None else f"{row['cost']:,.0f}"
        rows.append([row["scenario"], f"{row['measure']} {row['name']}", f"{row['category']} {row['item']}".strip(),
                     *(_amount(row[key]) for key in years), cost, row["owner"],
                     f"{row['source']}（{row['evidence']}）"])  # fmt: skip
    return Table(words["table.measures"], columns, rows, frozenset(range(3, 4 + len(years))))


def _growth(material: Material, words: Mapping[str, str]) -> Table:
    columns = [words[f"col.{key}"] for key in ("scenario", "driver", "years", "growth", "source")]
    rows = [[row["scenario"], row["driver"], row["years"], row["growth"], f"{row['source']}（{row['evidence']}）"]
            for row in material.growth]  # fmt: skip
    return Table(words["table.growth"], columns, rows, frozenset({3}))


def _findings(material: Material, lang: str) -> list[str]:
    """A line a scenario: where it goes, when it peaks, what it adds up to, how it stands against the budget."""
    lines = []
    for row in material.summary:
        change = (row["last_t"] / row["base_t"] - 1) * 100 if row["base_t"] else 0.0
        last, name = material.facts["last_year"], f"{row['scenario']} {row['name']}"
        if lang == "zh":
            line = f"{name}：{row['said']}；{last} 年 {_amount(row['last_t'])} t，比基年 {change:+.1f}%；"
            line += f"{row['period']} 年累计 {_amount(row['cumulative_t'])} t"
            if "gap_t" in row:
                side = "超出" if row["gap_t"] > 0 else "低于"
                line += f"，{row['gap_years']} 年合计{side}预算 {_amount(abs(row['gap_t']))} t"
        else:
            line = f"{name}: {row['said']}; {_amount(row['last_t'])} t in {last}, {change:+.1f} % on the base year; "
            line += f"{_amount(row['cumulative_t'])} t over {row['period']}"
            if "gap_t" in row:
                side = "over" if row["gap_t"] > 0 else "below"
                line += f", {_amount(abs(row['gap_t']))} t {side} the budget over {row['gap_years']}"
        lines.append(line + ("。" if lang == "zh" else "."))
    return lines


def _causes_text(material: Material, lang: str) -> str:
    first, last = material.facts["base_year"], material.facts["last_year"]
    if lang == "zh":
        return f"{first} 年到 {last} 年的变化分解为活动、结构、强度、品种、电力因子和措施六项，各项之和等于变化。"
    return f"The change from {first} to {last} by activity, structure, intensity, mix, power factor and measures."
