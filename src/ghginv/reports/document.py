"""A report as a value: headings, paragraphs, formulas, tables and charts in order, the same for Word and for the page.

Every text is plain: what leaves as Word or HTML is escaped there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is a chapter."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``kind`` is body, bullet, note or equation."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as printed; ``numeric`` columns stand right, ``strong`` rows (by place) are sums.

    On the page a cell (row and column by place) in ``links`` leads to the row that bears this name in ``anchors``.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    anchors: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape of a drawing: ``shape`` is rect, line, path, circle or text; ``places`` are its SVG attributes."""

    shape: str
    places: tuple[tuple[str, str], ...]
    text: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of ``width`` x ``height``; ``values`` are the figures it shows, in t CO2e or percent, by label."""

    caption: str
    summary: str
    width: int
    height: int
    marks: Sequence[Mark]
    values: Sequence[tuple[str, float]]


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """``facts`` stand under the title; ``warning`` (a made-up region) on every page; a letter has no ``contents``."""

    title: str
    facts: Sequence[str]
    lang: str
    warning: str
    blocks: Sequence[Block]
    contents: bool = True

    def numbered(self, table: str, figure: str) -> list[tuple[Block, str]]:
        """The blocks, tables and charts with their numbered captions; the words are ``表 {}`` or ``Figure {}``."""
        counts = {Table: 0, Chart: 0}
        words = {Table: table, Chart: figure}
        found: list[tuple[Block, str]] = []
        for block in self.blocks:
            caption = ""
            if isinstance(block, (Table, Chart)):
                counts[type(block)] += 1
                caption = f"{words[type(block)].format(counts[type(block)])}  {block.caption}"
            found.append((block, caption))
        return found
