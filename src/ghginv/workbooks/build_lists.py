"""The lists behind a template: what its drop-downs offer, which units go with an item, what a cell may take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.domain import units
from ghginv.domain.terms import TERMS
from ghginv.workbooks import build_checks
from ghginv.workbooks.build_conditions import facilities
from ghginv.workbooks.build_page import PROTECTION, Book
from ghginv.workbooks.layout import HEADER_ROW, Column, Layout, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

DICTIONARY = "字典"


def validation(book: Book, table: Table, column: Column) -> dict[str, Any] | None:
    """The check that Excel makes while one types; ``judge`` makes it again, and all others."""
    choose = book.say("请从下拉列表中选择", "choose from the list")
    if column.options:
        return {"validate": "list", "source": f"=opt_{column.options}", "error_message": choose}
    if column.field == "facility" and (codes := facilities(book)):
        message = book.say("请选择“设施”表中已填的编号", "choose one of the codes in the sheet of facilities")
        return {"validate": "list", "source": f"={codes}", "error_message": message}
    if column.field == "unit" and table.role == "measured":
        return {"validate": "list", "source": "=units_of_parameters", "error_message": choose}
    if column.field == "unit":
        item = table.column("item")
        assert item is not None
        cell = f"${letter(table.columns.index(item))}{HEADER_ROW + 1}"
        source = f'=INDIRECT(IFERROR(VLOOKUP({cell},map_{item.options},2,FALSE),"units_all"))'
        return {"validate": "list", "source": source, "error_message": choose}
    if column.field == "vintage":
        message = book.say("请填写四位年份", "type a year of four digits")
        between = {"criteria": "between", "minimum": 1900, "maximum": 2100}
        return {"validate": "integer", **between, "error_message": message}
    if column.is_number and column.signed:
        message = book.say("请填写数字", "type a number")
        return {"validate": "custom", "value": f"=ISNUMBER({_here(table, column)})", "error_message": message}
    if column.is_number:
        message = book.say("请填写不小于 0 的数字", "type a number, not below 0")
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
    return None


def _here(table: Table, column: Column) -> str:
    return f"{letter(table.columns.index(column))}{HEADER_ROW + 1}"


def letter(place: int) -> str:
    """The letters of a column, from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def dictionary(book: Book) -> None:
    """The hidden sheet of lists: an entry typed into a validation may not be longer than 255 characters."""
    shelf = _Shelf(book, book.file.add_worksheet(DICTIONARY))
    names = {canonical: f"units_{number}" for number, canonical in enumerate(book.layout.units)}
    for name, options in book.layout.options.items():
        labels = [option.label(book.lang) for option in options.entries]
        shelf.put(f"opt_{name}", labels)
        if options.entries[0].unit:
            shelf.put("", [names[option.unit] for option in options.entries])
            shelf.name(f"map_{name}", len(labels), columns=2)
    parameters = book.layout.options.get("parameters")
    if parameters:
        offered_units = dict.fromkeys(unit for option in parameters.entries for unit in TERMS[option.code].units)
        shelf.put("units_of_parameters", list(offered_units))
    for canonical, offered in _unit_lists(book.layout):
        shelf.put(names.get(canonical, "units_all"), [_unit(book, unit) for unit in offered])
    if book.layout.industry:
        _for_checks(book, shelf)
    shelf.sheet.protect("", PROTECTION)
    shelf.sheet.hide()


def _for_checks(book: Book, shelf: _Shelf) -> None:
    """What the checks of the workbook look up: units of items, ranges of measured values, codes of the industry."""
    assert book.layout.industry is not None
    shelf.put("units_of_items", list(_units_of_items(book)))
    known = build_checks.ranges(book)
    if known:
        shelf.put("range_keys", list(known))
        for end in (0, 1):
            shelf.put("", [bounds[end] for bounds in known.values()])
        shelf.name("ranges", len(known), columns=3)
    shelf.put("industry_codes", list(book.layout.industry.gbt4754))


def _units_of_items(book: Book) -> Iterator[str]:
    """Each item of a table of quantities with each unit offered for it, as the workbook shows them."""
    tables = [table for table in book.layout.tables if table.role != "measured"]
    columns = [column for column in (table.column("item") for table in tables) if column]
    listed = {option.code: option for column in columns for option in book.layout.options[column.options].entries}
    for option in listed.values():
        for unit in book.layout.units[option.unit]:
            yield f"{option.label(book.lang)}|{_unit(book, unit)}"


def _unit(book: Book, unit: str) -> str:
    return units.table()[unit].zh if book.lang == "zh" else unit


def _unit_lists(layout: Layout) -> Iterator[tuple[str, list[str]]]:
    """The units offered for each kind; in the workbook of an industry only for kinds that one of its lists has."""
    used = {option.unit for options in layout.options.values() for option in options.entries}
    offered = {kind: list(each) for kind, each in layout.units.items() if kind in used or not layout.industry}
    yield from offered.items()
    yield "", list(dict.fromkeys(unit for each in offered.values() for unit in each))


@dataclass(slots=True)
class _Shelf:
    """The sheet of lists, filled column by column."""

    book: Book
    sheet: Worksheet
    place: int = 0

    def put(self, name: str, entries: Sequence[str | float]) -> None:
        """A list in the next column, under a name of the workbook unless that is empty."""
        self.sheet.write_string(0, self.place, name)
        for row, entry in enumerate(entries, start=1):
            if isinstance(entry, str):
                self.sheet.write_string(row, self.place, entry)
            else:
                self.sheet.write_number(row, self.place, entry)
        self.place += 1
        if name:
            self.name(name, len(entries), columns=1)

    def name(self, name: str, rows: int, columns: int) -> None:
        """A name for the last columns."""
        from xlsxwriter.utility import xl_range_abs

        area = xl_range_abs(1, self.place - columns, rows, self.place - 1)
        self.book.file.define_name(name, f"='{DICTIONARY}'!{area}")
