"""One sheet of an .xlsx file, piece by piece: columns before the rows, the rows, merged areas after them.

``rows`` reads the plain spelling of cells. A sheet in which anything is ``Odd`` is begun again, rewritten by
``plain``; what is odd even so is wrong, and the workbook is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ghginv.workbooks.archive import HELD, Attributes, XmlFeed, refuse, watch
from ghginv.workbooks.cells import Area, Sheet
from ghginv.workbooks.parts import is_true, whole
from ghginv.workbooks.plain import Odd, plain_only, plain_spelling
from ghginv.workbooks.rows import Rows, Shared, without_blanks


def read_sheet(sheet: Sheet, pieces: Callable[[], Iterator[bytes]], part: str, shared: Shared) -> None:
    """Fill ``sheet`` from the part that ``pieces`` inflates, from its beginning at each call. Raises InputError."""
    already = shared.cells
    try:
        _Scan(sheet, part, shared, as_written=True).run(pieces())
        return
    except Odd:
        for content in (sheet.grid, sheet.merged, sheet.hidden_rows, sheet.hidden_columns):
            content.clear()
        shared.cells = already
    try:
        _Scan(sheet, part, shared, as_written=False).run(plain_spelling(pieces(), part))
    except Odd as odd:
        refuse(odd.code, sheet=sheet.name, cell=odd.cell, found=odd.found or odd.cell or part, expected=odd.expected)


_LOOKED_AT = {"sheetData", "mergeCell", "col", "sheetProtection"}


class _Scan:
    """Passes the same bytes to expat and, between ``<sheetData>`` and its end, to ``rows``."""

    def __init__(self, sheet: Sheet, part: str, shared: Shared, as_written: bool):
        self.sheet, self.part, self.shared, self.as_written = sheet, part, shared, as_written
        self.rows = Rows(sheet, shared)
        self.phase = "head"
        self.path: list[str] = []
        self.sheet_data = 0
        self.column_elements = 0
        self.feed = XmlFeed(part)
        watch(self.feed, self._start, self._end)
        plain_only(self.feed)

    def run(self, pieces: Iterable[bytes]) -> None:
        """Read the whole part. Raises Odd, or InputError for what no rewriting mends."""
        pending = b""
        with self.feed:
            for piece in pieces:
                pending = self._advance(pending + piece)
                if len(pending) > HELD:
                    raise Odd("workbook-inflates", found=self.part, expected=f"{HELD >> 20} MiB")
            self.feed.feed(b"", last=self.phase == "tail")
        if self.phase != "tail" or self.sheet_data != 1:
            raise Odd(found=self.part)

    def _advance(self, pending: bytes) -> bytes:
        """Read as much as is complete; return the rest."""
        if self.phase == "head":
            begin = pending.find(b"<sheetData")
            end = pending.find(b">", begin) + 1
            if begin < 0 or not end:
                return pending
            self.feed.feed(pending[:end])
            if not self.sheet_data:
                raise Odd(found=self.part)
            self.phase = "tail" if pending[end - 2 : end] == b"/>" else "rows"
            pending = pending[end:]
            self.feed.pause()
        if self.phase == "rows":
            end = pending.find(b"</sheetData")
            cut = pending.rfind(b"<row") if end < 0 else end
            if cut > 0:
                self._read_rows(pending[:cut])
                pending = pending[cut:]
            if end >= 0:
                self.phase = "tail"
        if self.phase == "tail":
            self.feed.resume()
            self.feed.feed(pending)
            pending = b""
        return pending

    def _read_rows(self, window: bytes) -> None:
        if self.as_written and b"\r" in window:  # which means a line feed, as XML has it
            raise Odd
        held = without_blanks(window)
        self.rows.read(held)
        self.feed.feed(held)

    def _start(self, name: str, attributes: Attributes) -> None:
        """An element before or after the rows."""
        self.path.append(name)
        if name not in _LOOKED_AT:
            return
        if self.path == ["worksheet", "sheetData"]:
            self.sheet_data += 1
        elif self.path == ["worksheet", "mergeCells", "mergeCell"]:
            self._merge(attributes.get("ref", ""))
        elif self.path == ["worksheet", "cols", "col"]:
            self._column(attributes)
        elif self.path == ["worksheet", "sheetProtection"]:
            self.sheet.password = bool(attributes.get("password") or attributes.get("hashValue"))

    def _end(self, name: str) -> None:
        del self.path[-1]

    def _column(self, attributes: Attributes) -> None:
        self.column_elements += 1
        if self.column_elements > self.shared.limits.columns:
            raise Odd(found="cols")
        if is_true(attributes.get("hidden")):
            first, last = whole(attributes.get("min")), whole(attributes.get("max"))
            self.sheet.hidden_columns.update(range(first, min(last, self.shared.limits.columns) + 1))

    def _merge(self, text: str) -> None:
        try:
            Area.of(text)
        except ValueError:
            raise Odd("workbook-cell-outside", text, text) from None
        self.sheet.merged.append(text)
        self.shared.count(1, self.sheet.name)
