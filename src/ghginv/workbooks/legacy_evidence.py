"""What calamine leaves out of .xls and .ods files, and an inventory must not lose.

Error cells, which calamine gives as blanks; truth values of .ods, which it gives as numbers; merged areas; hidden rows
and columns. Read straight from the records of [MS-XLS] and from the XML of OpenDocument 1.2.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ghginv.workbooks.archive import Archive, Attributes, Limits, XmlFeed, refuse, watch
from ghginv.workbooks.cells import Kind, Value, address
from ghginv.workbooks.parts import whole

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_SHOWN_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d+")
_END_OF_CHAIN = 0xFFFFFFFA


@dataclass(slots=True)
class Evidence:
    """What is to be added to one sheet; rows and columns count from 1."""

    cells: dict[tuple[int, int], tuple[Kind, Value]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def evidence_of_xls(content: bytes) -> list[Evidence]:
    """Sheet by sheet, in their order. Raises InputError where the file is damaged or protected by a password."""
    try:
        stream = _workbook_stream(content)
        sheets = []
        for kind, data in _records(stream, 0):
            if kind == 0x002F:  # FilePass
                refuse("workbook-password")
            if kind == 0x0085:  # BoundSheet8
                sheets.append(_evidence_of_sheet(stream, int.from_bytes(data[:4], "little")))
        return sheets
    except (struct.error, LookupError):
        refuse("workbook-damaged", found="xls")


def _evidence_of_sheet(stream: bytes, start: int) -> Evidence:
    evidence = Evidence()
    for kind, data in _records(stream, start):
        if kind == 0x0205 and data[7]:  # BoolErr
            row, column = struct.unpack_from("<HH", data)
            evidence.cells[row + 1, column + 1] = "e", _ERRORS.get(data[6], "#ERROR")
        elif kind == 0x0006 and data[12:14] == b"\xff\xff" and data[6] == 2:  # Formula with an error as result
            row, column = struct.unpack_from("<HH", data)
            evidence.cells[row + 1, column + 1] = "e", _ERRORS.get(data[8], "#ERROR")
        elif kind == 0x0208 and data[12] & 0x20:  # Row, hidden
            evidence.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == 0x007D and data[8] & 1:  # ColInfo, hidden
            first, last = struct.unpack_from("<HH", data)
            evidence.hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == 0x00E5:  # MergeCells
            for number in range(struct.unpack_from("<H", data)[0]):
                top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * number)
                evidence.merged.append(f"{address(top + 1, left + 1)}:{address(bottom + 1, right + 1)}")
    return evidence


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Type and data of the records of one substream; the substreams of embedded charts are passed over."""
    depth = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        depth += (kind == 0x0809) - (kind == 0x000A)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _workbook_stream(content: bytes) -> bytes:
    """The stream Workbook, or Book in older files, of a compound file ([MS-CFB])."""
    size, small_size = (1 << shift for shift in struct.unpack_from("<HH", content, 30))
    directory_start, _, cutoff, small_start = struct.unpack_from("<IIII", content, 48)
    if size not in (512, 4096) or small_size != 64:
        raise IndexError(size)
    sectors = [content[start : start + size] for start in range(size, len(content), size)]
    table = _numbers(b"".join(sectors[number] for number in _table_sectors(content, sectors)))
    directory = _chain(directory_start, table, sectors)
    entries = {}
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", errors="replace")
        entries[name] = struct.unpack_from("<II", entry, 116)
    start, length = entries.get("Workbook") or entries["Book"]
    if length >= cutoff:
        return _chain(start, table, sectors)[:length]
    small = _chain(entries["Root Entry"][0], table, sectors)
    small_sectors = [small[begin : begin + 64] for begin in range(0, len(small), 64)]
    return _chain(start, _numbers(_chain(small_start, table, sectors)), small_sectors)[:length]


def _table_sectors(content: bytes, sectors: list[bytes]) -> list[int]:
    """The numbers of the sectors that hold the table of chains."""
    places = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(sectors))):
        *numbers, more_after = _numbers(sectors[more])
        places += numbers
        more = more_after
    return [place for place in places if place < _END_OF_CHAIN]


def _chain(start: int, table: list[int], sectors: list[bytes]) -> bytes:
    found: list[bytes] = []
    while start < _END_OF_CHAIN:
        if len(found) > len(sectors):
            raise IndexError(start)
        found.append(sectors[start])
        start = table[start]
    return b"".join(found)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def evidence_of_ods(content: bytes, limits: Limits) -> list[Evidence]:
    """Sheet by sheet, in their order. Raises InputError where the file is damaged or too large."""
    reader = _OdsReader(limits)
    with XmlFeed("content.xml") as feed:
        watch(feed, reader.start, reader.end, _TABLE)
        feed.parser.CharacterDataHandler = reader.shown.append
        for piece in Archive(content, limits).pieces("content.xml"):
            feed.feed(piece)
        feed.feed(b"", last=True)
    return reader.sheets


class _OdsReader:
    """Follows columns, rows and cells, each of which may stand for many."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.sheets: list[Evidence] = []
        self.rows = self.columns = range(1, 1)
        self.count = 0
        self.shown: list[str] = []
        self.is_error = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.shown.clear()
        if name == "table":
            self.sheets.append(Evidence())
            self.rows = self.columns = range(1, 1)
        elif name == "table-column":
            self.columns = self._next(self.columns, attributes, "number-columns-repeated", self.limits.columns)
            if _is_hidden(attributes):
                self.sheets[-1].hidden_columns.update(self.columns)
        elif name == "table-row":
            self.columns = range(1, 1)
            self.rows = self._next(self.rows, attributes, "number-rows-repeated", self.limits.rows)
            if _is_hidden(attributes):
                self.sheets[-1].hidden_rows.update(self.rows)
        elif name in ("table-cell", "covered-table-cell"):
            self.columns = self._next(self.columns, attributes, "number-columns-repeated", self.limits.columns)
            self._cell(attributes)

    def _next(self, before: range, attributes: Attributes, repeated: str, last: int) -> range:
        count = whole(attributes.get(f"{_TABLE} {repeated}", "1"))
        return range(min(before.stop, last), min(before.stop + count, last + 1))

    def _cell(self, attributes: Attributes) -> None:
        if f"{_OFFICE} value-type" in attributes:
            self.count += len(self.rows) * len(self.columns)
        if self.count > self.limits.cells:
            refuse("workbook-too-many-cells", expected=f"{self.limits.cells:,}")
        self.is_error = any(key.endswith(" value-type") and value == "error" for key, value in attributes.items())
        if attributes.get(f"{_OFFICE} value-type") == "boolean":
            self._enter("b", attributes.get(f"{_OFFICE} boolean-value") == "true")
        down = whole(attributes.get(f"{_TABLE} number-rows-spanned", "1"))
        right = whole(attributes.get(f"{_TABLE} number-columns-spanned", "1"))
        if (down > 1 or right > 1) and self.rows and self.columns:
            top, left = self.rows[0], self.columns[0]
            bottom, last = min(top + down - 1, self.limits.rows), min(left + right - 1, self.limits.columns)
            self.sheets[-1].merged.append(f"{address(top, left)}:{address(bottom, last)}")

    def end(self, name: str) -> None:
        if name == "table-cell" and self.is_error:
            shown = _SHOWN_ERROR.search("".join(self.shown))
            self._enter("e", shown[0] if shown else "#ERROR")
            self.is_error = False

    def _enter(self, kind: Kind, value: Value) -> None:
        evidence = self.sheets[-1]
        evidence.cells.update({(row, column): (kind, value) for row in self.rows for column in self.columns})


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get(f"{_TABLE} visibility", "visible") != "visible"
