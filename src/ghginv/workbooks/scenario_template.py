"""The workbook 排放情景 in which scenarios are filled in: guide, a sheet a table, lists.

What is known already is filled in; text never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Table
from ghginv.domain.policy import STATUSES
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import budget_lists, budget_page, scenario_page
from ghginv.workbooks.budget_template import HEADER_ROW, entry_sheet, last_row
from ghginv.workbooks.build_page import PROTECTION, height, page, styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (26.0, 100.0)
_UNITS = ("10^8 CNY", "10^4 person", "person", "10^4 m2", "vehicle", "10^4 t", "t", "MWh", "10^4 MWh")
_OFFERED = {"scenario": "scenarios", "driver": "drivers", "follows": "drivers"}
Row = Mapping[str, Any]


def build(path: Path | str, facts: Mapping[str, Any], rows: Mapping[str, Iterable[Row]] | None = None,
          lang: str = "zh") -> None:  # fmt: skip
    """Write the workbook to ``path``: ``facts`` by id before those of the rows; ``rows`` by table and column id.

    InputError: a file that cannot be written, a text too long for a cell.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    layout = plan_tables.scenarios()
    given = {table.id: list((rows or {}).get(table.id, ())) for table in layout.tables}
    given["facts"] = _facts(layout.tables[0], facts, given["facts"])
    told = {row["fact"]: row["value"] for row in given["facts"]}
    file = xlsxwriter.Workbook(str(path), budget_page.OPTIONS)
    warning = str(told["warning"] or "")
    book = budget_page.EntryBook(file, styles(file), lang, budget_page.entry_formats(file), warning)
    title = scenario_page.word("title.template", lang)
    file.set_properties({"title": title, "author": "ghginv", "created": budget_page.CREATED})
    _guide(book, str(told.get("name") or title))
    for table in layout.tables:
        sheet = entry_sheet(book, table, given[table.id])
        _offered(sheet, table, last_row(given[table.id]))
    _dictionary(book, {name: last_row(each) for name, each in given.items()}, str(told.get("region") or ""))
    scenario_page.sign(file, {"region": str(told.get("region") or ""), "year": str(told.get("base_year") or "")})
    try:
        file.close()
    except FileCreateError as refusal:
        raise InputError(Finding("results-not-written", found=str(path), details={"why": str(refusal)})) from refusal


def _facts(table: Table, facts: Mapping[str, Any], rows: Sequence[Row]) -> list[Row]:
    """A line for each fact, filled in or not."""
    known = {choice.id: row for row in rows if (choice := table.columns[0].choice(str(row.get("fact") or "")))}
    return [
        {"fact": each.id, "value": facts.get(each.id, known.get(each.id, {}).get("value")),
         "note": known.get(each.id, {}).get("note")}
        for each in table.columns[0].choices
    ]  # fmt: skip


def _guide(book: budget_page.EntryBook, title: str) -> None:
    """What to do, line by line; the sheets with what they ask for."""
    layout, lang = plan_tables.scenarios(), book.lang
    sheet = page(book, budget_page.GUIDE, "guide", list(_WIDTHS), "#7F7F7F")
    rows = count(1)

    def across(text: str, form: Any) -> None:
        row = next(rows)
        sheet.merge_range(row, 0, row, 1, "", form)
        sheet.write_string(row, 0, text, form)
        sheet.set_row(row, height(text, sum(_WIDTHS)))

    across(title, book.styles.label)
    if book.warning:
        across(book.warning, book.file.add_format({"font_color": "#C00000", "text_wrap": True, "valign": "vcenter"}))
    for text in scenario_page.known("guide", lang):
        across(text, book.styles.text)
    next(rows)
    across(scenario_page.word("guide.sheets", lang), book.styles.label)
    for table in layout.tables:
        row, about = next(rows), book.say(table.help_zh, table.help_en)
        name = book.say(table.zh, f"{table.zh}  {table.en}")
        sheet.write_url(row, 0, f"internal:'{table.zh}'!A1", book.styles.link, name)
        sheet.write_string(row, 1, about, book.styles.guide)
        sheet.set_row(row, height(about, _WIDTHS[1]))
    next(rows)
    sheet.write_string(next(rows), 0, scenario_page.word("guide.entry", lang), book.entries["text"])
    sheet.write_string(next(rows), 0, f"ghginv {layout.id} v{layout.version}", book.styles.guide)
    budget_page.print_warning(sheet, book.warning)


def _offered(sheet: Worksheet, table: Table, last: int) -> None:
    """Scenarios and drivers to choose from, where they are not defined but used."""
    for at, column in enumerate(table.columns):
        source = _OFFERED.get(column.id)
        if source and not (at == 0 and table.id == source):
            check = {"validate": "list", "source": f"=codes_{source}", "error_type": "warning"}
            sheet.data_validation(HEADER_ROW, at, last - 1, at, check)


def _dictionary(book: budget_page.EntryBook, last: Mapping[str, int], region: str) -> None:
    """The hidden sheet of lists, and the names under which drop-downs find them."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.file.add_worksheet(budget_page.DICTIONARY)
    for at, (name, entries) in enumerate(_lists(book.lang, region)):
        sheet.write_string(0, at, name)
        for row, entry in enumerate(entries, start=1):
            sheet.write_string(row, at, entry)
        column = xl_col_to_name(at)
        cells = f"='{budget_page.DICTIONARY}'!${column}$2:${column}${max(len(entries), 1) + 1}"
        book.file.define_name(name, cells)
    for name in ("scenarios", "drivers"):
        table = next(each for each in plan_tables.scenarios().tables if each.id == name)
        cells = f"'{table.zh}'!$A${HEADER_ROW + 1}:$A${last[name]}"
        whole = f"=OFFSET('{table.zh}'!$A${HEADER_ROW + 1},0,0,MAX(1,COUNTA({cells})),1)"
        book.file.define_name(f"codes_{name}", whole)
    sheet.protect("", PROTECTION)
    sheet.hide()


def _lists(lang: str, region: str) -> Iterator[tuple[str, list[str]]]:
    from ghginv.domain import industries

    for table in plan_tables.scenarios().tables:
        for column in table.columns:
            if column.choices:
                words = [budget_lists.choice_word(each, lang) for each in column.choices]
                yield f"list_{table.id}_{column.id}", words
    yield "units_drivers", list(_UNITS)
    yield "codes_regions", [region] if region else []
    yield "codes_industries", [each for each in industries.load() if len(each) <= 3]
    yield "list_evidence", list(STATUSES)
