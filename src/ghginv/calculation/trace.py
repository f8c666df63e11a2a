"""Why a figure is what it is: formula, numbers, factors with citations, the cell of the workbook, who submitted it.

The tree of a figure: the sum, its largest emission rows, and for each row what it was computed from. Everything is read
from the inventory; nothing is computed again but the line that shows the numbers put in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ghginv.domain import categories, items
from ghginv.domain.terms import TERMS
from ghginv.formulas import find
from ghginv.readings import prose

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

SHOWN, CELLS = 10, 3

ENTERPRISE = "enterprise name facility month".split()
ACTIVITY = "activity_id quantity unit reported_value reported_unit source submission file sheet cell".split()


Origins = Mapping[str, Mapping[str, Any]]
"""For a remainder, by activity id: the row of the ``statistics``, its ``quantity``, the rows of ``enterprises``, each
with ``name`` and the ``part`` of it that was taken off."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure in t of gas and t CO2e, and the rows it is the sum of, the largest first."""

    run: str
    selection: Mapping[str, str]
    mass_t: float | None
    co2e_t: float
    rows: tuple[Mapping[str, Any], ...]

    def record(self, lang: str = "zh") -> dict[str, Any]:
        """The tree as one JSON-ready value."""
        return {
            "run": self.run,
            **self.selection,
            "mass_t": self.mass_t,
            "co2e_t": self.co2e_t,
            "rows": [_in_language(row, lang) for row in self.rows],
        }

    def flat(self, lang: str = "zh") -> list[dict[str, Any]]:
        """A row for each parameter of each emission row."""
        return [
            {**{name: value for name, value in row.items() if not isinstance(value, (list, dict))}, **term}
            for row in self.record(lang)["rows"]
            for term in row["parameters"]
        ]

    def lines(self, lang: str = "zh") -> list[str]:
        """The tree as indented text, the largest rows in full."""
        return list(_lines(self.record(lang), lang))


def trace(
    inventory: Inventory,
    sources: Mapping[str, Mapping[str, str]],
    category: str = "",
    gas: str = "",
    item: str = "",
    origins: Origins | None = None,
) -> Evidence | None:
    """The evidence of the counted rows of a category (and below), gas and item; None when there are none.

    ``origins`` says what remainders were made from.

    Without a category memo items are left out, as in the total; with one they are included, as asked.
    """
    rows = inventory.emissions
    if category:
        rows = rows[[_within(category, row) for row in zip(rows["category"], rows["source_category"], strict=True)]]
    else:
        rows = rows[rows["memo"] == ""]
    rows = rows[(rows["gas"] == gas) | (gas == "")]
    rows = rows[(rows["item"] == item) | (item == "")]
    if rows.empty:
        return None
    largest = rows.sort_values("co2e_g", key=abs, ascending=False, kind="stable")
    selection = {"category": category, "gas": gas, "item": item}
    mass = float(rows["mass_g"].sum() / 1e6) if rows["gas"].nunique() == 1 else None
    explain = _Explainer(inventory, sources, origins or {})
    return Evidence(
        str(inventory.about["run"]),
        selection,
        mass,
        float(rows["co2e_g"].sum() / 1e6),
        tuple(explain.row(row) for row in largest.to_dict("records")),
    )


def _within(category: str, codes: tuple[str, str]) -> bool:
    reported, source = codes
    return reported == category or (category in categories.tree() and categories.covers(category, source))


class _Explainer:
    """Looks up what belongs to an emission row."""

    def __init__(self, inventory: Inventory, sources: Mapping[str, Mapping[str, str]], origins: Origins):
        self.activity = inventory.activity.set_index("activity_id", drop=False).to_dict("index")
        self.choices = inventory.choices.set_index("choice_id").to_dict("index")
        self.parameters = inventory.parameters.set_index("parameter_id").to_dict("index")
        self.sources = sources
        self.origins = origins

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        activity, choice = self.activity[row["activity_id"]], self.choices[row["choice_id"]]
        terms = json.loads(choice["terms"])
        formula = find(choice["formula"])
        values = {"quantity": activity["quantity"], **{term["name"]: term["value"] for term in terms}}
        return {
            "category": row["category"],
            "source_category": row["source_category"],
            "item": row["item"],
            "gas": row["gas"],
            "memo": row["memo"],
            "mass_t": row["mass_g"] / 1e6,
            "gwp": choice["gwp"],
            "co2e_t": row["co2e_g"] / 1e6,
            "formula": choice["formula"],
            "formula_title": {lang: formula.equation.title(lang) for lang in ("zh", "en")},
            "formula_source": formula.equation.source,
            "equation": prose.in_symbols(formula),
            "calculation": {lang: prose.in_numbers(formula, values, lang) for lang in ("zh", "en")},
            "note": {"zh": choice["note_zh"], "en": choice["note_en"]},
            "activity": {name: activity[name] for name in ACTIVITY},
            "remainder_of": self._origin(activity["activity_id"]),
            "parameters": [self._parameter(term) for term in terms],
        }

    def _origin(self, activity_id: str) -> dict[str, Any]:
        """What a remainder was made from, the largest enterprises first; nothing for other rows."""
        if activity_id not in self.origins:
            return {}
        origin = self.origins[activity_id]
        parts = [
            {name: each[name] for name in (*ENTERPRISE, *ACTIVITY)} | {"part": each["part"]}
            for each in origin["enterprises"]
        ]
        sums: dict[str, float] = defaultdict(float)
        for each in parts:
            sums[each["enterprise"]] += float(each["part"])
        order = ("enterprise", "facility", "month", "activity_id")
        parts.sort(key=lambda each: (-sums[each["enterprise"]], *(each[name] for name in order)))
        given = {name: origin["statistics"][name] for name in ACTIVITY}
        return {"quantity": origin["quantity"], "statistics": given, "enterprises": parts}

    def _parameter(self, term: Mapping[str, Any]) -> dict[str, Any]:
        parameter = self.parameters[term["parameter_id"]]
        source = self.sources.get(parameter["source_id"], {})
        return {
            "name": term["name"],
            "title": {lang: TERMS[term["name"]].title(lang) for lang in ("zh", "en")},
            "value": term["value"],
            "unit": term["unit"],
            "parameter_id": term["parameter_id"],
            "status": parameter["status"],
            "source": " ".join(filter(None, (source.get("title", parameter["source_id"]), source.get("number", "")))),
            "place": parameter["place"],
            "reason": {"zh": term["reason_zh"], "en": term["reason_en"]},
            "passed_over": term["passed_over"],
        }


def _in_language(value: Any, lang: str) -> Any:
    """The value with every pair of languages reduced to one."""
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return value[lang]
        return {name: _in_language(each, lang) for name, each in value.items()}
    return [_in_language(each, lang) for each in value] if isinstance(value, list) else value


def _lines(record: Mapping[str, Any], lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    chosen = " ".join(str(record[name]) for name in ("category", "gas", "item") if record[name]) or words["total"]
    mass = f"{record['mass_t']:,.6f} t {record['gas']} = " if record["mass_t"] is not None and record["gas"] else ""
    yield f"{record['run']}  {chosen}: {mass}{record['co2e_t']:,.6f} t CO2e"
    for row in record["rows"][:SHOWN]:
        yield from _row_lines(row, words, lang)
    if len(record["rows"]) > SHOWN:
        yield f"… {words['more'].format(len(record['rows']) - SHOWN)}"


def _row_lines(row: Mapping[str, Any], words: Mapping[str, str], lang: str) -> Iterator[str]:
    node = categories.tree().get(row["source_category"])
    title = node.name(lang) if node else row["source_category"]
    item = items.find_code(row["item"]).name(lang)
    yield f"├─ {row['category']} {title} · {item} · {row['gas']}: {row['mass_t']:,.6f} t"
    yield f"│  {words['formula']}: {row['formula_title']} ({row['formula']})  {row['formula_source']}"
    for line in [*row["equation"], *row["calculation"]]:
        yield f"│    {line}"
    if row["note"]:
        yield f"│  {words['note']}: {row['note']}"
    activity = row["activity"]
    reported = f"{activity['reported_value']} {activity['reported_unit']} = " if activity["reported_value"] else ""
    where = _cell(activity)
    stated = f"（{activity['source']}）" if activity["source"] else ""
    yield f"│  {words['activity']}: {reported}{activity['quantity']:,} {activity['unit']}  ← {where}{stated}"
    if row["remainder_of"]:
        yield from _origin_lines(row["remainder_of"], words)
    for parameter in row["parameters"]:
        unit = "" if parameter["unit"] == "1" else f" {parameter['unit']}"
        value = f"{parameter['value']!r}{unit}  [{parameter['status']}]"
        yield f"│  {parameter['title']}: {value} {parameter['parameter_id']}"
        yield f"│    {' '.join(filter(None, (parameter['source'], parameter['place'])))} · {parameter['reason']}"


def _origin_lines(origin: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    """The cell of the statistics and the cells of enterprises that were taken off it."""
    given = origin["statistics"]
    yield f"│    {words['statistics']}: {float(origin['quantity']):,} {given['unit']}  ← {_cell(given)}"
    owned = [list(rows) for _, rows in groupby(origin["enterprises"], key=lambda each: each["enterprise"])]
    for rows in owned[:SHOWN]:
        first, total = rows[0], sum((Decimal(each["part"]) for each in rows), Decimal())
        cells = [f"{each['sheet']}!{each['cell']}" for each in rows]
        more = [f"… {len(cells)}"] if len(cells) > CELLS else []
        where = f"{first['submission']} {first['file']} {' '.join([*cells[:CELLS], *more])}"
        yield f"│    − {total:,} {first['unit']}  {first['enterprise']} {first['name']}  ← {where}"
    if len(owned) > SHOWN:
        yield f"│    … {words['more'].format(len(owned) - SHOWN)}"


def _cell(row: Mapping[str, Any]) -> str:
    return f"{row['submission']} {row['file']} {row['sheet']}!{row['cell']}"


_WORDS = {
    "zh": {
        "statistics": "统计",
        "total": "合计",
        "more": "另有 {} 行，见 --format json",
        "formula": "公式",
        "note": "说明",
        "activity": "活动水平",
    },
    "en": {
        "statistics": "statistics",
        "total": "total",
        "more": "{} more rows, see --format json",
        "formula": "formula",
        "note": "note",
        "activity": "activity",
    },
}
