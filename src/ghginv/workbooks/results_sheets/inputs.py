"""What figures are computed from: activity data with their cells, parameters with their evidence, the sources."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.domain import categories, gases, items, regions, units
from ghginv.domain.terms import TERMS
from ghginv.factors import library
from ghginv.factors.resolve import SUBMITTED
from ghginv.workbooks.results_sheets.page import A3, Book, Field, Live, Page

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

_RATIO = re.compile(r"\d+(\.\d+)?/\d+(\.\d+)?")
DERIVED = "derived"
"""The source of what the compilation derives itself, such as the age of waste."""

MARKS = ("found", "value_found", "derived", "recalled", "doubtful", "submitted")

_ACTIVITY = {
    "activity_id": 24, "region": 14, "year": 7, "month": 6, "enterprise": 16, "facility": 12, "category": 11,
    "category_name": 28, "item": 16, "technology": 14, "quantity": 20, "unit": 11, "reported_value": 16,
    "reported_unit": 11, "notation": 7, "uncertainty": 10, "submission": 18, "file": 26, "sheet": 14, "cell": 8,
}  # fmt: skip
_PARAMETERS = {
    "parameter_id": 42, "term": 30, "value": 16, "unit": 14, "range": 18, "status": 12, "tier": 13, "applies": 34,
    "years": 12, "factor_set": 14, "source": 16, "place": 52, "note": 56,
}  # fmt: skip
_SOURCES = {"source_id": 24, "title": 60, "issuer": 30, "year": 8, "number": 26, "url": 40, "read_at": 70}
_STYLES = {
    "quantity": "quantity", "value": "value", "year": "whole", "month": "whole", "uncertainty": "value",
    "title": "wrap", "issuer": "wrap", "url": "wrap", "read_at": "wrap", "applies": "wrap", "place": "wrap",
    "note": "wrap", "status": "centre", "notation": "centre", "cell": "centre",
}  # fmt: skip


class Inputs:
    """The sheets of inputs and where each activity, parameter and global warming potential stands in them."""

    def __init__(self, book: Book, inventory: Inventory):
        self.book = book
        self.activity_rows: dict[str, int] = {}
        self.parameter_rows: dict[str, int] = {}
        self.potential_rows: dict[tuple[str, float], int] = {}
        self.marks: list[str] = []
        self.sources = _page(book, "sources", _SOURCES)
        self.source_rows = _write_sources(self.sources, inventory)
        self.parameters = _page(book, "parameters", _PARAMETERS)
        self.activity = _page(book, "activity", _ACTIVITY)
        self._write_activity(inventory)
        self._write_parameters(inventory)
        self._write_potentials(inventory)
        self.parameters.finish(filtered=True, paper=A3)

    def quantity(self, activity_id: str) -> str:
        """The cell of an activity's quantity, for other sheets."""
        return self.activity.outside(self.activity_rows[activity_id], "quantity")

    def parameter(self, parameter_id: str) -> str:
        """The cell of a parameter's value, for other sheets."""
        return self.parameters.outside(self.parameter_rows[parameter_id], "value")

    def potential(self, gas: str, value: float) -> str:
        """The cell of a global warming potential, for other sheets."""
        return self.parameters.outside(self.potential_rows[gas, value], "value")

    def _write_activity(self, inventory: Inventory) -> None:
        tree, lang = categories.tree(), self.book.lang
        for row, record in enumerate(inventory.activity.to_dict("records")):
            self.activity_rows[record["activity_id"]] = row
            names = {
                "region": region_name(record["region"], lang),
                "category_name": tree[record["category"]].name(lang) if record["category"] in tree else "",
                "item": items.find_code(record["item"]).name(lang) if record["item"] else "",
                "unit": unit_name(record["unit"], lang),
                "month": record["month"] or None,
            }
            self.activity.put(row, {**record, **names})
        self.activity.finish(filtered=True, paper=A3)

    def _write_parameters(self, inventory: Inventory) -> None:
        for row, record in enumerate(inventory.parameters.to_dict("records")):
            self.parameter_rows[record["parameter_id"]] = row
            term = TERMS[record["name"]]
            values = {
                **record,
                "term": f"{term.title(self.book.lang)} {term.symbol}",
                "value": _as_written(record["written"], record["value"]),
                "range": _range(record["lower"], record["upper"]),
                "applies": _applies(record, self.book.lang),
                "years": _range(record["valid_from"], record["valid_to"]),
            }
            self._put(row, values, mark(record))

    def _write_potentials(self, inventory: Inventory) -> None:
        """The global warming potentials are parameters too; AR5 and AR6 have two for methane."""
        name = str(inventory.about["gwp"])
        used = inventory.choices[inventory.choices["gas"] != ""][["gas", "gwp"]].drop_duplicates().dropna()
        first = self.parameters.count
        for row, (gas, value) in enumerate(sorted(used.itertuples(index=False, name=None)), start=first):
            known = (each for (of, which, _), each in gases.potentials().items() if (of, which) == (name, gas))
            cited = next(each for each in known if each.value == value)
            self.potential_rows[gas, value] = row
            values = {
                "parameter_id": ".".join(filter(None, ("gwp", name, gas, cited.origin))),
                "term": self.book.word("gwp.term", gas=gas, set=name),
                "value": value,
                "unit": f"tCO2e/t{gas}",
                "factor_set": name,
                "source_id": cited.source_id,
                "place": cited.place,
                "note": cited.note,
            }
            self._put(row, values, cited.status)

    def _put(self, row: int, values: Mapping[str, Any], status: str) -> None:
        self.marks.append(status)
        shown = {**values, "status": self.book.word(f"status.{status}")}
        self.parameters.put(row, shown, each={"status": (status,)})
        source = values["source_id"]
        self.parameters.link(row, "source", self.sources.outside(self.source_rows[source], "source_id"), source)


def mark(parameter: Mapping[str, Any]) -> str:
    """The evidence mark of a parameter as shown: what was submitted is marked so."""
    return "submitted" if parameter["tier"] in SUBMITTED else str(parameter["status"])


def region_name(code: str, lang: str) -> str:
    """The name of a region, or the code of one that is on no list."""
    return regions.find_code(code).name(lang) if regions.known(code) else code


def unit_name(unit: str, lang: str) -> str:
    """A unit as officials write it (``吨``, ``万立方米``)."""
    return units.table()[unit].zh if lang == "zh" and unit in units.table() else unit


def _page(book: Book, key: str, widths: Mapping[str, float]) -> Page:
    fields = [Field(key, book.word(f"header.{key}"), widths[key], _STYLES.get(key, "text")) for key in widths]
    return Page(book, key, book.names[key], fields)


def _write_sources(page: Page, inventory: Inventory) -> dict[str, int]:
    """Every source in use, by id; what the library does not list was derived here or is a submitted workbook."""
    listed = library.load().sources
    name = str(inventory.about["gwp"])
    used = {potential.source_id for (gwp_set, _, _), potential in gases.potentials().items() if gwp_set == name}
    rows = {}
    for row, source_id in enumerate(sorted(used | set(inventory.parameters["source_id"]))):
        rows[source_id] = row
        unlisted = {"title": page.book.word("status.derived" if source_id == DERIVED else "status.submitted")}
        page.put(row, {**listed.get(source_id, unlisted), "source_id": source_id})
    page.finish(paper=A3)
    return rows


def _as_written(written: str, value: float) -> Live | float:
    """A ratio stays a ratio (``44/12``); what else was written is a number."""
    return Live(f"={written}", value) if _RATIO.fullmatch(written) else value


def _range(lower: Any, upper: Any) -> str:
    ends = ["" if end is None or math.isnan(end) else f"{end:g}" for end in (lower, upper)]
    return " – ".join(ends) if any(ends) else ""


def _applies(record: Mapping[str, Any], lang: str) -> str:
    tree = categories.tree()
    parts = [
        region_name(record["region"], lang),
        tree[record["category"]].name(lang) if record["category"] in tree else record["category"],
        items.find_code(record["item"]).name(lang) if record["item"] else "",
        record["technology"],
        record["enterprise"],
    ]
    return " · ".join(part for part in parts if part)
