"""The workbook of scenarios as a result: totals, peak, gap, charts, drivers, groups, each scenario, measures, causes.

Emissions of the base year are those of the inventory's formulas; what a scenario does with them is live. A formula is
always written with its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ghginv.workbooks import scenario_inputs, scenario_sheet, scenario_totals, writing
from ghginv.workbooks.account_page import Field, Link
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.results_sheets.page import Live
from ghginv.workbooks.scenario_material import ScenarioMaterial
from ghginv.workbooks.scenario_page import ScenarioBook

__all__ = ["ScenarioMaterial", "write_scenarios"]

_FACTS = ("name", "region", "base_year", "last_year", "basis", "reference_driver", "run", "scenario_run", "budget",
          "period", "file", "at")  # fmt: skip


def write_scenarios(path: Path | str, material: ScenarioMaterial, lang: str = "zh") -> None:
    """Write the workbook to ``path``; InputError for a file that cannot be written."""
    with writing.opened(path) as workbook:
        book = ScenarioBook(workbook, lang, material.warning)
        title = book.word("title.result", name=material.facts.get("name") or "")
        writing.titled(workbook, title)
        own = [scenario_sheet.sheet_name(at, each) for at, each in enumerate(material.scenarios, start=1)]
        names = [book.word(f"sheet.{key}") for key in ("guide", "totals")] + own
        names += [book.word(f"sheet.{key}") for key in ("drivers", "base", "measures", "causes")]
        for name in names:
            workbook.add_worksheet(name)
        indices = scenario_inputs.drivers(book, material)
        base = scenario_inputs.base(book, material)
        library = scenario_inputs.library(book, material)
        written = [
            scenario_sheet.write(book, material, number, indices, base, library) for number in range(1, len(own) + 1)
        ]
        scenario_totals.totals(book, material, written)
        _causes(book, material)
        _guide(book, material, title, own)


def _causes(book: ScenarioBook, material: ScenarioMaterial) -> None:
    """Why emissions move: tables of effects as values, with their sum live."""
    sheet = BudgetSheet(book, "causes", book.word("sheet.causes"), [22.0, 16.0, *[15.0] * 8])
    sheet.note(book.word("about.causes"))
    for caption, table in material.causes:
        sheet.heading(caption)
        keys = [str(name) for name in table.columns]
        effects = [key for key in keys if key.endswith("_t") and key != "change_t"]
        fields = [Field(key, book.word(f"col.{key.removesuffix('_t')}"), "whole" if key.endswith("_t") else "text")
                  for key in keys]  # fmt: skip
        fields.append(Field("sum_t", book.word("col.sum"), "whole"))
        at = sheet.row + 2
        rows: list[dict[str, Any]] = []
        for number, told in enumerate(table.to_dict("records")):
            row = {str(key): value for key, value in told.items()}
            if "sector" in row:
                row["sector"] = book.word("col.total" if row["sector"] == "total" else f"sector.{row['sector']}")
            first, last = keys.index(effects[0]), keys.index(effects[-1])
            cells = f"{_letter(first)}{at + number}:{_letter(last)}{at + number}"
            rows.append({**row, "sum_t": Live(f"=SUM({cells})", sum(float(row[key]) for key in effects))})
        sheet.table(fields, rows)
    sheet.finish()


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _guide(book: ScenarioBook, material: ScenarioMaterial, title: str, own: Sequence[str]) -> None:
    """The first sheet: what it is about, remarks, the other sheets."""
    sheet = BudgetSheet(book, "guide", title, [24.0, 90.0])
    sheet.heading(book.word("heading.facts"))
    pair = [Field("key", ""), Field("value", "")]
    told = []
    for key in _FACTS:
        value = str(material.facts.get(key) or "")
        if value:
            shown = book.word(f"basis.{value}") if key == "basis" else value
            told.append({"key": book.word(f"fact.{key}"), "value": shown})
    sheet.table(pair, told, titles=False)
    if material.remarks:
        sheet.heading(book.word("heading.remarks"))
        for remark in material.remarks:
            sheet.note(remark)
    sheet.heading(book.word("heading.sheets"))
    about = {book.word(f"sheet.{key}"): book.word(f"line.{key}") for key in
             ("totals", "drivers", "base", "measures", "causes")}  # fmt: skip
    rows = [{"key": Link(f"'{name}'!A1", name), "value": about.get(name, book.word("line.scenario"))}
            for name in [book.word("sheet.totals"), *own, *list(about)[1:]]]  # fmt: skip
    sheet.table(pair, rows, titles=False)
    sheet.heading(book.word("heading.marks"))
    mark = Live(f'="{book.word("mark.live")}"', book.word("mark.live"))
    sheet.table(pair, [{"key": mark, "value": book.word("mark.live-is")}], titles=False)
    sheet.finish(landscape=False)
