"""Where an energy balance table stands on a sheet: its header, its rows by their labels, its columns, its title.

The table is found by its words, not by its place: a row that names several items is the header, the labels to the left
of them are the rows. Title, English rows, footnotes and blank rows around and between are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from ghginv.domain import units
from ghginv.findings import Finding
from ghginv.workbooks import balance_headers, numbers
from ghginv.workbooks.balance_headers import Column, Zone
from ghginv.workbooks.balance_labels import Row, Vocabulary, chinese
from ghginv.workbooks.cells import Cell, Sheet, address

# Where fewer items are named in a row, or fewer of the six headings below it, there is some other table.
_ITEMS = 4
_HEADINGS = 2
# Group headings such as 煤炭 stand at most so many rows above the names of the items.
_GROUP_ROWS = 2
# A list of fuels names items in every row and is no header; so many rows are tried, not all.
_TRIALS = 20
_LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what it is, and where its label stands."""

    row: Row
    number: int
    column: int
    label: str

    @property
    def address(self) -> str:
        """Where the label stands, such as A12."""
        return address(self.number, self.column)


@dataclass(slots=True)
class Table:
    """A table as found: the texts above it, its rows, its columns, and what is wrong with its shape."""

    sheet: Sheet
    titles: list[Cell]
    lines: list[Line]
    columns: list[Column]
    findings: list[Finding]

    @property
    def standard_coal(self) -> bool:
        """Whether the table is in standard coal 标准量 and not in physical units 实物量."""
        title = "".join("".join(cell.text for cell in self.titles).split())
        if "实物量" in title or "标准量" in title:
            return "实物量" not in title
        fuels = [column for column in self.columns if column.unit and column.item.unit in ("t", "10^4 m3")]
        return bool(fuels) and all(units.dimension(column.unit) == "coal_equivalent" for column in fuels)


def find(sheet: Sheet, words: Vocabulary) -> Table | None:
    """The energy balance table on a sheet, or None. A second table on the sheet is a finding."""
    headers = _headers(sheet, words)
    for position, (header, first_column) in enumerate(headers[:_TRIALS]):
        below = _lines(sheet, words, header, first_column)
        later = [row for row, _ in headers[position + 1 :] if below and row > below[0].number]
        end = min(later, default=sheet.last_row + 1)
        lines = [line for line in below if line.number < end]
        if sum(line.row.heading for line in lines) >= _HEADINGS:
            table = _table(sheet, words, header, lines, end)
            table.findings += _second(sheet, words, table, below[len(lines) :])
            return table
    return None


def _headers(sheet: Sheet, words: Vocabulary) -> list[tuple[int, int]]:
    """The rows that name several items, each with the first column that it names."""
    found = []
    for row, cells in sheet.rows():
        named: dict[str, int] = {}
        for column, cell in cells.items():
            item = words.item(cell.text) if cell.kind == "s" and len(cell.text) <= _LABEL_LENGTH else None
            if item is not None and item.kind != "ignored":
                named.setdefault(item.item, column)
        if len(named) >= _ITEMS:
            found.append((row, min(named.values())))
    return found


def _lines(sheet: Sheet, words: Vocabulary, header: int, first_column: int) -> list[Line]:
    """The rows below a header that have a known label, the Chinese one if there is one.

    A label may run over two rows; then the numbers stand beside its end.
    """
    lines: list[Line] = []
    block = half = ""
    for number, cells in sheet.rows():
        labels = [cell for column, cell in sorted(cells.items()) if column < first_column and _text(cell)]
        if number <= header or not labels:
            continue
        for cell in [cell for cell in labels if chinese(cell.text)] or labels:
            row, text = words.row(cell.text, block), cell.text
            if row is None and half:
                row = words.row(half + text, block)
                if lines and lines[-1].row == row:
                    del lines[-1]
            if row is not None:
                lines.append(Line(row, number, cell.column, text.strip()))
                block = row.block
                break
        half = text
    return lines


def _table(sheet: Sheet, words: Vocabulary, header: int, lines: list[Line], end: int) -> Table:
    """The table whose names of items stand in row ``header`` and whose rows end before row ``end``."""
    label_column = max(line.column for line in lines)
    named, findings = _distinct(sheet, lines, label_column)
    top = header
    while top > max(header - _GROUP_ROWS, 1) and _texts(sheet, top - 1, label_column + 1) >= 2:
        top -= 1
    titles = [cell for row, cells in sheet.rows() if row < header for cell in cells.values() if _text(cell)]
    filled = frozenset(column for line in named for column, cell in sheet.grid[line.number].items() if _numeric(cell))
    above = balance_headers.named_units(cell.text for cell in titles)
    zone = Zone(sheet, header, top, lines[0].number - 1, label_column + 1, filled, above)
    columns, unread = balance_headers.columns(zone, words)
    findings += unread + _strays(sheet, words, lines, end, label_column) + _hidden(sheet, named, columns)
    return Table(sheet, titles, named, columns, findings)


def _distinct(sheet: Sheet, lines: list[Line], label_column: int) -> tuple[list[Line], list[Finding]]:
    """Every row once. English rows without numbers between Chinese ones only repeat these."""
    bilingual = any(chinese(line.label) for line in lines)
    first: dict[str, Line] = {}
    findings = []
    for line in lines:
        if bilingual and not chinese(line.label) and not _numbers(sheet, line.number, label_column):
            continue
        if line.row.row in first:
            details = {"first": first[line.row.row].address}
            findings.append(Finding("balance-row-twice", "", sheet.name, line.address, line.row.zh, details=details))
        else:
            first[line.row.row] = line
    return list(first.values()), findings


def _strays(sheet: Sheet, words: Vocabulary, lines: list[Line], end: int, label_column: int) -> list[Finding]:
    """Rows with numbers whose label is not known, or that have none within the table; below it may be footnotes."""
    known = {line.number: line for line in lines}
    findings, block = [], ""
    for number, cells in sheet.rows():
        if not lines[0].number <= number < end:
            continue
        if number in known:
            block = known[number].row.block
        elif _numbers(sheet, number, label_column):
            labels = [cell for column, cell in cells.items() if column <= label_column and _text(cell)]
            if labels:
                label, place = labels[0].text.strip(), labels[0].address
                details = {"near": "、".join(words.near_rows(label, block))}
                findings.append(Finding("balance-row-unknown", "", sheet.name, place, label, details=details))
            elif number < lines[-1].number:
                findings.append(Finding("balance-row-unnamed", "", sheet.name, address(number, label_column)))
    return findings


def _hidden(sheet: Sheet, lines: list[Line], columns: list[Column]) -> list[Finding]:
    findings = [
        Finding("balance-row-hidden", "", sheet.name, line.address, line.row.zh)
        for line in lines
        if line.number in sheet.hidden_rows
    ]
    return findings + [
        Finding("balance-column-hidden", "", sheet.name, column.header, column.item.zh)
        for column in columns
        if column.column in sheet.hidden_columns
    ]


def _second(sheet: Sheet, words: Vocabulary, table: Table, below: list[Line]) -> list[Finding]:
    """A second table below, or beside; labels that are only repeated to the right of some columns make none."""
    twice = any(finding.code == "balance-column-twice" for finding in table.findings)
    first_column = min((column.column for column in table.columns), default=sheet.last_column)
    places = [line.address for line in below[:1]]
    for line in table.lines:
        for column, cell in sheet.grid[line.number].items():
            if twice and column > first_column and _text(cell):
                row = words.row(cell.text, line.row.block)
                places += [cell.address] if row is not None and row.heading else []
    return [Finding("balance-second-table", "", sheet.name, place) for place in places[:1]]


def _text(cell: Cell) -> bool:
    return cell.kind == "s" and bool(cell.text.strip())


def _texts(sheet: Sheet, row: int, first_column: int) -> int:
    """How many cells of a row hold text from a column on."""
    return sum(column >= first_column and _text(cell) for column, cell in sheet.grid.get(row, {}).items())


def _numeric(cell: Cell) -> bool:
    """Whether a cell holds a figure, or what was to be one: an error, a number typed as text."""
    figure = numbers.read(cell)
    return figure.number is not None or figure.code not in ("", "not-a-number", "notation-not-allowed")


def _numbers(sheet: Sheet, row: int, label_column: int) -> bool:
    return any(column > label_column and _numeric(cell) for column, cell in sheet.grid.get(row, {}).items())
