"""Layout into template: a workbook with drop-downs, units, guidance and locked cells, as Excel and WPS want it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import regions, units
from ghginv.workbooks import layout as layouts
from ghginv.workbooks import signature
from ghginv.workbooks.layout import HEADER_ROW, Column, Layout, Table
from ghginv.workbooks.prefill import Entry

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DICTIONARY = "字典"
ENTRY_COLOUR = "#FFFBE6"
_CREATED = datetime(2020, 1, 1)  # fixed, so that the same layout gives the same bytes
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_GUIDE_WIDTH = 104.0
_LINE = {"border": 1, "border_color": "#BFBFBF"}


@dataclass(frozen=True)
class _Styles:
    """The formats of the workbook."""

    title: Format
    text: Format
    guide: Format
    header: Format
    required: Format
    label: Format
    link: Format
    entry: Format
    number: Format


@dataclass(frozen=True)
class _Book:
    """What every sheet's writer needs."""

    file: Workbook
    layout: Layout
    styles: _Styles
    lang: str
    entries: Mapping[str, Sequence[Entry]]


def build_inventory_template(
    path: Path | str,
    region: str = "",
    year: int | None = None,
    lang: str = "zh",
    entries: Mapping[str, Sequence[Entry]] | None = None,
) -> None:
    """Write the inventory template to ``path``, with region, year and ``entries`` by sheet filled in where given."""
    import xlsxwriter

    layout = layouts.load("inventory")
    with xlsxwriter.Workbook(str(path), _SAFE) as file:
        title = layout.zh if lang == "zh" else layout.en
        file.set_properties({"title": title, "created": _CREATED})
        book = _Book(file, layout, _styles(file), lang, entries or {})
        _guide(book)
        region_name = regions.find_code(region).zh if regions.known(region) else ""
        _facts(book, {"region": region, "region_name": region_name, "year": year})
        for table in layout.tables:
            _table(book, table)
        _dictionary(book)
        _signature(book, region, year)


def _styles(file: Workbook) -> _Styles:
    def style(**look: Any) -> Format:
        return file.add_format({**_FONT, **look})

    header = {"bold": True, "text_wrap": True, "align": "center", **_LINE}
    entry = {"bg_color": ENTRY_COLOUR, "locked": False, **_LINE}
    return _Styles(
        title=style(bold=True, font_size=14, font_color="#1F4E3D"),
        text=style(text_wrap=True, valign="top"),
        guide=style(text_wrap=True, font_color="#595959"),
        header=style(**header, bg_color="#DDEBE4"),
        required=style(**header, bg_color="#BBD9C9"),
        label=style(bold=True, bg_color="#DDEBE4", **_LINE),
        link=style(font_color="#0563C1", underline=1, indent=1),
        entry=style(**entry, text_wrap=True, indent=1),
        number=style(**entry, num_format="#,##0.######", align="right", indent=1),
    )


def _page(book: _Book, name: str, english: str, widths: list[float], colour: str) -> Worksheet:
    """A protected sheet, ready to print on A4 landscape, one page wide."""
    sheet = book.file.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, name if book.lang == "zh" else f"{name}  {english}", book.styles.title)
    sheet.set_row(0, 26)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(colour)
    sheet.protect("", _PROTECTION)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N&R&A")
    return sheet


def _guide(book: _Book) -> None:
    page = book.layout.guide
    sheet = _page(book, page.sheet, page.en, [_GUIDE_WIDTH], "#7F7F7F")
    title = book.layout.zh if book.lang == "zh" else book.layout.en
    sheet.write_string(1, 0, title, book.styles.label)
    for row, line in enumerate(page.zh_lines if book.lang == "zh" else page.en_lines, start=2):
        sheet.write_string(row, 0, line, book.styles.text)
        sheet.set_row(row, _height(line, _GUIDE_WIDTH) + 4)
    row = _contents(book, sheet, row + 2) + 1
    sheet.write_string(row, 0, "填报项 entry cell", book.styles.entry)
    sheet.write_string(row + 1, 0, "必填列标题 required column *", book.styles.required)
    sheet.write_string(row + 2, 0, "选填列标题 optional column", book.styles.header)
    sheet.write_string(row + 3, 0, f"ghginv {book.layout.kind} v{book.layout.version}", book.styles.guide)


def _contents(book: _Book, sheet: Worksheet, row: int) -> int:
    """The sheets by sector, each a link; the row below the last."""
    chinese = book.lang == "zh"
    for sector in book.layout.sectors:
        tables = [table for table in book.layout.tables if table.sector == sector.id]
        if tables:
            sheet.write_string(row, 0, sector.zh if chinese else sector.en, book.styles.label)
            row += 1
        for table in tables:
            name = table.sheet if chinese else f"{table.sheet}  {table.en}"
            sheet.write_url(row, 0, f"internal:'{table.sheet}'!A1", book.styles.link, name)
            row += 1
    return row


def _facts(book: _Book, known: dict[str, str | int | None]) -> None:
    page = book.layout.facts
    sheet = _page(book, page.sheet, page.en, [24, 40, 52], "#2E75B6")
    for row, fact in enumerate(page.entries, start=HEADER_ROW - 1):
        name = fact.zh if book.lang == "zh" else f"{fact.zh} {fact.en}"
        sheet.write_string(row, 0, f"{name}*" if fact.required else name, book.styles.label)
        value = known.get(fact.field)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, book.styles.entry)
        else:
            sheet.write_string(row, 1, value or "", book.styles.entry)
        sheet.write_string(row, 2, fact.hint_zh if book.lang == "zh" else fact.hint_en, book.styles.guide)
        sheet.set_row(row, 22)
        if fact.field == "year":
            check = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100}
            sheet.data_validation(row, 1, row, 1, {**check, "error_message": fact.hint_zh})


def _table(book: _Book, table: Table) -> None:
    widths = [_width(column, book.lang) for column in table.columns]
    colour = next(sector.colour for sector in book.layout.sectors if sector.id == table.sector)
    sheet = _page(book, table.sheet, table.en, widths, colour)
    guide = table.guide_zh if book.lang == "zh" else table.guide_en
    sheet.merge_range(1, 0, 1, len(widths) - 1, "", book.styles.guide)
    sheet.write_string(1, 0, guide, book.styles.guide)
    sheet.set_row(1, _height(guide, sum(widths)))
    lines = max(column.header(book.lang).count("\n") + 1 for column in table.columns)
    sheet.set_row(HEADER_ROW - 1, 17 * lines + 4)
    for place, column in enumerate(table.columns):
        _column(book, sheet, table, place, column)
    sheet.freeze_panes(HEADER_ROW, 2 if table.columns[1].field == "item" else 1)
    sheet.repeat_rows(HEADER_ROW - 1)


def _column(book: _Book, sheet: Worksheet, table: Table, place: int, column: Column) -> None:
    style = book.styles.required if column.required else book.styles.header
    hint = column.hint_zh if book.lang == "zh" else column.hint_en
    sheet.write_string(HEADER_ROW - 1, place, column.header(book.lang), style)
    if hint:
        sheet.write_comment(HEADER_ROW - 1, place, hint, {"x_scale": 1.6, "y_scale": 0.7, "font_size": 9})
    first, last = HEADER_ROW, HEADER_ROW + max(table.rows, len(book.entries.get(table.sheet, ()))) - 1
    filled = book.entries.get(table.sheet, ()) if table.column(column.field) is column else ()
    entry = book.styles.number if column.is_number else book.styles.entry
    for row in range(first, last + 1):
        value = filled[row - first].get(column.field) if row - first < len(filled) else None
        _write(sheet, row, place, value, entry)
    check = _validation(book, table, column)
    if check:
        sheet.data_validation(first, place, last, place, {**check, "input_message": hint, "input_title": column.zh})


def _write(sheet: Worksheet, row: int, place: int, value: str | float | None, style: Format) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)


def _validation(book: _Book, table: Table, column: Column) -> dict[str, Any] | None:
    """The check that Excel makes while one types; ``judge`` makes it again, and all others."""
    chinese = book.lang == "zh"
    choose = "请从下拉列表中选择" if chinese else "choose from the list"
    if column.options:
        return {"validate": "list", "source": f"=opt_{column.options}", "error_message": choose}
    if column.field == "unit":
        item = table.column("item")
        assert item is not None
        letter = chr(65 + table.columns.index(item))
        source = f'=INDIRECT(IFERROR(VLOOKUP(${letter}{HEADER_ROW + 1},map_{item.options},2,FALSE),"units_all"))'
        return {"validate": "list", "source": source, "error_message": choose}
    if column.is_number:
        message = "请填写不小于 0 的数字" if chinese else "type a number, not below 0"
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
    return None


def _dictionary(book: _Book) -> None:
    """The hidden sheet of lists: an entry typed into a validation may not be longer than 255 characters."""
    sheet = book.file.add_worksheet(DICTIONARY)
    names = {canonical: f"units_{number}" for number, canonical in enumerate(book.layout.units)}
    place = 0
    for name, options in book.layout.options.items():
        labels = [option.label(book.lang) for option in options.entries]
        _list(book, sheet, place, f"opt_{name}", labels)
        if options.entries[0].unit:
            _list(book, sheet, place + 1, "", [names[option.unit] for option in options.entries])
            area = f"='{DICTIONARY}'!{_area(place, place + 1, len(labels))}"
            book.file.define_name(f"map_{name}", area)
            place += 1
        place += 1
    for canonical, offered in _unit_lists(book.layout):
        labels = [units.table()[unit].zh if book.lang == "zh" else unit for unit in offered]
        _list(book, sheet, place, names.get(canonical, "units_all"), labels)
        place += 1
    sheet.protect("", _PROTECTION)
    sheet.hide()


def _unit_lists(layout: Layout) -> Iterator[tuple[str, list[str]]]:
    yield from ((canonical, list(offered)) for canonical, offered in layout.units.items())
    yield "", list(dict.fromkeys(unit for offered in layout.units.values() for unit in offered))


def _list(book: _Book, sheet: Worksheet, place: int, name: str, labels: list[str]) -> None:
    sheet.write_string(0, place, name)
    for row, label in enumerate(labels, start=1):
        sheet.write_string(row, place, label)
    if name:
        book.file.define_name(name, f"='{DICTIONARY}'!{_area(place, place, len(labels))}")


def _area(first: int, last: int, length: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(1, first, length, last))


def _signature(book: _Book, region: str, year: int | None) -> None:
    layout = book.layout
    made_for = signature.Signature(layout.kind, layout.version, layout.digest, region, str(year or ""))
    sheet = book.file.add_worksheet(signature.SHEET)
    for row, (name, value) in enumerate(made_for.lines()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect("")
    sheet.very_hidden()


def _length(text: str) -> float:
    """The width of a text in columns' measure: a Chinese character is as wide as two digits."""
    return sum(2.0 if ord(sign) > 0x2000 else 1.1 for sign in text)


def _width(column: Column, lang: str) -> float:
    return max(column.width, *(_length(line) + 2 for line in column.header(lang).split("\n")))


def _height(text: str, width: float) -> float:
    """The height in points of a row that holds a wrapped text."""
    return 16 * (int(_length(text) // width) + 1) + 3
