"""Months: twelve columns, each once, each cell a number; what is wrong is said of the very cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ghginv.domain.written_numbers import Figure, digits
from ghginv.findings import Finding
from ghginv.workbooks.cells import address
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import Column
from ghginv.workbooks.layout_model import BALANCE
from ghginv.workbooks.rules import headers

NUMBERED = ("activity", "output", "measured")
_MONTH = re.compile(r"(\d{1,3})月份?")
PICTURE = "DISPIMG("  # the formula by which WPS shows a picture in a cell


@dataclass(frozen=True, slots=True)
class Header:
    """A header that names a month, within the year or not."""

    sheet: str
    cell: str
    text: str
    month: int


def _named(text: str) -> int | None:
    """The month that a header names."""
    match = _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text.split("\n")[0]).split()))
    return int(match[1]) if match else None


def _doubtful(filled: Filled) -> Iterator[tuple[Header, str]]:
    """Headers of a thirteenth month or of one that stands twice; the first of these is taken to be right."""
    for located in filled.tables:
        if not located.table.months:
            continue
        first: dict[int, str] = {}
        for column, cell in sorted(located.sheet.grid[located.header_row].items()):
            month = _named(cell.text) if "月" in cell.text else None
            if month is None:
                continue
            header = Header(located.sheet.name, address(located.header_row, column), cell.text.split("\n")[0], month)
            if not 1 <= month <= 12:
                yield header, ""
            elif month in first:
                yield header, first[month]
            first.setdefault(month, header.cell)


def headers_of_months(filled: Filled) -> Iterator[Finding]:
    """Headers as in every template; a month that stands twice, or a thirteenth, is told in its own words."""
    told = set()
    for header, earlier in _doubtful(filled):
        told.add((header.sheet, header.cell))
        code = "month-twice" if earlier else "month-beyond"
        yield Finding(code, "", header.sheet, header.cell, header.text, "1月-12月", {"other": earlier})
    for rule in (headers.changed_headers, headers.extra_headers):
        yield from (finding for finding in rule(filled) if (finding.sheet, finding.cell) not in told)


def amounts(entry: Entry) -> Iterator[tuple[Column, Figure]]:
    """The cells of a row that hold amounts: months that are given, the year's figure, purchases and stocks."""
    columns = entry.located.months
    yield from ((columns[month - 1], figure) for month, figure in entry.months.items())
    for field in ("quantity", *BALANCE):
        column = entry.column(field)
        if column is not None:
            yield column, entry.total if field == "quantity" else entry.figure(column)


def readable(filled: Filled) -> Iterator[Finding]:
    """Each cell of an amount holds a number or nothing; the year's total may hold a formula not yet computed."""
    for entry in filled.of_role(*NUMBERED):
        for column, figure in amounts(entry):
            if not figure.code:
                continue
            if PICTURE in figure.text:
                yield entry.finding("cell-picture", column, found=figure.text)
            elif finding := figure.finding(entry.sheet, entry.address_of(column)):
                yield finding


def negative(filled: Filled) -> Iterator[Finding]:
    """Amounts and stocks are not negative; a total that only adds up negative months is not told again."""
    for entry in filled.of_role("activity", "output"):
        for column, figure in amounts(entry):
            number = figure.number
            if number is None or number >= 0 or column.signed or (entry.is_total(column) and entry.months):
                continue
            yield entry.finding("quantity-negative", column, found=digits(number), expected="≥ 0")


def without_number(filled: Filled) -> Iterator[Finding]:
    """A row without any number is not read; the sender should know."""
    for entry in filled.of_role(*NUMBERED):
        if not entry.months and entry.total.blank and not entry.notation:
            yield entry.finding("row-without-number", "quantity")
