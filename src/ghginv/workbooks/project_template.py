"""The form for the carbon evaluation of a project 项目碳排放评价申报表, by the items of NDRC order 31, to be filled in.

Looks, entry cells and protection are those of a plan's workbook (``budget_template``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import items, plan_tables
from ghginv.domain.plan_tables import Table
from ghginv.workbooks import budget_guide, budget_lists, budget_page, budget_template, project_words, writing

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_VALUE_WIDTH = 44.0
_ENERGY = ("coal", "oil", "gas", "biomass", "electricity", "heat", "other_fuel", "other_energy", "waste",
           "alternative_fuel")  # fmt: skip
_PROCESS = ("clinker", "raw_meal", "kiln_dust", "lime", "carbonate", "ceramic", "steel_input", "carbon_feed",
            "carbon_product", "catalyst_coke", "flare", "aluminium", "magnesium", "magnesium_processed", "hcfc22",
            "hfc_product", "fgas_product")  # fmt: skip
_PROCESS_ITEMS = ("adipic_acid", "adipic_acid_abated", "nitric_acid", "nitric_acid_abated", "crude_steel_fixed",
                  "primary_aluminium_slope")  # fmt: skip
_AGGREGATES = ("measured_coal",)
_UNITS = {
    "energy": ("t", "10^4 t", "10^4 m3", "m3", "10^4 kWh", "kWh", "MWh", "GJ"),
    "process": ("t", "10^4 t", "kg", "10^4 m3"),
    "products": ("t", "10^4 t", "10^4 m3", "10^4 kWh", "MWh", "GJ"),
}
_DAYS = ("start", "finish", "trial")
_YEARS = (date(2000, 1, 1), date(2100, 12, 31))
Row = Mapping[str, Any]


def build_project(path: Path | str, lang: str = "zh", rows: Mapping[str, Iterable[Row]] | None = None) -> None:
    """Write the form to ``path``; ``rows`` are known beforehand, by table and column id, as ``build_plan`` takes them.

    InputError: a file that cannot be written.
    """
    layout = plan_tables.project()
    given = {table.id: list((rows or {}).get(table.id, ())) for table in layout.tables}
    given["facts"] = _facts(given["facts"], lang)
    with writing.opened(path) as file:
        book = budget_page.entry_book(file, lang)
        writing.titled(file, book.say(layout.zh, layout.en))
        said = budget_guide.Guide(
            title=book.say(layout.zh, layout.en), texts=project_words.numbered("guide", lang),
            word=lambda key: project_words.word(key, lang), tables=layout.tables, marks=budget_guide.REQUIRED,
        )  # fmt: skip
        budget_guide.write(book, layout, said)
        for table in layout.tables:
            sheet = budget_template.entry_sheet(book, table, given[table.id])
            last = budget_template.last_row(given[table.id])
            _facts_sheet(book, sheet, given["facts"]) if table.id == "facts" else _lists_of(book, sheet, table, last)
        budget_lists.write(book, [*budget_lists.of_choices(layout, lang), *_lists(lang)])
        products = next(table.zh for table in layout.tables if table.id == "products")
        last = budget_template.last_row(given["products"])
        budget_lists.typed(book, "codes_products", products, "A", budget_template.HEADER_ROW + 1, last)
        budget_page.sign(file, budget_page.PROJECT, {}, layout)


def _facts(rows: Sequence[Row], lang: str) -> list[Row]:
    """A line for each fact with what is asked for."""
    values = {str(row.get("fact")): row.get("value") for row in rows}
    known = plan_tables.project().tables[0].columns[0].choices
    return [
        {"fact": each.id, "value": values.get(each.id), "note": project_words.word(f"fact.{each.id}", lang)}
        for each in known
    ]


def _facts_sheet(book: budget_page.EntryBook, sheet: Worksheet, rows: Sequence[Row]) -> None:
    """Drop-downs and days for the lines of facts; what is asked for stands in grey and is locked."""
    sheet.set_column(0, 0, 40.0)
    sheet.set_column(1, 1, _VALUE_WIDTH)
    sheet.set_column(2, 2, 60.0)
    for at, row in enumerate(rows, start=budget_template.HEADER_ROW):
        fact = str(row["fact"])
        sheet.write_string(at, 2, str(row["note"]), book.styles.hint)
        if words := project_words.choices(fact, book.lang):
            message = project_words.word("check.choice", book.lang)
            sheet.data_validation(at, 1, at, 1, {"validate": "list", "source": words, "error_message": message})
        elif fact in _DAYS:
            message = project_words.word("check.date", book.lang)
            check = {"validate": "date", "criteria": "between", "minimum": _YEARS[0], "maximum": _YEARS[1]}
            sheet.data_validation(at, 1, at, 1, {**check, "error_message": message})
            value = row.get("value")
            if isinstance(value, str) and value:
                sheet.write_datetime(at, 1, date.fromisoformat(value), book.entries["date"])
            else:
                sheet.write_blank(at, 1, None, book.entries["date"])
        elif fact == "investment":
            check = {"validate": "decimal", "criteria": ">=", "value": 0}
            message = project_words.word("check.number", book.lang)
            sheet.data_validation(at, 1, at, 1, {**check, "error_message": message})
        elif fact in ("credit_code", "region", "industry"):
            value = row.get("value")
            form = book.entries["code"]
            sheet.write_string(at, 1, str(value), form) if value else sheet.write_blank(at, 1, None, form)


def _lists_of(book: budget_page.EntryBook, sheet: Worksheet, table: Table, last: int) -> None:
    """Drop-downs of items, and of products where they are referred to."""
    first = budget_template.HEADER_ROW
    message = project_words.word("check.item", book.lang)
    for at, column in enumerate(table.columns):
        source = f"items_{table.id}" if column.id == "item" else ""
        source = "codes_products" if (table.id, column.id) == ("benchmarks", "product") else source
        if source:
            check = {"validate": "list", "source": f"={source}", "error_message": message, "error_type": "warning"}
            sheet.data_validation(first, at, last - 1, at, check)


def _lists(lang: str) -> Iterator[tuple[str, list[str]]]:
    for table_id, codes in _UNITS.items():
        yield f"units_{table_id}", [budget_page.unit(code, lang) for code in codes]
    by_kind = items.load().values()
    order = {kind: at for at, kind in enumerate((*_ENERGY, *_PROCESS))}
    energy = [each for each in by_kind if each.kind in _ENERGY and each.code not in _AGGREGATES]
    process = [each for each in by_kind if each.kind in _PROCESS or each.code in _PROCESS_ITEMS]
    for name, found in (("items_energy", energy), ("items_process", process)):
        found.sort(key=lambda each: order.get(each.kind, len(order)))
        yield name, [each.name(lang) for each in found]
