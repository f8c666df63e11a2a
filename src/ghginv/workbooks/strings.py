"""The shared strings of a workbook: most texts of its cells, each written once.

Plain items, ``<si><t>原煤</t></si>``, are taken apart with a few splits of bytes while expat checks the same bytes;
where any item is not plain (rich text, other spellings), all are read with a call for each element.
"""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.workbooks.archive import HELD, Archive, Attributes, Limits, XmlFeed, parse, refuse
from ghginv.workbooks.parts import unescape
from ghginv.workbooks.plain import Odd, plain_only, plain_text

_SPACE = b'<t xml:space="preserve">'


def read_strings(archive: Archive, part: str, limits: Limits) -> list[str]:
    """The shared strings in the order in which cells refer to them; none where there is no such part."""
    if not part:
        return []
    try:
        return _read_plain(archive.pieces(part), part, limits)
    except Odd:
        return _read_any(archive, part, limits)


def _read_plain(pieces: Iterator[bytes], part: str, limits: Limits) -> list[str]:
    strings: list[str] = []
    pending = b""
    begun = False
    with XmlFeed(part) as feed:
        plain_only(feed)
        for piece in pieces:
            pending += piece
            begun = begun or _begins(pending)
            cut = pending.rfind(b"<si>")
            if begun and cut > 0:
                _items(pending[:cut], strings, limits)
                feed.feed(pending[:cut])
                pending = pending[cut:]
            if len(pending) > HELD:
                raise Odd
        rest, end, after = pending.rpartition(b"</sst>")
        if not begun or not end or after.strip():
            raise Odd
        _items(rest, strings, limits)
        feed.feed(pending, last=True)
    return strings


def _begins(text: bytes) -> bool:
    return text.partition(b"<si>")[0].rpartition(b"<")[2].startswith(b"sst ")


def _items(window: bytes, strings: list[str], limits: Limits) -> None:
    """Add the texts of whole items; what stands before the first one is for expat to judge."""
    _, begin, items = window.partition(b"<si>")
    if b"\r" in items:
        raise Odd
    for item in items.split(b"<si>") if begin else ():
        if item[:3] == b"<t>":
            text, _, end = item[3:].partition(b"</t>")
        elif item.startswith(_SPACE):
            text, _, end = item[len(_SPACE) :].partition(b"</t>")
        else:
            raise Odd
        if (end != b"</si>" and not _is_phonetic_font(end)) or len(text) > limits.text_length:
            raise Odd
        strings.append(unescape(plain_text(text)))
    _check(len(strings), limits)


def _is_phonetic_font(end: bytes) -> bool:
    """Excel in Chinese notes this after nearly every text."""
    return end.startswith(b"<phoneticPr ") and end.endswith(b"/></si>") and end.count(b"<") == 2


def _check(count: int, limits: Limits) -> None:
    if count > limits.cells:
        refuse("workbook-too-many-cells", expected=f"{limits.cells:,}")


def _read_any(archive: Archive, part: str, limits: Limits) -> list[str]:
    """Any legal spelling: rich text joined, the phonetic runs that tell how characters are read dropped."""
    strings: list[str] = []
    gathered: list[str] = []
    path: list[str] = []
    length = 0
    wanted = False

    def start(name: str, _: Attributes) -> None:
        nonlocal length, wanted
        path.append(name)
        if name == "si":
            gathered.clear()
            length = 0
        wanted = name == "t" and "rPh" not in path

    def end(name: str) -> None:
        nonlocal wanted
        del path[-1]
        wanted = False
        if name == "si":
            strings.append(unescape("".join(gathered)))
            _check(len(strings), limits)

    def text(piece: str) -> None:
        nonlocal length
        if wanted:
            gathered.append(piece)
            length += len(piece)
            if length > limits.text_length:
                refuse("workbook-text-too-long", found=gathered[0][:20], expected=f"{limits.text_length:,}")

    parse(archive.pieces(part), part, start, end, text)
    return strings
