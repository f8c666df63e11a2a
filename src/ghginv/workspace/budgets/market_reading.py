"""Rows of market deeds as people give them – CSV, workbook, options – with each value judged where it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import names
from ghginv.domain.written_numbers import is_blank
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.budgets.market_columns import Column, columns

if TYPE_CHECKING:
    from ghginv.workbooks.cells import Cell, Sheet

_NUMBER = re.compile(r"\d{1,15}(\.\d{1,3})?", re.ASCII)
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
_MOST = 50_000
_HEADERS = 2  # a row with so many known names is the header; one alone stands in sheets of other workbooks too
_YES = {"yes": True, "是": True, "y": True, "true": True, "no": False, "否": False, "n": False, "false": False}
_TYPES = {"year": "2026", "day": "2026-05-31", "yes": "yes / no / 是 / 否", "count": "1000", "amount": "1234.5",
          "price": "85.5", "percent": "35", "code": "A-001"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A deed as written: text by column; ``file``, ``sheet`` and ``places`` (cells by column) say where it stands."""

    values: Mapping[str, str]
    file: str = ""
    sheet: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def finding(self, code: str, column: str = "", found: str = "", expected: str = "", **details: Any) -> Finding:
        """A finding at a cell of the row, or at the row."""
        cell = self.places.get(column, next(iter(self.places.values()), ""))
        return Finding(code, self.file, self.sheet, cell, found, expected, details)


def read(path: Path, verb: str) -> list[Row]:
    """The rows of a file for a deed; InputError with every fault of its form.

    A CSV is UTF-8 (or GB 18030); of a workbook the first sheet with the headers is read. Headers are names of columns
    or their Chinese terms.
    """
    rows = _workbook(path, verb) if path.suffix.lower() in _SHEETS else _csv(path, verb)
    if not rows:
        raise InputError(Finding("budget-market-file-empty", path.name))
    if len(rows) > _MOST:
        raise InputError(Finding("budget-market-file-long", path.name, found=str(len(rows)), expected=str(_MOST)))
    return rows


def _csv(path: Path, verb: str) -> list[Row]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            lines = [(reader.line_num, cells) for reader in [csv.reader(io.StringIO(text, newline=""), strict=True)]
                     for cells in reader if any(each.strip() for each in cells)]  # fmt: skip
            break
        except (UnicodeDecodeError, csv.Error):
            continue
    else:
        raise InputError(Finding("budget-market-file-unread", path.name))
    if not lines:
        return []
    header = _header(lines[0][1], verb, path.name, "")
    torn = [
        Finding("budget-market-file-row", path.name, cell=f"line {line}", found=str(len(cells)),
                expected=str(len(header)))
        for line, cells in lines[1:]
        if len(cells) != len(header)
    ]  # fmt: skip
    if torn:
        raise InputError(*torn)
    return [
        Row(dict(zip(header, map(str.strip, cells), strict=True)), path.name, "", dict.fromkeys(header, f"line {line}"))
        for line, cells in lines[1:]
    ]


def _workbook(path: Path, verb: str) -> list[Row]:
    from ghginv.workbooks.cells import address
    from ghginv.workbooks.read import read_workbook

    book = read_workbook(path)
    known = {names.plain(text): column.name for column in columns(verb) for text in (column.name, column.zh)}
    for sheet in book.sheets:
        for row in sorted(sheet.grid)[:20]:
            cells = sheet.grid[row].cells()
            texts = {place: cell.text.split("\n")[0].strip().rstrip("*") for place, cell in cells.items()}
            if len({known[text] for text in map(names.plain, texts.values()) if text in known}) < _HEADERS:
                continue
            places = [place for place, text in texts.items() if text]
            header = dict(zip(places, _header([texts[each] for each in places], verb, path.name, sheet.name),
                              strict=True))  # fmt: skip
            return [
                Row({name: _shown(sheet, below, place, name, book.date1904) for place, name in header.items()},
                    path.name, sheet.name, {name: address(below, place) for place, name in header.items()})
                for below in sorted(each for each in sheet.grid if each > row)
                if any(_shown(sheet, below, place, name, book.date1904) for place, name in header.items())
            ]  # fmt: skip
    expected = "、".join(column.zh for column in columns(verb))
    raise InputError(Finding("budget-market-headers", path.name, expected=expected))


def _shown(sheet: Sheet, row: int, column: int, name: str, date1904: bool) -> str:
    """A cell as text: numbers without superfluous zeros, days as ISO."""
    from ghginv.domain.written_numbers import digits
    from ghginv.workbooks import dates

    cell: Cell | None = sheet.cell(row, column)
    if cell is None or cell.value is None:
        return ""
    day = dates.read(cell, date1904) if name in ("day", "registered") else None
    if day:
        return day.isoformat()
    return digits(cell.value) if isinstance(cell.value, float) else cell.text.strip()


def _header(texts: Sequence[str], verb: str, file: str, sheet: str) -> list[str]:
    """The columns that headers name; InputError for one that is unknown, stands twice or is missing."""
    known = {names.plain(text): column for column in columns(verb) for text in (column.name, column.zh)}
    found: list[str] = []
    faults = []
    for text in texts:
        column = known.get(names.plain(text.strip()))
        if column is None or column.name in found:
            faults.append(Finding("budget-market-header", file, sheet, found=text.strip() or "-",
                                  expected="、".join(each.name for each in columns(verb))))  # fmt: skip
        found.append(column.name if column else "")
    if faults:
        raise InputError(*faults)
    return found


def typed(row: Row, verb: str, needs: Sequence[str]) -> tuple[dict[str, Any], list[Finding]]:
    """The values of a row by column, None where blank, and what is wrong with them.

    Amounts and prices are exact fractions, percents fractions of one, days ISO, codes without blanks and colons.
    """
    values: dict[str, Any] = {}
    faults: list[Finding] = []
    for column in columns(verb):
        text = row.values.get(column.name, "").strip()
        blank = not text or (column.kind != "text" and is_blank(text))
        try:
            values[column.name] = None if blank else _value(text, column)
        except ValueError:
            expected = _TYPES.get(column.kind, "-")
            faults.append(row.finding("budget-market-value", column.name, text, expected, **named(column)))
        if blank and column.name in needs:
            faults.append(row.finding("budget-market-missing", column.name, **named(column)))
    return values, faults


def named(column: Column) -> dict[str, str]:
    """The names of a column, for findings."""
    return {"name": column.name, "name_zh": column.zh, "name_en": column.en}


def _value(text: str, column: Column) -> Any:
    """What a text says; ValueError where it says nothing of the kind."""
    if column.kind == "text":
        return text
    if column.kind == "code":
        return _code(text)
    if column.kind == "day":
        if len(text) != len("2026-05-31"):
            raise ValueError(text)
        return date.fromisoformat(text).isoformat()
    if column.kind == "yes":
        if text.lower() not in _YES:
            raise ValueError(text)
        return _YES[text.lower()]
    plain = text.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    number = Fraction(plain)
    if column.kind in ("year", "count"):
        if number.denominator != 1 or (column.kind == "year" and not 2000 <= number <= 2100):
            raise ValueError(text)
        return int(number)
    return number / 100 if column.kind == "percent" else number


def _code(text: str) -> str:
    if ":" in text or any(sign.isspace() for sign in text):
        raise ValueError(text)
    return text


def lines(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was stated, as text by column, for the record."""
    for name, value in values.items():
        if value is not None:
            yield name, str(value)
