"""The plain spelling, which nearly every program writes, and a sheet of any legal spelling rewritten in it.

What is not plain is ``Odd``. Rewritten, a sheet has no prefixes, comments, other encodings or quotes, and nothing that
no reader of values asks for; addresses that were left out are written; rich text is one text, without the phonetic
runs that tell how characters are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NoReturn
from xml.sax.saxutils import escape, quoteattr, unescape

from ghginv.workbooks.archive import HELD, Attributes, XmlFeed, refuse, watch
from ghginv.workbooks.cells import address, place
from ghginv.workbooks.parts import whole

_FRAMES = {"cols", "sheetData", "mergeCells"}
_KEPT = {"col": ("min", "max", "hidden"), "mergeCell": ("ref",), "sheetProtection": ("password", "hashValue")}
_FORMULA = ("t", "ref", "si")
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


class Odd(Exception):
    """Not the plain spelling, or wrong: ``code`` is the finding if it is the latter."""

    def __init__(self, code: str = "workbook-damaged", cell: str = "", found: bytes | str = "", expected: object = ""):
        super().__init__(code)
        self.code, self.cell, self.expected = code, cell, expected
        self.found = found if isinstance(found, str) else found.decode(errors="replace")


def plain_only(feed: XmlFeed) -> None:
    """Let a feed raise Odd for what hides elements from a split of its bytes."""
    parser = feed.parser
    parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartCdataSectionHandler = _odd
    parser.XmlDeclHandler = _check_encoding


def _odd(*_: object) -> NoReturn:
    raise Odd


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Odd


def plain_text(text: bytes) -> str:
    """The text between two tags. Character references are odd, and so may be the text for which they stand."""
    try:
        written = text.decode()
    except UnicodeDecodeError:
        raise Odd(found=text[:60]) from None
    if "<" in written or "&#" in written:
        raise Odd(found=text[:60])
    return unescape(written, _ENTITIES) if "&" in written else written


def plain_spelling(pieces: Iterable[bytes], part: str) -> Iterator[bytes]:
    """The part piece by piece, rewritten. Raises InputError where it is not well formed."""
    writer = _Writer(part)
    with writer.feed:
        for piece in pieces:
            writer.feed.feed(piece)
            yield writer.take()
        writer.feed.feed(b"", last=True)
        yield writer.take()


class _Writer:
    def __init__(self, part: str):
        self.feed = XmlFeed(part)
        watch(self.feed, self._start, self._end)
        self.feed.parser.CharacterDataHandler = self._characters
        self._path: list[str] = []
        self._out: list[str] = []
        self._row = self._column = 0
        self._hidden = "0"
        self._cells: list[tuple[int, str]] = []
        self._cell: Attributes = {}
        self._formula: Attributes | None = None
        self._texts: dict[str, list[str]] = {}
        self._gathered: list[str] | None = None
        self._held = 0

    def take(self) -> bytes:
        """What was written since the last call."""
        written = "".join(self._out).encode()
        self._out.clear()
        return written

    def _start(self, name: str, attributes: Attributes) -> None:
        path = self._path
        path.append(name)
        depth = len(path)
        if depth > 3:
            if path[2] == "row" and path[3] == "c" and path[1] == "sheetData":
                self._within_cell(name, depth, attributes)
        elif depth == 3 and name == "row" and path[1] == "sheetData":
            self._row = whole(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
            self._hidden = attributes.get("hidden", "0")
        elif name in _KEPT and depth == (2 if name == "sheetProtection" else 3):
            kept = "".join(f" {key}={quoteattr(attributes[key])}" for key in _KEPT[name] if key in attributes)
            self._out.append(f"<{name}{kept}/>")
        elif depth == 1 or (depth == 2 and name in _FRAMES):
            self._out.append(f"<{name}>")

    def _within_cell(self, name: str, depth: int, attributes: Attributes) -> None:
        if depth == 4:
            self._cell, self._formula, self._texts = attributes, None, {}
        elif depth == 5 and name == "f":
            self._formula = attributes
            self._gathered = self._texts.setdefault("f", [])
        elif depth == 5 and name == "v":
            self._gathered = self._texts.setdefault("v", [])
        elif name == "t" and self._path[4:] in (["is", "t"], ["is", "r", "t"]):
            self._gathered = self._texts.setdefault("t", [])

    def _characters(self, text: str) -> None:
        if self._gathered is not None:
            self._gathered.append(text)
            self._hold(len(text))

    def _hold(self, size: int) -> None:
        self._held += size
        if self._held > HELD:
            refuse("workbook-inflates", found=self.feed.name, expected=f"{HELD >> 20} MiB")

    def _end(self, name: str) -> None:
        self._gathered = None
        path = self._path
        depth = len(path)
        if depth == 4:
            if name == "c" and path[2] == "row" and path[1] == "sheetData":
                self._end_cell()
        elif depth == 3 and name == "row" and path[1] == "sheetData":
            if self._cells:
                cells = "".join(cell for _, cell in sorted(self._cells, key=itemgetter(0)))
                self._out.append(f'<row r="{self._row}" hidden={quoteattr(self._hidden)}>{cells}</row>')
            self._cells.clear()
            self._held = 0
        elif depth == 1 or (depth == 2 and name in _FRAMES):
            self._out.append(f"</{name}>")
        del path[-1]

    def _end_cell(self) -> None:
        """Write a cell, unless it is blank."""
        given = self._cell
        try:
            row, self._column = place(given["r"]) if "r" in given else (self._row, self._column + 1)
            where = address(row, self._column)
        except ValueError:
            where = given["r"]
        type_ = given.get("t", "n")
        text = "".join(self._texts.get("t" if type_ == "inlineStr" else "v", ()))
        written = "str" if type_ == "inlineStr" else type_
        if written != "str":
            text = text.strip()
        formula = ""
        if self._formula is not None:
            shared = "".join(f" {key}={quoteattr(self._formula[key])}" for key in _FORMULA if key in self._formula)
            formula = f"<f{shared}>{escape(''.join(self._texts.get('f', ())))}</f>"
        elif not text:
            return
        style = f" s={quoteattr(given['s'])}" if "s" in given else ""
        cell = f"<c r={quoteattr(where)}{style} t={quoteattr(written)}>{formula}<v>{escape(text)}</v></c>"
        self._hold(len(cell))
        self._cells.append((self._column, cell))
