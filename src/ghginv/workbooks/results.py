"""The result workbook 结果工作簿: the guideline's tables, each figure a live formula down to activity and parameters.

What is written is what was compiled: a formula carries the value of the inventory, and recalculated in Excel, WPS or
LibreOffice it gives the same figure. The same inventory gives the same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

from ghginv.calculation import completeness, layouts, reference, reported, reporting
from ghginv.calculation.inventory import Inventory
from ghginv.calculation.layouts import Layout
from ghginv.calculation.totals import WHOLE
from ghginv.errors import InputError
from ghginv.factors import guidelines
from ghginv.findings import Finding
from ghginv.formulas import all_formulas
from ghginv.workbooks.results_sheets import guide, tables
from ghginv.workbooks.results_sheets.emissions import Emissions
from ghginv.workbooks.results_sheets.formulas import Calculation
from ghginv.workbooks.results_sheets.inputs import Inputs, region_name
from ghginv.workbooks.results_sheets.page import LAST_ROW, Book

# A file that is to be the same for the same inventory cannot say when it was written.
CREATED = datetime.datetime(2000, 1, 1)
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_results(
    inventory: Inventory, path: Path, lang: str = "zh", given: Mapping[str, reported.Texts] | None = None
) -> None:
    """Write the result workbook of an inventory to ``path``.

    ``given`` fills columns that are no sums, such as the uncertainties of the table ``lucf``: by table, then by line
    and column.

    Raises InputError when the inventory has more rows than a sheet, or the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    longest = max(len(inventory.rows), len(inventory.activity))
    if longest > LAST_ROW - 100:
        raise InputError(Finding("results-too-long", found=f"{longest:,}", expected=f"{LAST_ROW:,}"))
    workbook = xlsxwriter.Workbook(path, OPTIONS)
    named = _names(inventory, lang)
    workbook.set_properties({"title": named["run"], "author": "ghginv", "created": CREATED})
    workbook.set_calc_mode("auto")
    _write(Book(workbook, lang, named), inventory, named, given or {})
    try:
        workbook.close()
    except FileCreateError as refusal:
        raise InputError(Finding("results-not-written", found=str(path), details={"why": str(refusal)})) from refusal


def _names(inventory: Inventory, lang: str) -> dict[str, str]:
    about = inventory.about
    return {
        "region": region_name(str(about["region"]), lang),
        "year": str(about["year"]),
        "guideline": guidelines.load(str(about["guideline"])).name(lang),
        "gwp": str(about["gwp"]),
        "run": str(about["run"]),
    }


def _write(book: Book, inventory: Inventory, named: dict[str, str], given: Mapping[str, reported.Texts]) -> None:
    own = reporting.layouts_of(inventory)
    rows = reporting.placed(inventory, *own.values())
    compared = bool((rows["approach"] == "apparent").any())
    formulas = [name for name in all_formulas() if name in set(inventory.emissions["formula"])]
    _name_sheets(book, formulas, compared, own.values())

    inputs = Inputs(book, inventory)
    calculations = {name: Calculation(book, inventory, inputs, name) for name in formulas}
    rows["energy"] = reference.energy(inventory, rows)
    groups = {line.line: line.name(book.lang) for line in layouts.shared("reference").lines}
    rows["group_name"] = rows["group"].map(groups).fillna("")
    caption = layouts.shared("emissions").caption(book.lang)
    emissions = Emissions(book, rows, list(own.values()), calculations, caption)

    written = {}
    for name, layout in own.items():
        table = reported.report(inventory, layout, rows, book.lang, given.get(name))
        standing = set(rows[layout.column]) if layout.takes_rows else set()
        written[name] = tables.Table(book, table, emissions, standing)
    tables.write_summary(book, written[WHOLE], layouts.shared("totals"))
    if compared:
        compare = reference.compare(inventory, rows, book.lang)
        tables.write_reference(book, emissions, compare, layouts.shared("reference"))
    tables.write_sectors(book, emissions, rows, layouts.shared("sector-fuel"))
    guideline = guidelines.load(str(inventory.about["guideline"]))
    complete = completeness.completeness(inventory, own[WHOLE], rows, guideline, book.lang)
    tables.write_completeness(book, complete, layouts.shared("completeness"))
    guide.write_guide(book, inventory, layouts.shared("guide"), named, written[WHOLE], inputs)


def _name_sheets(book: Book, formulas: list[str], compared: bool, own: Iterable[Layout]) -> None:
    """The sheets in the order in which they are read."""
    for key in ("guide", "totals"):
        book.add(key, book.word(f"sheet.{key}"))
    for layout in own:
        known = book.knows(f"sheet.{layout.name}")
        book.add(layout.name, book.word(f"sheet.{layout.name}") if known else layout.caption(book.lang))
    for key in ("reference", "sector-fuel", "completeness", "emissions"):
        if key != "reference" or compared:
            book.add(key, book.word(f"sheet.{key}"))
    for name in formulas:
        title = all_formulas()[name].equation.zh if book.lang == "zh" else name
        book.add(f"calculation:{name}", book.word("sheet.calculation", name=title))
    for key in ("activity", "parameters", "sources"):
        book.add(key, book.word(f"sheet.{key}"))
