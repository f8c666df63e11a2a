"""What a scenario rests on, as sheets: drivers with growth and live indices, base groups, the library of measures."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.results_sheets.page import Live
from ghginv.workbooks.scenario_material import ByYear, OneScenario, ScenarioMaterial
from ghginv.workbooks.scenario_page import ScenarioBook

_PERCENT = 100
POWER = "\0power"
LIBRARY = (
    "measure", "name", "scenarios", "category", "item", "kind", "amount", "start_year", "full_year", "ramp", "steps",
    "lifetime", "cost", "investment", "owner", "exclusive_group", "order", "industry", "region", "source", "evidence",
)  # fmt: skip
_LOOKS = {"start_year": "year", "full_year": "year", "lifetime": "quantity", "amount": "quantity", "cost": "quantity",
          "investment": "quantity", "order": "quantity"}  # fmt: skip
_WIDE = {"name": 26.0, "owner": 22.0, "source": 40.0, "steps": 18.0}

Indices = Mapping[str, tuple[Placed, Mapping[str, int]]]
"""By scenario the table of indices and the row of each driver in it."""


def year_fields(years: Any, style: str) -> list[Field]:
    """A column a year."""
    return [Field(str(year), str(year), style) for year in years]


def drivers(book: ScenarioBook, material: ScenarioMaterial) -> Indices:
    """For each scenario the yearly change of every driver, and its index live from it."""
    years = list(material.years)
    widths = [24.0, *[10.0] * len(years)]
    sheet = BudgetSheet(book, "drivers", book.word("sheet.drivers"), widths)
    sheet.note(book.word("about.drivers"))
    found: dict[str, tuple[Placed, dict[str, int]]] = {}
    for each in material.scenarios:
        paths = {**each.drivers, POWER: each.power}
        names = {**material.driver_names, POWER: book.word("row.power")}
        rows = {code: at for at, code in enumerate(paths)}
        sheet.heading(book.word("heading.growth", name=f"{each.code} {each.name}"))
        first = Field("name", book.word("col.driver"))
        rates = [{"name": names.get(code, code), **_rates(path, years)} for code, path in paths.items()]
        growth = sheet.table([first, *year_fields(years[1:], "intensity")], rates)
        sheet.heading(book.word("heading.index", name=f"{each.code} {each.name}"))
        top = sheet.row + 2  # a title above the first row, counted from 1
        live = [
            {"name": names.get(code, code), **_index(path, years, growth, at, top)}
            for at, (code, path) in enumerate(paths.items())
        ]
        placed = sheet.table([first, *year_fields(years, "intensity")], live)
        found[each.code] = placed, rows
    sheet.finish()
    sheet.sheet.freeze_panes(0, 1)
    return found


def _rates(path: ByYear, years: list[int]) -> dict[str, float]:
    return {str(year): (path[year] / path[before] - 1) * _PERCENT for before, year in pairwise(years)}


def _index(path: ByYear, years: list[int], growth: Placed, at: int, top: int) -> dict[str, Any]:
    from xlsxwriter.utility import xl_rowcol_to_cell

    row: dict[str, Any] = {str(years[0]): 1.0}
    for number, year in enumerate(years[1:], start=1):
        before = xl_rowcol_to_cell(top - 1 + at, number)
        row[str(year)] = Live(f"={before}*(1+{growth.cell(at, str(year))}/100)", path[year])
    return row


def base(book: ScenarioBook, material: ScenarioMaterial) -> Placed:
    """The groups of the base year."""
    sheet = BudgetSheet(book, "base", book.word("sheet.base"), [14.0, 30.0, 24.0, 18.0, 12.0, 34.0, 18.0])
    sheet.note(book.word("about.base"))
    fields = [
        Field("category", book.word("col.category")), Field("item", book.word("col.item")),
        Field("driver", book.word("col.driver")), Field("sector", book.word("col.sector")),
        Field("powered", book.word("col.powered")), Field("acting", book.word("col.class")),
        Field("base_t", book.word("col.base"), "tonnes"),
    ]  # fmt: skip
    rows = []
    for row in material.groups.to_dict("records"):
        moved = f" ← {row['moved']}" if row["moved"] else ""
        named = material.driver_names.get(row["driver"], row["driver"])
        rows.append({
            "category": row["category"], "item": f"{row['item']}{moved}", "base_t": row["base_t"],
            "driver": named or book.word("none"), "sector": book.word(f"sector.{row['sector']}"),
            "powered": book.word("yes") if row["powered"] else "", "acting": str(row["class"]).partition("|")[2],
        })  # fmt: skip
    placed = sheet.table(fields, rows)
    sheet.finish()
    return placed


def library(book: ScenarioBook, material: ScenarioMaterial) -> Placed:
    """The measures with what they cost, who is responsible, where they come from."""
    sheet = BudgetSheet(book, "measures", book.word("sheet.measures"), [_WIDE.get(key, 13.0) for key in LIBRARY])
    fields = [Field(key, book.word(f"col.{key}"), _LOOKS.get(key, "text")) for key in LIBRARY]
    rows = []
    for told in material.library:
        row = {key: told.get(key) for key in LIBRARY}
        row["kind"] = book.word(f"kind.{told['kind']}")
        row["ramp"] = book.word(f"ramp.{told['ramp']}") if told.get("ramp") else ""
        rows.append(row)
    placed = sheet.table(fields, rows)
    sheet.finish()
    sheet.sheet.freeze_panes(2, 2)
    return placed


def index_cell(indices: Indices, scenario: OneScenario, driver: str, year: int) -> str:
    """The address of an index for other sheets; 1 where nothing drives."""
    placed, rows = indices[scenario.code]
    return placed.outside(rows[driver], str(year)) if driver in rows else "1"
