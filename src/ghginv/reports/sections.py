"""The tables of an inventory report, and what its text says of each sector and of its largest sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.domain import categories, items
from ghginv.domain.terms import TERMS
from ghginv.formulas import find
from ghginv.readings import prose
from ghginv.reports import figures
from ghginv.reports.document import Table
from ghginv.reports.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

SOURCES, ROWS, FACTORS, FORMULAS = 3, 6, 12, 2
"""How much stands in the text: sources of a sector, activity rows and factors of a source, formulas of a source."""


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    numeric: Sequence[int] = (),
    strong: Sequence[int] = (),
) -> Table:
    """A table of plain text."""
    cells = tuple(tuple(map(plain, row)) for row in rows)
    return Table(plain(caption), tuple(columns), cells, frozenset(numeric), frozenset(strong))


class Sections:
    """What an inventory says of its sectors, in a language."""

    def __init__(
        self, inventory: Inventory, sources: Mapping[str, Mapping[str, str]], words: Mapping[str, str], lang: str
    ):
        self.inventory, self.sources, self.words, self.lang = inventory, sources, words, lang
        rows = inventory.emissions
        rows = rows[rows["memo"] == ""]
        self.counted = rows.assign(sector=rows["source_category"].map(categories.sector))
        self.activity = inventory.activity.set_index("activity_id").to_dict("index")
        self.choices = inventory.choices.set_index("choice_id").to_dict("index")
        self.parameters = inventory.parameters.set_index("parameter_id").to_dict("index")

    def sectors(self) -> list[dict[str, Any]]:
        """``id, name, co2e, share, rows, sources`` of each sector; a sector without figures has no rows."""
        total = float(self.counted["co2e_t"].sum())
        found = []
        for sector, names in categories.SECTORS.items():
            rows = self.counted[self.counted["sector"] == sector]
            sums = rows.groupby("source_category")["co2e_g"].sum()
            largest = sorted(sums.items(), key=lambda each: (-abs(each[1]), each[0]))[:SOURCES]
            value = float(rows["co2e_t"].sum())
            found.append(
                {
                    "id": sector,
                    "name": names[self.lang != "zh"],
                    "co2e": figures.tonnes(value),
                    "share": figures.percent(100 * value / total if total else None),
                    "rows": len(rows),
                    "categories": len(sums),
                    "sources": [self._source(str(code)) for code, _ in largest],
                }
            )
        return found

    def tables(self) -> Iterator[tuple[str, Table]]:
        """The tables of each sector and of its largest sources, by the names the outline calls them."""
        for sector in self.sectors():
            if sector["rows"]:
                yield f"sector {sector['id']}", self._sector(sector["id"], sector["name"])
            for source in sector["sources"]:
                rows = self._rows(source["code"])
                yield f"activity {source['code']}", self._activity(rows, source["name"])
                yield f"factors {source['code']}", self._factors(rows, source["name"])
                yield f"emissions {source['code']}", self._emissions(rows, source["name"])
        yield "parameters", self._parameters(self.inventory.parameters, "parameters")
        unread = self.inventory.parameters["status"].isin(["recalled", "doubtful"])
        yield "unread", self._parameters(self.inventory.parameters[unread], "unread")

    def formulas(self) -> list[dict[str, Any]]:
        """All formulas that counted figures come from, by name."""
        return [self._formula(name) for name in sorted(set(self.counted["formula"]) - {""})]

    def _rows(self, code: str) -> pd.DataFrame:
        rows = self.counted[self.counted["source_category"] == code]
        return rows.sort_values("co2e_g", key=abs, ascending=False, kind="stable")

    def _source(self, code: str) -> dict[str, Any]:
        node, rows = categories.tree()[code], self._rows(code)
        sums = rows.groupby("formula")["co2e_g"].sum().abs().sort_values(ascending=False, kind="stable")
        value, whole = float(rows["co2e_t"].sum()), float(self.counted["co2e_t"].sum())
        return {
            "code": code,
            "name": node.name(self.lang),
            "ipcc2006": node.ipcc2006,
            "gpc": node.gpc,
            "co2e": figures.tonnes(value),
            "share": figures.percent(100 * value / whole if whole else None),
            "gases": sorted(set(rows["gas"])),
            "activities": rows["activity_id"].nunique(),
            "more": max(0, rows["activity_id"].nunique() - ROWS),
            "more_factors": max(0, len(self._terms(rows)) - FACTORS),
            "formulas": [self._formula(str(name)) for name in sums.index[:FORMULAS]],
        }

    def _formula(self, name: str) -> dict[str, Any]:
        formula = find(name)
        return {
            "name": name,
            "title": formula.equation.title(self.lang),
            "words": prose.in_words(formula, self.lang),
            "symbols": prose.in_symbols(formula),
            "source": formula.equation.source,
            "status": self.words[f"mark.{formula.equation.status}"],
        }

    def _sector(self, sector: str, name: str) -> Table:
        rows = self.counted[self.counted["sector"] == sector]
        sums = rows.groupby(["source_category", "gas"], sort=False)[["mass_g", "co2e_g"]].sum() / 1e6
        order = {code: place for place, code in enumerate(categories.tree())}
        keys = sorted(sums.index, key=lambda key: (order[key[0]], key[1]))
        whole = float(rows["co2e_t"].sum())
        lines = [
            (
                code,
                categories.tree()[code].name(self.lang),
                gas,
                *map(figures.tonnes, sums.loc[(code, gas)]),
                figures.percent(100 * float(sums.loc[(code, gas), "co2e_g"]) / whole if whole else None),
            )
            for code, gas in keys
        ]
        total = ("", self.words["sum"], "", "", figures.tonnes(whole), "100.0" if whole else figures.NOTHING)
        names = self._columns("code category gas mass_t co2e_t share")
        return table(self.words["sector-table"].format(name=name), names, [*lines, total], (3, 4, 5), (len(lines),))

    def _activity(self, rows: pd.DataFrame, name: str) -> Table:
        lines = []
        for key in list(dict.fromkeys(rows["activity_id"]))[:ROWS]:
            each = self.activity[key]
            item = items.find_code(each["item"]).name(self.lang)
            cell = f"{each['file']} {each['sheet']}!{each['cell']}"
            lines.append((item, each["facility"], figures.number(each["quantity"]), each["unit"], cell, each["source"]))
        names = self._columns("item facility quantity unit cell given_by")
        return table(self.words["activity-table"].format(name=name), names, lines, (2,))

    def _terms(self, rows: pd.DataFrame) -> dict[tuple[str, str], Mapping[str, Any]]:
        """The terms of some rows by name and parameter, those of the largest rows first."""
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for choice in dict.fromkeys(rows["choice_id"]):
            for term in json.loads(self.choices[choice]["terms"]):
                found.setdefault((term["name"], term["parameter_id"]), term)
        return found

    def _factors(self, rows: pd.DataFrame, name: str) -> Table:
        lines = []
        for term in list(self._terms(rows).values())[:FACTORS]:
            parameter = self.parameters[term["parameter_id"]]
            item = items.find_code(parameter["item"]).name(self.lang) if parameter["item"] else ""
            mark = self.words[f"mark.{parameter['status']}"]
            title = TERMS[term["name"]].title(self.lang)
            value = figures.number(term["value"])
            lines.append((title, item, value, _unit(term["unit"]), mark, self._citation(parameter)))
        names = self._columns("parameter item value unit mark citation")
        return table(self.words["factors-table"].format(name=name), names, lines, (2,))

    def _emissions(self, rows: pd.DataFrame, name: str) -> Table:
        sums = rows.groupby(["gas", "formula"])[["mass_g", "co2e_g"]].sum() / 1e6
        lines = [
            (gas, find(formula).equation.title(self.lang), *map(figures.tonnes, each))
            for (gas, formula), each in zip(sums.index, sums.to_numpy().tolist(), strict=True)
        ]
        total = (self.words["sum"], "", "", figures.tonnes(float(rows["co2e_t"].sum())))
        names = self._columns("gas formula mass_t co2e_t")
        return table(self.words["emissions-table"].format(name=name), names, [*lines, total], (2, 3), (len(lines),))

    def _parameters(self, parameters: pd.DataFrame, caption: str) -> Table:
        lines = []
        for each in parameters.sort_values(["name", "parameter_id"]).to_dict("records"):
            item = items.find_code(each["item"]).name(self.lang) if items.known(each["item"]) else each["item"]
            lines.append(
                (
                    TERMS[each["name"]].title(self.lang),
                    " ".join(filter(None, (item, each["category"], each["facility"]))),
                    figures.number(each["value"]),
                    _unit(each["unit"]),
                    self.words[f"mark.{each['status']}"],
                    self._citation(each),
                )
            )
        return table(self.words[caption], self._columns("parameter used_for value unit mark citation"), lines, (2,))

    def _citation(self, parameter: Mapping[str, Any]) -> str:
        source = self.sources.get(parameter["source_id"], {})
        known = (source.get("title", parameter["source_id"]), source.get("number", ""), parameter["place"])
        return " ".join(filter(None, known))

    def _columns(self, names: str) -> list[str]:
        return [self.words[f"column.{name}"] for name in names.split()]


def _unit(unit: str) -> str:
    return "" if unit == "1" else unit
