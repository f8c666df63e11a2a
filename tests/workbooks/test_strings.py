"""Shared strings: the quick reading of plain items and the thorough one of any agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.errors import InputError
from ghginv.workbooks import strings
from ghginv.workbooks.archive import Archive, Limits
from ghginv.workbooks.plain import Odd
from tests.workbooks import hostile

PLAIN = (
    '<si><t>原煤</t></si><si><t xml:space="preserve"> a &amp; b </t></si><si><t/></si><si><t></t></si>'
    '<si><t>汽油</t><phoneticPr fontId="1" type="noConversion"/></si><si><t>_x000D_</t></si>'
)
TEXTS = ["原煤", " a & b ", "", "", "汽油", "\r"]
LIMITS = Limits(cells=100, text_length=50)
MARKS = [*"<>/\"'&= t", "\r\n", "]]>", "<!--", "-->", "&#49;", "<t>", "</t>", "<si>", "</si>"]


class Pieces(Archive):
    """An archive of one part that comes in pieces of a given size."""

    def __init__(self, content: str, size: int = 1 << 20):
        self.content, self.size = content.encode(), size

    def pieces(self, name: str):
        return (self.content[start : start + self.size] for start in range(0, len(self.content), self.size))


def quick(content: str, size: int = 1 << 20) -> list[str]:
    return strings._read_plain(Pieces(content, size).pieces(""), "", LIMITS)


def thorough(content: str) -> list[str]:
    return strings._read_any(Pieces(content), "", LIMITS)


def test_plain_items() -> None:
    content = hostile.shared_strings(PLAIN.replace("<si><t/></si>", ""))
    assert quick(content) == quick(content, 5) == thorough(content) == [*TEXTS[:2], *TEXTS[3:]]


@pytest.mark.parametrize(
    "items",
    [
        PLAIN,
        PLAIN.replace("原煤", "<![CDATA[原煤]]>"),
        PLAIN.replace("<t>原煤</t>", "<r><t>原</t></r><r><t>煤</t></r>"),
        PLAIN.replace("<t>原煤</t>", "<t>原煤</t><rPh sb='0' eb='1'><t>ym</t></rPh>"),
        PLAIN.replace("<si>", "\n <si >"),
        PLAIN.replace("<si>", "<!-- <si><t>x</t></si> --><si>", 1),
    ],
)
def test_other_items(items: str) -> None:
    content = hostile.shared_strings(items)
    with pytest.raises(Odd):
        quick(content)
    assert strings.read_strings(Pieces(content), "sharedStrings.xml", LIMITS) == TEXTS


def test_workbook_without_shared_strings() -> None:
    assert strings.read_strings(Pieces(""), "", LIMITS) == []
    assert strings.read_strings(Pieces(f'<sst xmlns="{hostile.MAIN}"/>'), "sharedStrings.xml", LIMITS) == []


@settings(max_examples=1000, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_quick_reading_is_as_strict_as_the_thorough_one(source: random.Random, changes: int) -> None:
    content = hostile.shared_strings(PLAIN.replace("<si><t/></si>", ""))
    for _ in range(changes):
        start = source.randrange(60, len(content))
        content = content[:start] + source.choice([*MARKS, ""]) + content[start + source.choice([0, 1, 3, 10]) :]
    outcomes: list[list[str] | str] = []
    for read in (quick, thorough):
        try:
            outcomes.append(read(content))
        except InputError:
            outcomes.append("refused")
        except Odd:
            return
    assert outcomes[0] == outcomes[1], content


def test_strings_come_from_their_part(tmp_path: Path) -> None:
    path = hostile.workbook(tmp_path / "a.xlsx", hostile.worksheet(), strings=hostile.shared_strings(PLAIN))
    archive = Archive(path.read_bytes(), Limits())
    assert strings.read_strings(archive, "xl/sharedStrings.xml", Limits()) == TEXTS
