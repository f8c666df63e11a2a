"""The monthly report 执行月报 and the one-page brief 一页通 of a budget: plan, emissions, forecast, lights, causes.

Both say the same of the same month: the brief is what a leader reads, the report what stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghginv.reports import budget_execution_charts, wording
from ghginv.reports.budget_facts import FOLDER, heading, known, warning
from ghginv.reports.budget_material import Facts
from ghginv.reports.budget_tables import Row, Tables, fitted, ratio, rough, tonnes
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.figures import missing

LIGHTS = ("red", "yellow", "green", "grey")
_NODES = ("budget_t", "plan_t", "executed_t")
_TOP, _CAUSES, _BRIEF, _DUE = 20, 5, 4, 6


@dataclass(frozen=True)
class MonthlyMaterial:
    """What both say of a month.

    ``regions`` (the city first), ``industries`` and ``enterprises`` are rows of the execution board: ``code, name,
    budget_t, plan_t, executed_t, rate, gap`` (%), ``burn, months_left, p10_t, p50_t, p90_t, light, forecast_light,
    alert, coverage`` (%) ``, data_light, profile, method``. ``projects``: ``project, name, state, held_t,
    committed_t``; ``warnings``: ``month, code, name, light, document``; ``quality``: ``code, name, expected_t,
    covered_t, coverage`` (%); ``views``: ``code, name, official_kg, traded_kg, enclave_kg, sinks_kg, net_kg``;
    ``decisions``: what is due, in order: ``kind`` (red, yellow, grey, project, lapse, cutoff) with ``name, share,
    day``; ``evidence``: thresholds and defaults with their marks.
    """

    facts: Facts
    year: int
    month: int
    regions: Sequence[Row]
    industries: Sequence[Row]
    enterprises: Sequence[Row]
    projects: Sequence[Row] = ()
    warnings: Sequence[Row] = ()
    quality: Sequence[Row] = ()
    views: Sequence[Row] = ()
    decisions: Sequence[Row] = ()
    evidence: Sequence[Row] = ()
    remarks: Sequence[str] = field(default_factory=tuple)

    @property
    def city(self) -> Row:
        """The row of the whole."""
        return self.regions[0]

    def causes(self) -> list[tuple[str, float]]:
        """Who is most above plan, in tonnes: districts, industries, enterprises, each by itself; the largest first."""
        nodes = (*self.regions[1:], *self.industries, *self.enterprises)
        above = [(str(each["name"]), _above(each)) for each in nodes]
        return sorted((each for each in above if each[1] > 0), key=lambda each: -each[1])[:_CAUSES]


def report(material: MonthlyMaterial, lang: str = "zh") -> Document:
    """The monthly report in a language."""
    return _document(material, "monthly", lang, contents=True)


def brief(material: MonthlyMaterial, lang: str = "zh") -> Document:
    """The brief of one page."""
    return _document(material, "brief", lang, contents=False)


def _document(material: MonthlyMaterial, kind: str, lang: str, *, contents: bool) -> Document:
    words = wording.words(lang, FOLDER)
    about = known(material.facts, words)
    made = Tables(words, lang, about["unit"])
    nodes = material.regions[1:]
    prepared: dict[str, Table | Chart] = {}
    if nodes:
        chosen = nodes if kind == "monthly" else sorted(nodes, key=_above, reverse=True)[:_BRIEF]
        shown = [{"name": each["name"], "final_kg": _kilograms(each, "budget_t"),
                  "consumed_kg": _kilograms(each, "executed_t")} for each in chosen]  # fmt: skip
        caption = "chart.execution" if kind == "monthly" else "chart.execution-above"
        prepared["chart"] = budget_execution_charts.execution(shown, words, lang, caption)
    if kind == "monthly":
        prepared |= _tables(made, material)
    facts = {**about, **_facts(made, material), "has": frozenset(prepared)}
    blocks = wording.blocks(f"outline.{kind}.{lang}.jinja", facts, prepared, FOLDER)
    title = words[f"title.{kind}"].format(name=about["name"], year=material.year, month=material.month)
    head = heading(about, words)
    return Document(
        wording.plain(title), head, lang, warning(material.facts, lang), tuple(fitted(blocks)), contents=contents
    )


def _tables(made: Tables, material: MonthlyMaterial) -> dict[str, Table | Chart]:
    """The tables of the report, those of which there is anything."""
    largest = sorted(material.enterprises, key=lambda each: -float(each["executed_t"]))[:_TOP]
    lists = {
        "regions": _nodes(made, "monthly-regions", material.regions, material),
        "industries": _nodes(made, "monthly-industries", material.industries, material),
        "enterprises": _nodes(made, "monthly-enterprises", largest, material),
        "forecast": _forecasts(made, material),
        "projects": _listed(made, "monthly-projects", material.projects),
        "warnings": _listed(made, "monthly-warnings", material.warnings),
        "quality": _listed(made, "monthly-quality", material.quality),
        "views": _listed(made, "settled-views", material.views),
        "evidence": _listed(made, "monthly-evidence", material.evidence),
    }
    return {name: table for name, table in lists.items() if table.rows}


def _nodes(made: Tables, name: str, nodes: Sequence[Row], material: MonthlyMaterial) -> Table:
    """A row a node: budget, plan so far, emissions so far, rate, gap, light, coverage."""
    keys = (*_NODES, "rate", "gap")
    cells = [
        [f"{each['name']} {each['code']}", *(tonnes(each[key]) for key in _NODES),
         *(_percent(each[key]) for key in ("rate", "gap")), made.word("light", each["light"]),
         _percent(each["coverage"])] for each in nodes
    ]  # fmt: skip
    columns = ("name", *keys, "light", "coverage")
    numeric = [place for place, key in enumerate(columns) if key not in ("name", "light")]
    return made.table(name, columns, cells, numeric, year=material.year, month=material.month)


def _forecasts(made: Tables, material: MonthlyMaterial) -> Table:
    """Year-end forecast with its band, months left at the pace of late."""
    keys = ("budget_t", "p10_t", "p50_t", "p90_t")
    cells = [
        [f"{each['name']} {each['code']}", tonnes(each["budget_t"]), *(rough(each[key]) for key in keys[1:]),
         ratio(each["months_left"], 1), made.word("light", each["forecast_light"]), made.word("method", each["method"])]
        for each in material.regions
    ]  # fmt: skip
    columns = ("name", *keys, "months_left", "forecast_light", "method")
    return made.table("monthly-forecast", columns, cells, range(1, 6), year=material.year)


def _listed(made: Tables, name: str, found: Sequence[Row]) -> Table:
    """Rows as they are: tonnes and kilograms as amounts, lights and marks in words."""
    columns = [str(key) for key in found[0]] if found else []
    cells = [[_said(made, key, each[key]) for key in columns] for each in found]
    numeric = [place for place, key in enumerate(columns) if key.endswith(("_t", "_kg")) or key == "coverage"]
    return made.table(name, columns, cells, numeric)


def _said(made: Tables, key: str, value: Any) -> str:
    if key.endswith("_t"):
        return tonnes(value)
    if key.endswith("_kg"):
        return tonnes(int(value) / 1000)
    if key == "coverage":
        return _percent(value)
    if key == "status":
        return made.mark(value)
    return made.word(_WORDS[key], value) if key in _WORDS else str(value)


_WORDS = {"light": "light", "parameter": "warn-parameter", "value": "warn-value", "unit": "warn-unit"}


def _facts(made: Tables, material: MonthlyMaterial) -> dict[str, Any]:
    city, nodes = material.city, material.regions[1:]
    lights = {light: [str(each["name"]) for each in nodes if each["light"] == light] for light in LIGHTS}
    return {
        "year": material.year, "month": material.month, "lights": lights,
        **{key: tonnes(city[key]) for key in _NODES}, "rate": _percent(city["rate"]), "gap": _percent(city["gap"]),
        "above": not missing(city["gap"]) and float(city["gap"]) > 0,
        **{key: rough(city[key]) for key in ("p10_t", "p50_t", "p90_t")}, "months_left": ratio(city["months_left"], 1),
        "light": made.word("light", city["light"]), "forecast_light": made.word("light", city["forecast_light"]),
        "coverage": _percent(city["coverage"]), "alert": bool(city["alert"]),
        "causes": [(name, rough(excess)) for name, excess in material.causes()],
        "most": _DUE, "decisions": [made.word("decision", each["kind"], **each) for each in material.decisions],
        "remarks": tuple(material.remarks),
    }  # fmt: skip


def _above(each: Row) -> float:
    """How far a node is above its plan, in tonnes."""
    return float(each["executed_t"]) - float(each["plan_t"])


def _kilograms(each: Mapping[Any, Any], key: str) -> int:
    return round(float(each[key]) * 1000)


def _percent(value: Any) -> str:
    return ratio(None if missing(value) else float(value), 2)


def shares(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with how much is covered, in percent, the least covered first."""
    made = [{**each, "coverage": 100 * each["covered_t"] / each["expected_t"] if each["expected_t"] else None}
            for each in rows]  # fmt: skip
    return sorted(made, key=lambda each: (each["coverage"] is not None, each["coverage"] or 0.0))
