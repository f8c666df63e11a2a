"""A sheet reads the same in whatever legal spelling.

What the quick reading of the plain spelling accepts, the thorough one accepts alike.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.errors import InputError
from ghginv.workbooks.archive import Limits
from ghginv.workbooks.cells import Sheet
from ghginv.workbooks.plain import plain_spelling
from ghginv.workbooks.rows import Shared
from ghginv.workbooks.sheets import read_sheet
from tests.workbooks.hostile import MAIN, worksheet

STRINGS = ["原煤", "汽油", "a & b"]
ROWS = (
    '<row r="1" spans="1:4"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"/><c r="D1" t="str"><v>x</v></c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>1.5</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    '<row r="5"><c r="A5"><f>A2*2</f><v>3</v></c><c r="B5" t="inlineStr"><is><t>a&lt;b</t></is></c></row>'
    '<row r="6" s="1" customFormat="1"/>'
    '<row r="7"><c r="A7"><f t="shared" ref="A7:B7" si="0">A2</f><v>1.5</v></c>'
    '<c r="B7"><f t="shared" si="0"/><v>1</v></c></row>'
)
BEFORE = '<cols><col min="2" max="3" hidden="1"/></cols>'
AFTER = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
PLAIN = worksheet(ROWS, BEFORE, AFTER)


def prefixed(sheet: str) -> str:
    for name in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "cols", "col", "mergeCells", "mergeCell"):
        for mark in (">", " ", "/"):
            sheet = sheet.replace(f"<{name}{mark}", f"<x:{name}{mark}").replace(f"</{name}>", f"</x:{name}>")
    return sheet.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


SPELLINGS: dict[str, Callable[[str], str | bytes]] = {
    "prefix": prefixed,
    "single quotes": lambda sheet: sheet.replace('"', "'"),
    "line ends": lambda sheet: sheet.replace("><", ">\r\n  <"),
    "blanks in tags": lambda sheet: sheet.replace('" ', '"\n  ').replace(' r="', ' r = "'),
    "long closing": lambda sheet: sheet.replace(' s="1"/>', ' s="1"></c>').replace('customFormat="1"></c>', "></row>"),
    "attribute order": lambda sheet: sheet.replace('r="A1" s="1" t="s"', 't="s" r="A1" s="1"'),
    "comments": lambda sheet: sheet.replace("<row", '<!-- <row r="9"><c r="A9"><v>9</v></c></row> --><row'),
    "hiding comment": lambda sheet: sheet.replace("<sheetData>", "<!--<sheetData></sheetData>--><sheetData>"),
    "instructions": lambda sheet: sheet.replace("<v>1.5", "<?a b?><v>1.5"),
    "character data": lambda sheet: sheet.replace("<v>1.5<", "<v><![CDATA[1.5]]><"),
    "references": lambda sheet: sheet.replace("<v>x<", "<v>&#120;<").replace('r="A2"', 'r="&#65;2"'),
    "utf-16": lambda sheet: sheet.replace("UTF-8", "UTF-16").encode("utf-16"),
    "latin-1": lambda sheet: sheet.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "byte order mark": lambda sheet: sheet.encode("utf-8-sig"),
    "no cell addresses": lambda sheet: sheet.replace('r="A5"', "").replace('r="B5"', "").replace('r="A2"', ""),
    "no row number": lambda sheet: sheet.replace('<row r="2"', "<row"),
    "cells out of order": lambda sheet: sheet.replace(
        '<c r="A2"><v>1.5</v></c><c r="B2" t="b"><v>1</v></c>', '<c r="B2" t="b"><v>1</v></c><c r="A2"><v>1.5</v></c>'
    ),
    "rich text": lambda sheet: sheet.replace("<t>a&lt;b</t>", "<r><t>a&lt;</t></r><rPh><t>z</t></rPh><r><t>b</t></r>"),
    "foreign elements": lambda sheet: sheet.replace("<v>1.5", '<z:v xmlns:z="z">9</z:v><v>1.5'),
    "own namespace": lambda sheet: sheet.replace(
        "</row><row r=", '</row><row xmlns="z" r="9"><c r="A9"><v>9</v></c></row><row r=', 1
    ),
    "blanks around numbers": lambda sheet: sheet.replace("<v>1.5<", "<v>\n1.5 <"),
    "extensions": lambda sheet: sheet.replace("<v>3</v>", '<v>3</v><extLst><ext><c r="Z9"><v>9</v></c></ext></extLst>'),
    "later sheet data": lambda sheet: sheet.replace(AFTER, f'{AFTER}<extLst><z:row xmlns:z="z" r="1"/></extLst>'),
}


def read(sheet: str | bytes, size: int = 1 << 20, rewritten: bool = False) -> Sheet:
    """Read a sheet that comes in pieces of this size."""
    content = sheet.encode() if isinstance(sheet, str) else sheet
    found = Sheet("表")
    shared = Shared(STRINGS, ["General", "0.00"], Limits())

    def pieces():
        return (content[start : start + size] for start in range(0, len(content), size))

    source = (lambda: plain_spelling(pieces(), "sheet")) if rewritten else pieces
    read_sheet(found, source, "sheet", shared)
    return found


EXPECTED = read(PLAIN)


def test_plain_sheet() -> None:
    assert {cell.address: (cell.value, cell.formula) for cell in EXPECTED.cells.values()} == {
        "A1": ("原煤", None),
        "D1": ("x", None),
        "A2": (1.5, None),
        "B2": (True, None),
        "C2": ("#N/A", None),
        "A5": (3.0, "=A2*2"),
        "B5": ("a<b", None),
        "A7": (1.5, "=A2"),
        "B7": (1.0, "=B2"),
    }
    assert (EXPECTED.merged, EXPECTED.hidden_rows, EXPECTED.hidden_columns) == (["A1:D1"], {2}, {2, 3})


@pytest.mark.parametrize("name", SPELLINGS)
def test_spelling_makes_no_difference(name: str) -> None:
    spelled = SPELLINGS[name](PLAIN)
    assert spelled not in (PLAIN, PLAIN.encode())
    assert read(spelled) == EXPECTED


@pytest.mark.parametrize("size", [1, 7, 100])
@pytest.mark.parametrize("spelling", ["prefix", "comments", "byte order mark"])
def test_pieces_make_no_difference(size: int, spelling: str) -> None:
    assert read(PLAIN, size) == read(SPELLINGS[spelling](PLAIN), size) == EXPECTED


def test_rewriting_makes_no_difference() -> None:
    assert read(PLAIN, rewritten=True) == EXPECTED


MARKS = [*"<>/\"'&= \nrcv1A_-e", "]]>", "<!--", "-->", "x:", "xmlns='z'", "&#49;", "\r"]
TAGS = ["<v>", "</v>", "<c", "</c>", "<row", "</row>", "<f>", "</f>", "<is>", "<t>", "</sheetData>", 'r="A1"', "hidden"]


def outcome(sheet: str, rewritten: bool) -> Sheet | str:
    try:
        return read(sheet, rewritten=rewritten)
    except InputError:
        return "refused"


@settings(max_examples=1500, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_quick_reading_is_as_strict_as_the_thorough_one(source: random.Random, changes: int) -> None:
    sheet = PLAIN
    for _ in range(changes):
        start = source.randrange(100, len(sheet))
        sheet = sheet[:start] + source.choice([*MARKS, *TAGS, ""]) + sheet[start + source.choice([0, 1, 3, 10]) :]
    assert outcome(sheet, rewritten=False) == outcome(sheet, rewritten=True), sheet
