"""The zip archive of a workbook, opened with suspicion: it may come from anyone and may be made to exhaust the reader.

Sizes, members and compression ratios are checked before anything is inflated; parts are inflated piece by piece;
document type definitions, and with them entity bombs, are refused.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any, NoReturn
from xml.parsers import expat

from ghginv.errors import InputError
from ghginv.findings import Finding

MIB = 1 << 20
_PIECE = MIB
HELD = 8 * MIB  # the longest tag, comment or row that is held in memory
_DEPTH = 256
_ELEMENTS = 5_000_000
_SMALL = MIB  # a part that inflates to less than this may be compressed as well as it likes
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_HANDLERS = (
    "StartElementHandler",
    "EndElementHandler",
    "CharacterDataHandler",
    "StartDoctypeDeclHandler",
    "CommentHandler",
    "ProcessingInstructionHandler",
    "StartCdataSectionHandler",
    "XmlDeclHandler",
)
Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may cost; far above what people send, far below what harms.

    Sizes in bytes; ``ratio`` is inflated to packed size; ``cells`` counts cells with content and
    merged areas over the whole workbook; ``text_length`` in characters; the child process reads .xls and .ods.
    """

    file_size: int = 50 * MIB
    members: int = 5_000
    inflated_size: int = 200 * MIB
    ratio: int = 200
    rows: int = 1_048_576
    columns: int = 16_384
    cells: int = 1_000_000
    text_length: int = 32_767
    child_memory: int = 1024 * MIB
    child_seconds: int = 60


def refuse(code: str, *, sheet: str = "", cell: str = "", found: object = "", expected: object = "") -> NoReturn:
    """Raise InputError with one finding; the file's name is filled in by ``read_workbook``."""
    raise InputError(Finding(code, sheet=sheet, cell=cell, found=str(found), expected=str(expected)))


class Archive:
    """The parts of a zip archive, by name without regard to case, as the packaging convention has it."""

    def __init__(self, content: bytes, limits: Limits):
        # Each entry of the directory begins with this mark, so counting it bounds what zipfile will build.
        entries = content.count(b"PK\x01\x02")
        if entries > limits.members:
            refuse("workbook-inflates", found=f"zip: {entries:,}", expected=f"{limits.members:,}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            refuse("workbook-damaged", found="zip")
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._admit(info, limits)
        size = sum(info.file_size for info in self._parts.values())
        if size > limits.inflated_size:
            refuse("workbook-inflates", found=_mib(size), expected=_mib(limits.inflated_size))

    def _admit(self, info: zipfile.ZipInfo, limits: Limits) -> None:
        name = info.filename.replace("\\", "/").lstrip("/").lower()
        usual = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & 1
        if name in self._parts or not usual:
            refuse("workbook-damaged", found=info.filename)
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > _SMALL and ratio > limits.ratio:
            refuse("workbook-inflates", found=f"{info.filename} × {ratio:.0f}", expected=f"× {limits.ratio}")
        self._parts[name] = info

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a part. zipfile stops at the declared size and then compares the checksum, so a header
        that lies about the size ends as a damaged file.
        """
        try:
            with self._zip.open(self._parts[name.lower()]) as part:
                while piece := part.read(_PIECE):
                    yield piece
        except _BROKEN:
            refuse("workbook-damaged", found=name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part (empty: the package) refers to: kind and target by id. Targets inside are names of parts."""
        folder = dirname(name)
        path = join(folder, "_rels", f"{name.rpartition('/')[2]}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                target = attributes.get("Target", "")
                if attributes.get("TargetMode") != "External":
                    target = normpath(join("/", folder, target.replace("\\", "/"))).lstrip("/")
                found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target

        if path in self:
            parse(self.pieces(path), path, start)
        return found


class XmlFeed:
    """An expat parser that refuses document types and endless tags. Names come with their namespace, without prefix.

    As a context it lets go of its callbacks, and of what they hold, at the end and not when garbage is collected.
    """

    def __init__(self, name: str):
        self.name = name
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._paused: tuple[Any, Any] = None, None
        self._fed = 0

    def __enter__(self) -> XmlFeed:
        return self

    def __exit__(self, *_: object) -> None:
        self._paused = None, None
        for handler in _HANDLERS:
            setattr(self.parser, handler, None)

    def pause(self) -> None:
        """Only check elements, until ``resume``: a call for each may cost more than all the rest."""
        self._paused = self.parser.StartElementHandler, self.parser.EndElementHandler
        self.parser.StartElementHandler = self.parser.EndElementHandler = None

    def resume(self) -> None:
        """Call back for elements again."""
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._paused

    def _doctype(self, *_: object) -> None:
        refuse("workbook-doctype", found=self.name)

    def feed(self, piece: bytes, last: bool = False) -> None:
        """Parse the next piece. Raises InputError where it is not well formed."""
        try:
            self.parser.Parse(piece, last)
        except (expat.ExpatError, LookupError, ValueError):  # the latter two: an unknown encoding
            refuse("workbook-damaged", found=self.name)
        self._fed += len(piece)
        if self._fed - self.parser.CurrentByteIndex > HELD + _PIECE and not last:
            refuse("workbook-inflates", found=self.name, expected=_mib(HELD))


def parse(
    pieces: Iterable[bytes],
    name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part with callbacks for its elements, whose names and attributes come without namespace."""
    with XmlFeed(name) as feed:
        watch(feed, start, end)
        if text:
            feed.parser.CharacterDataHandler = text
        for piece in pieces:
            feed.feed(piece)
        feed.feed(b"", last=True)


def watch(
    feed: XmlFeed,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    namespace: str | None = None,
) -> None:
    """Set the callbacks of a feed. Elements of another namespace than that of the root, or the one given, are named ''.

    An element too many or too deep is refused.
    """
    names: dict[str, str] = {}
    depth = count = 0

    def started(tag: str, attributes: Attributes) -> None:
        nonlocal depth, count, namespace
        depth += 1
        count += 1
        if depth > _DEPTH or count > _ELEMENTS:
            found, most = ("XML depth", _DEPTH) if depth > _DEPTH else ("XML elements", _ELEMENTS)
            refuse("workbook-inflates", found=f"{feed.name}, {found}", expected=f"{most:,}")
        name = names.get(tag)
        if name is None:
            space, _, local = tag.rpartition(" ")
            namespace = space if namespace is None else namespace
            name = names[tag] = local if space == namespace else ""
        start(name, attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(names[tag])

    feed.parser.StartElementHandler = started
    feed.parser.EndElementHandler = ended


def _mib(size: int) -> str:
    return f"{size / MIB:,.0f} MiB"
