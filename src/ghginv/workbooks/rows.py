"""The rows of a sheet in the plain spelling: ``<row r="7"><c r="D7" s="1"><v>12</v></c></row>``.

They are taken apart with a few splits of bytes, several times faster than with a call for each element. What is spelled
otherwise, or wrong, is ``Odd``; that the bytes are well formed is for expat to say, which gets the same bytes. Cells
that hold nothing but a format, of which templates are full, are taken out before: neither has work with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from ghginv.workbooks.archive import Limits, refuse
from ghginv.workbooks.cells import Kind, Row, SharedFormula, Sheet, Stored, Value, address
from ghginv.workbooks.parts import is_date_format, unescape, whole
from ghginv.workbooks.plain import Odd, plain_text

_NO_VALUE = (b"</c>", b"<v/></c>", b"<v /></c>")
_INLINE = (b"<is><t>", b'<is><t xml:space="preserve">')
_INLINE_END = b"</t></is></c>"
_CELL_ATTRIBUTES = {b"s", b"t", b"cm", b"vm", b"ph"}
_TYPES = {b"n", b"s", b"str", b"inlineStr", b"b", b"e", b"d"}
_ERRORS = {name.encode(): name for name in ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")}
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_ATTRIBUTE = re.compile(rb" [\w:.-]+=")
# Cells that have a format and nothing else, and rows without content: templates are full of them, nobody asks for them.
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?/>')
_BLANK_ROW = re.compile(rb'<row(?: [A-Za-z][\w:.-]*="[^<>&"]*")*>\s*</row>')
_KNOWN = 100_000  # the most tags that are remembered
# Python finds a byte in bytes much faster by its number than as a text of one byte.
_UNDERSCORE = ord("_")


@dataclass(slots=True)
class Shared:
    """What the sheets of a workbook have in common; ``cells`` counts those with content, and merged areas.

    ``heads`` and ``hidden`` are the opening tags of cells and rows understood so far: sheets are much alike.
    """

    strings: list[str]
    formats: list[str]
    limits: Limits
    date1904: bool = False
    cells: int = 0
    heads: Heads = field(init=False)
    hidden: dict[bytes, bool] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.heads = Heads(self.formats, self.limits.columns)

    def count(self, cells: int, sheet: str) -> None:
        """Refuse the workbook once it holds too many cells."""
        self.cells += cells
        if self.cells > self.limits.cells:
            refuse("workbook-too-many-cells", sheet=sheet, expected=f"{self.limits.cells:,}")


# What the opening tag of a cell says: column, type, kind of a number, number format.
Head = tuple[int, bytes, Kind, str]


class Heads(dict[bytes, Head]):
    """Opening tags of cells without the row's number, ``D< s="1"``, each understood once."""

    def __init__(self, formats: list[str], last_column: int):
        super().__init__()
        self.formats, self.last_column = formats, last_column

    def __missing__(self, tag: bytes) -> Head:
        letters, _, attributes = tag.partition(b"<")
        closed = attributes.endswith(b"/")
        given = _attributes(attributes.removesuffix(b"/"))
        type_ = given.get(b"t", b"n")
        style = given.get(b"s", b"0")
        if not _CELL_ATTRIBUTES.issuperset(given) or type_ not in _TYPES or not style.isdigit():
            raise Odd(found=tag)
        number = whole(style.decode())
        number_format = self.formats[number] if number < len(self.formats) else "General"
        kind: Kind = "d" if is_date_format(number_format) else "n"
        if len(self) >= _KNOWN:
            self.clear()
        self[tag] = self._column(letters), b"/" if closed else type_, kind, number_format
        return self[tag]

    def _column(self, letters: bytes) -> int:
        column = 0
        if letters.isalpha() and letters.isupper() and len(letters) <= 3:
            for letter in letters:
                column = column * 26 + letter - 64
        if not 0 < column <= self.last_column:
            raise Odd("workbook-cell-outside")
        return column


def without_blanks(window: bytes) -> bytes:
    """Whole rows without the well-formed cells and rows that hold nothing."""
    return _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", window))


class Rows:
    """Fills a sheet with the cells of its rows."""

    def __init__(self, sheet: Sheet, shared: Shared):
        self.sheet, self.shared = sheet, shared
        self._heads, self._hidden = shared.heads, shared.hidden
        self._last_row = shared.limits.rows
        self._masters: dict[bytes, SharedFormula] = {}
        self._underscores = True
        self._sharing = False

    def read(self, window: bytes) -> None:
        """Read whole rows. Raises Odd; what was read until then is in the sheet."""
        before, *rows = window.split(b"<row")
        if before.strip():
            raise Odd(found=before[:20])
        self._underscores = b"_" in window
        self.shared.count(sum(map(self._row, rows)), self.sheet.name)

    def _row(self, piece: bytes) -> int:
        """Read one row; return the number of cells with content."""
        head, _, body = piece.partition(b">")
        if head[-1:] == b"/" and not body.strip():
            return 0
        row, digits, hidden = self._row_head(head)
        body, closed, after = body.rpartition(b"</row>")
        pieces = body.split(b'<c r="')
        if not closed or after.strip() or pieces.pop(0).strip():
            raise Odd(found=digits)
        self._sharing = False
        cells = self._cells(row, digits, pieces)
        if cells:
            if row in self.sheet.grid:
                raise Odd("workbook-cell-twice", address(row, next(iter(cells))))
            self.sheet.grid[row] = Row(cells, self._sharing)
            if hidden:
                self.sheet.hidden_rows.add(row)
        return len(cells)

    def _row_head(self, head: bytes) -> tuple[int, bytes, bool]:
        """The number of a row, the same as digits, and whether it is hidden."""
        start, digits, attributes = head.split(b'"', 2) if head.count(b'"') > 1 else (head, b"", b"")
        if start != b" r=" or not digits.isdigit():
            raise Odd(found=head)
        row = int(digits[:8])
        if not 0 < row <= self._last_row:
            raise Odd("workbook-cell-outside", f"A{digits.decode()}")
        hidden = self._hidden.get(attributes)
        if hidden is None:
            hidden = _attributes(attributes).get(b"hidden") in (b"1", b"true")
            if len(self._hidden) < _KNOWN:
                self._hidden[attributes] = hidden
        return row, digits, hidden

    def _cells(self, row: int, digits: bytes, pieces: list[bytes]) -> dict[int, Stored]:
        """The cells of a row that have content, by column, from left to right."""
        cells: dict[int, Stored] = {}
        heads, strings, underscores = self._heads, self.shared.strings, self._underscores
        mark = digits + b'"'
        last = 0
        piece = b""
        try:
            for piece in pieces:
                tag, _, body = piece.partition(b">")
                column, type_, kind, number_format = heads[tag.replace(mark, b"<", 1)]
                if column <= last:
                    raise Odd("workbook-cell-twice")
                last = column
                formula: str | SharedFormula | None = None
                if body[:3] == b"<v>" and body[-8:] == b"</v></c>":
                    text = body[3:-8]
                elif body[:3] == b"<f>" and body[-8:] == b"</v></c>":
                    source, _, text = body[3:-8].partition(b"</f><v>")
                    formula = "=" + plain_text(source)
                elif type_ == b"/":
                    if body.strip():
                        raise Odd(found=piece[:60])
                    continue
                else:
                    formula, text = self._unusual(body, type_, row, column)
                value: Value = None
                if text:
                    if type_ == b"n":
                        value = float(text)
                        if value - value or (underscores and _UNDERSCORE in text):
                            raise ValueError
                    elif type_ == b"s":
                        if not text.isdigit():
                            raise ValueError
                        kind, value = "s", strings[int(text)]
                    elif type_ == b"e" and text in _ERRORS:
                        kind, value = "e", _ERRORS[text]
                    else:
                        kind, value = self._typed(type_, text)
                elif formula is None:
                    continue
                elif type_ == b"str":
                    kind, value = "s", ""
                cells[column] = kind, value, formula, row, column, number_format
        except Odd as odd:
            odd.cell = odd.cell or _name(piece)
            raise
        except (ValueError, IndexError):
            raise Odd("workbook-cell-unreadable", _name(piece), _shown(piece)) from None
        return cells

    def _unusual(self, body: bytes, type_: bytes, row: int, column: int) -> tuple[str | SharedFormula | None, bytes]:
        """Formula and value text of a cell that holds more, or less, than a value."""
        if not body.strip() or body in _NO_VALUE:
            return None, b""
        if type_ == b"inlineStr" and body.endswith(_INLINE_END):
            for begin in _INLINE:
                if body.startswith(begin):
                    return None, body[len(begin) : -len(_INLINE_END)]
        if body[:2] != b"<f":
            raise Odd(found=body[:60])
        head, _, rest = body[2:].partition(b">")
        if head.endswith(b"/"):
            head, source = head[:-1], b""
        else:
            source, _, rest = rest.partition(b"</f>")
        if rest in _NO_VALUE:
            text = b""
        elif rest[:3] == b"<v>" and rest[-8:] == b"</v></c>":
            text = rest[3:-8]
        else:
            raise Odd(found=body[:60])
        return self._formula(head, source, row, column), text

    def _formula(self, head: bytes, source: bytes, row: int, column: int) -> str | SharedFormula:
        """A formula with its equals sign; a shared one is written out when the cell is asked for."""
        formula = "=" + plain_text(source)
        given = _attributes(head)
        if given.get(b"t") != b"shared":
            return formula
        key = given.get(b"si", b"")
        if not source:
            self._sharing = True
            return self._masters.get(key, formula)
        self._masters.setdefault(key, SharedFormula(formula, row, column))
        return formula

    def _typed(self, type_: bytes, text: bytes) -> tuple[Kind, Value]:
        if type_ == b"b":
            if text not in (b"0", b"1"):
                raise ValueError
            return "b", text == b"1"
        if type_ == b"d":
            moment = datetime.fromisoformat(text.decode().removesuffix("Z"))
            return "d", (moment - _EPOCHS[self.shared.date1904]).total_seconds() / 86400
        written = unescape(plain_text(text))
        if len(written) > self.shared.limits.text_length:
            raise Odd("workbook-text-too-long", found=written[:20], expected=f"{self.shared.limits.text_length:,}")
        return ("e", written.strip()) if type_ == b"e" else ("s", written)


def _attributes(written: bytes) -> dict[bytes, bytes]:
    """Attributes in the plain spelling, each `` name="value"``, by name; prefixes count as part of the name."""
    fields = written.split(b'"')
    names = fields[:-1:2]
    plain = b"&" not in written and b"xmlns" not in written and len(fields) % 2 and not fields[-1].strip()
    if not plain or not all(_ATTRIBUTE.fullmatch(name) for name in names):
        raise Odd(found=written)
    return {name[1:-1]: value for name, value in zip(names, fields[1::2], strict=True)}


def _name(piece: bytes) -> str:
    return piece.partition(b'"')[0][:20].decode(errors="replace")


def _shown(piece: bytes) -> bytes:
    return piece.partition(b"<v>")[2].partition(b"<")[0][:40] or piece[:40]
