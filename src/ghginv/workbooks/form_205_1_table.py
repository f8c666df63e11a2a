"""Where a form 205-1 stands on a sheet: its header, its columns by their names, its rows by names or codes.

The header may take one row or several, merged or not, with a row of letters and numbers (甲 乙 丙 1 2 …) below it. What
stands between header and footer is the form: a row with numbers that is not known is a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from ghginv.domain import units, written_numbers
from ghginv.findings import Finding
from ghginv.workbooks import numbers
from ghginv.workbooks.balance_headers import Zone
from ghginv.workbooks.cells import Cell, Sheet, address
from ghginv.workbooks.form_205_1_words import Column, Row, Vocabulary

# Fewer columns of the form in one row are some other list of energy.
_COLUMNS = 3
# The header stands among the first rows that hold anything.
_TRIALS = 60
_LABEL_LENGTH = 60
_SERIAL = re.compile(r"[甲乙丙丁戊]|[（(]?\d{1,2}[)）]?")
_UNIT = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_TITLE = re.compile(r"205\s*[-—–]\s*1\s*表|能源购进[、，,]?消费[与和及]库存")
_NEEDED = ("purchases", "industrial")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form: what it is, where its name (or code) and its unit stand, the unit as written and its code."""

    row: Row
    number: int
    place: str
    unit: str
    written_unit: str = ""
    own_unit: bool = True


@dataclass(slots=True)
class Table:
    """A form as found: the row its header begins with, its columns by id, its rows, what is wrong with its shape."""

    sheet: Sheet
    words: Vocabulary
    top: int
    columns: Mapping[str, int]
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def address(self, line: Line, column: str) -> str:
        """Where a figure of the form stands."""
        return address(line.number, self.columns[column])

    def has(self, column: str) -> bool:
        """Whether the form has a column."""
        return column in self.columns


def find(sheet: Sheet, words: Vocabulary) -> Table | None:
    """The form on a sheet, or None where there is some other table or none."""
    top = next((row for row, cells in islice(sheet.rows(), _TRIALS) if _names(cells, words) >= _COLUMNS), 0)
    if not top:
        return None
    bottom = top
    while _is_header(sheet, bottom + 1, words):
        bottom += 1
    found, findings = _columns(sheet, top, bottom, words)
    titled = any(_TITLE.search(_nfkc(cell.text)) for row, cells in sheet.rows() if row < top for cell in cells.values())
    if not titled and not ({"opening_stock", "purchases"} & set(found) and {"industrial", "consumption"} & set(found)):
        return None
    table = Table(sheet, words, top, {name: number for name, (number, _) in found.items()})
    for needed in _NEEDED:
        if needed not in found and not (needed == "industrial" and "consumption" in found):
            findings.append(Finding("form-column-missing", "", sheet.name, expected=words.columns[needed].zh))
    _fill(table, bottom)
    if not table.lines:
        return None
    table.findings = findings + table.findings + _hidden(table, found)
    return table


def _names(cells: Mapping[int, Cell], words: Vocabulary) -> int:
    """How many columns of the form the cells of a row name."""
    named = {column.column for cell in cells.values() if (column := _column(cell, words)) and column.kind != "ignored"}
    return len(named)


def _column(cell: Cell, words: Vocabulary) -> Column | None:
    return words.column(cell.text) if cell.kind == "s" and len(cell.text) <= _LABEL_LENGTH else None


def _is_header(sheet: Sheet, row: int, words: Vocabulary) -> bool:
    """Whether a row still belongs to the header: names of columns without figures, letters, serial numbers."""
    cells = sheet.grid.get(row)
    if not cells:
        return False
    texts = ["".join(cell.text.split()) for cell in cells.values()]
    if all(_SERIAL.fullmatch(text) for text in texts if text) and len(texts) >= _COLUMNS:
        return True
    return not any(cell.kind == "n" for cell in cells.values()) and _names(cells, words) > 0


def _columns(
    sheet: Sheet, top: int, bottom: int, words: Vocabulary
) -> tuple[dict[str, tuple[int, str]], list[Finding]]:
    """The columns of the form with the address of their header, and what is wrong with the headers."""
    zone = Zone(sheet, top, top, bottom, 1, frozenset())
    found: dict[str, tuple[int, str]] = {}
    findings: list[Finding] = []
    for number in range(1, sheet.last_column + 1):
        cells = zone.texts(number)
        column = _named([text for _, text in cells], words)
        header = cells[-1][0] if cells else address(bottom, number)
        if column is None:
            findings += _unnamed(sheet, bottom, number, cells, words)
        elif column.column in found:
            details = {"first": found[column.column][1]}
            findings.append(Finding("form-column-twice", "", sheet.name, header, column.zh, details=details))
        elif column.kind != "ignored":
            found[column.column] = (
                number,
                next((place for place, text in reversed(cells) if not _SERIAL.fullmatch(text.strip())), header),
            )
    return found, findings


def _named(texts: list[str], words: Vocabulary) -> Column | None:
    """The column that header cells from the top name: the lowest name, with as many as fit above it."""
    joins = [(first, last) for first in range(len(texts)) for last in range(first + 1, len(texts) + 1)]
    for first, last in sorted(joins, key=lambda join: (-join[1], join[0])):
        if column := words.column("".join(texts[first:last])):
            return column
    return None


def _unnamed(
    sheet: Sheet, bottom: int, number: int, cells: list[tuple[str, str]], words: Vocabulary
) -> Iterator[Finding]:
    """Numbers below a header that is not known, or below none."""
    if not any(row > bottom and number in cells_ and _numeric(cells_[number]) for row, cells_ in sheet.grid.items()):
        return
    spoken = [(place, text) for place, text in cells if not _SERIAL.fullmatch(text.strip())]
    if spoken:
        place, text = spoken[-1]
        details = {"near": words.near_columns(text)}
        yield Finding("form-column-unknown", "", sheet.name, place, text.strip(), details=details)
    else:
        yield Finding("form-column-unnamed", "", sheet.name, address(bottom, number))


def _fill(table: Table, bottom: int) -> None:
    """The rows below the header until what ends the form; one without name or code that holds numbers is a finding."""
    seen: dict[str, Line] = {}
    coded: dict[str, str] = {}
    above: Row | None = None
    for number, cells in table.sheet.rows():
        if number <= bottom:
            continue
        if any(table.words.ends(cell.text) for cell in cells.values() if cell.kind == "s"):
            break
        label, code = _said(table, number, "name"), _code(_said(table, number, "code"))
        row = table.words.row(label.text, above) if label else None
        findings, row = _judged(table, number, label, code, row, coded)
        table.findings += findings
        if row is None:
            continue
        above = row
        place = label.address if label else address(number, table.columns["code"])
        if row.row in seen:
            details = {"first": seen[row.row].place}
            table.findings.append(Finding("form-row-twice", "", table.sheet.name, place, row.zh, details=details))
            continue
        seen[row.row] = _line(table, row, number, place)
        table.lines.append(seen[row.row])


def _judged(
    table: Table, number: int, label: Cell | None, code: str, row: Row | None, coded: dict[str, str]
) -> tuple[list[Finding], Row | None]:
    """What a row is by name, else by code, and what is wrong with either."""
    sheet, findings = table.sheet.name, []
    place = address(number, table.columns["code"]) if code else ""
    by_code = table.words.coded(code) if code else None
    if code and code in coded:
        findings.append(Finding("form-code-twice", "", sheet, place, code, details={"first": coded[code]}))
    elif code:
        coded[code] = place
    if row is None and label is None and by_code is not None:
        names = {"name_zh": by_code.zh, "name_en": by_code.en}
        if by_code.code_status != "found" and _filled(table, number):
            findings.append(Finding("form-code-recalled", "", sheet, place, code, details=names))
        return findings, by_code
    if row is None:
        return (findings + _unknown(table, number, label), None) if _filled(table, number) else ([], None)
    if by_code is not None and row.code and by_code is not row:
        names = {"name_zh": row.zh, "name_en": row.en, "other_zh": by_code.zh, "other_en": by_code.en}
        findings.append(Finding("form-code-differs", "", sheet, place, code, row.code, details=names))
    return findings, row


def _unknown(table: Table, number: int, label: Cell | None) -> list[Finding]:
    sheet = table.sheet.name
    if label is None:
        return [Finding("form-row-unnamed", "", sheet, address(number, table.columns.get("name", 1)))]
    near = {"near": table.words.near_rows(label.text)}
    return [Finding("form-row-unknown", "", sheet, label.address, label.text.strip(), details=near)]


def _line(table: Table, row: Row, number: int, place: str) -> Line:
    """A row with its unit: that of its cell, or behind its name, else the form's own."""
    cell, label = _said(table, number, "unit"), _said(table, number, "name")
    bracketed = _UNIT.search(label.text) if label else None
    if cell is None and bracketed and (unit := units.find(bracketed[1])):
        return _with_unit(table, row, number, place, unit, bracketed[1], place)
    if cell is None:
        if table.has("unit") and _filled(table, number):
            where = address(number, table.columns["unit"])
            expected = units.table()[row.unit].zh
            table.findings.append(Finding("form-unit-missing", "", table.sheet.name, where, row.zh, expected))
        return Line(row, number, place, row.unit)
    unit = units.find(cell.text) or ""
    return _with_unit(table, row, number, place, unit, cell.text.strip(), cell.address)


def _with_unit(table: Table, row: Row, number: int, place: str, unit: str, written: str, where: str) -> Line:
    sheet, expected = table.sheet.name, units.table()[row.unit].zh
    if not unit:
        near = "、".join(dict.fromkeys((expected, *units.nearest(written))))
        table.findings.append(Finding("unit-unknown", "", sheet, where, written, expected, {"near": near}))
    elif units.dimension(unit) != units.dimension(row.unit):
        table.findings.append(Finding("unit-wrong-kind", "", sheet, where, written, expected))
    else:
        same = units.factor(unit, row.unit) == 1
        if not same and _filled(table, number):
            details = {"name_zh": row.zh, "name_en": row.en}
            table.findings.append(Finding("form-unit-other", "", sheet, where, written, expected, details))
        return Line(row, number, place, unit, written, same)
    return Line(row, number, place, row.unit, written)


def _said(table: Table, number: int, column: str) -> Cell | None:
    """The cell of a row under a label column, if it says anything."""
    cell = table.sheet.cell(number, table.columns[column]) if table.has(column) else None
    return None if cell is None or written_numbers.is_blank(cell.text) else cell


def _code(cell: Cell | None) -> str:
    """A code as the form prints it: two digits, also where a number was typed."""
    text = "".join(_nfkc(cell.text).split()) if cell else ""
    return text.zfill(2) if text.isdigit() else text


def _filled(table: Table, number: int) -> bool:
    """Whether a row holds figures, or what was to be some."""
    labels = {table.columns.get(name) for name in ("name", "unit", "code")}
    figures = {column for name, column in table.columns.items() if column not in labels}
    return any(column in figures and _numeric(cell) for column, cell in table.sheet.grid[number].items())


def _hidden(table: Table, found: Mapping[str, tuple[int, str]]) -> list[Finding]:
    sheet = table.sheet
    rows = [(line.place, line.row.zh) for line in table.lines if line.number in sheet.hidden_rows]
    columns = [(place, table.words.columns[name].zh) for name, (number, place) in found.items()
               if number in sheet.hidden_columns]  # fmt: skip
    return [Finding("form-hidden", "", sheet.name, place, name) for place, name in (*rows, *columns)]


def _numeric(cell: Cell) -> bool:
    """Whether a cell holds a figure, or what was to be one: an error, a number typed as text."""
    figure = numbers.read(cell)
    return figure.number is not None or figure.code not in ("", "not-a-number", "notation-not-allowed")


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
