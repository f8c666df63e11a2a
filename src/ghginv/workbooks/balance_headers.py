"""The header of an energy balance table: which column holds which item, in which unit.

A header may stand in one row or in several, with the unit behind the name, below it or split over two cells, with
group headings above and English rows below. All neighbouring cells of a column are therefore tried together, the
longest join first, Chinese before English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ghginv.domain import units
from ghginv.findings import Finding
from ghginv.workbooks.balance_labels import Item, Vocabulary, chinese
from ghginv.workbooks.cells import Sheet, address

_MEASURES = {"mass", "volume", "energy", "coal_equivalent"}
_BRACKETED = re.compile(r"[(（\[【](.*?)[)）\]】]", re.DOTALL)
_TAIL = re.compile(r"[/\s:：]+(?=[^/\s:：]*$)")
_UNIT_LINE = re.compile(r"(?:单\s*位|units?)\s*[:：]?(.*)", re.IGNORECASE)
# 亿千瓦·小时 is written with many dots.
_DOTS = re.compile(r"[·•・∙.]")
_SEPARATORS = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its item, the unit it is printed in (code, and as written), the address of its header."""

    item: Item
    column: int
    header: str
    unit: str = ""
    written_unit: str = ""

    @property
    def measured(self) -> bool:
        """Whether the numbers can be converted to the item's canonical unit."""
        return bool(self.unit) and units.dimension(self.unit) == units.dimension(self.item.unit)


@dataclass(frozen=True, slots=True)
class Zone:
    """The header of a table: the row with most names, all its rows, which columns hold numbers, units named above."""

    sheet: Sheet
    names: int
    top: int
    bottom: int
    first_column: int
    filled: frozenset[int]
    named_units: tuple[str, ...] = ()

    def texts(self, column: int) -> list[tuple[str, str]]:
        """The header cells of a column from the top, each with its address; a merged cell counts once."""
        found: dict[str, str] = {}
        for row in range(self.top, self.bottom + 1):
            cell = self.sheet.shown(row, column)
            if cell is not None and cell.kind == "s" and cell.text.strip():
                found[cell.address] = cell.text
        return list(found.items())


def columns(zone: Zone, words: Vocabulary) -> tuple[list[Column], list[Finding]]:
    """The columns of the table from the left, and what is wrong with their headers."""
    found: dict[str, Column] = {}
    findings: list[Finding] = []
    for number in range(zone.first_column, zone.sheet.last_column + 1):
        cells = zone.texts(number)
        texts = [text for _, text in cells]
        header = cells[0][0] if cells else address(zone.names, number)
        item = _item(texts, words)
        if item is None:
            findings += _unnamed(zone, number, header, texts, words)
        elif item.item in found:
            details = {"first": found[item.item].header}
            findings.append(Finding("balance-column-twice", "", zone.sheet.name, header, item.zh, details=details))
        elif item.kind != "ignored":
            found[item.item], problems = _measured(zone, Column(item, number, header), texts)
            findings += problems
    return list(found.values()), findings


def named_units(texts: Iterable[str]) -> tuple[str, ...]:
    """The units that a line such as 单位：万吨、亿立方米 names for the whole table."""
    lines = [match[1] for text in texts if (match := _UNIT_LINE.search(text))]
    return tuple(unit for line in lines for part in _SEPARATORS.split(line) if (unit := _measure(part)))


def _item(texts: list[str], words: Vocabulary) -> Item | None:
    """The item that the header cells of a column name; the lowest cell, with as many as fit above it, counts."""
    language = any(chinese(text) and not _measure(text) for text in texts)
    spoken = [text for text in texts if chinese(text) == language]
    for first, last in sorted(_joins(spoken), key=lambda join: (-join[1], join[0])):
        label = ("" if language else " ").join(spoken[first:last])
        if item := words.item(label) or words.item(_without_tail(label)):
            return item
    return None


def _without_tail(label: str) -> str:
    """A header without a unit that stands behind its name without brackets: 原煤 万吨, 原煤/万吨."""
    head, _, tail = _TAIL.sub("\n", label.strip()).rpartition("\n")
    return head if _measure(tail) else label


def _joins(texts: list[str]) -> list[tuple[int, int]]:
    return [(first, last) for first in range(len(texts)) for last in range(first + 1, len(texts) + 1)]


def _measured(zone: Zone, column: Column, texts: list[str]) -> tuple[Column, list[Finding]]:
    """The column with its unit, or what is wrong with the unit."""
    item, sheet = column.item, zone.sheet.name
    chinese_unit, english_unit = _unit(texts, True), _unit(texts, False)
    findings = []
    if chinese_unit and english_unit and not _equal(chinese_unit[0], english_unit[0]):
        both = f"{chinese_unit[1]}、{english_unit[1]}"
        findings.append(Finding("balance-unit-ambiguous", "", sheet, column.header, both, chinese_unit[1]))
    unit, written = chinese_unit or english_unit or _named(item, zone.named_units) or ("", "")
    if not unit:
        return column, findings + ([] if item.kind == "sum" else [_without_unit(sheet, column, texts)])
    column = replace(column, unit=unit, written_unit=written)
    if not column.measured:
        usual = units.table()[item.usual_unit].zh
        findings.append(Finding("unit-wrong-kind", "", sheet, column.header, written, usual))
    return column, findings


def _unit(texts: list[str], language: bool) -> tuple[str, str] | None:
    """The unit in the header cells of one language: its code and how it is written."""
    spoken = [text for text in texts if chinese(text) == language]
    for first, last in sorted(_joins(spoken), key=lambda join: join[0] - join[1]):
        whole = "".join(spoken[first:last])
        tail = _TAIL.sub("\n", whole.strip()).rpartition("\n")[2]
        for written in (*reversed(_BRACKETED.findall(whole)), whole, tail):
            if unit := _measure(written):
                return unit, written.strip(" ()（）")
    return None


def _measure(text: str) -> str:
    """The code of a unit in which energy is counted, or an empty string."""
    unit = units.find(text) or units.find(_DOTS.sub("", text)) or ""
    return unit if unit and units.dimension(unit) in _MEASURES else ""


def _equal(unit: str, other: str) -> bool:
    return units.dimension(unit) == units.dimension(other) and units.factor(unit, other) == 1


def _named(item: Item, named: tuple[str, ...]) -> tuple[str, str] | None:
    """Of the units named for the whole table the one for this item: the usual one, else the only one of its kind."""
    fitting = [unit for unit in named if units.dimension(unit) == units.dimension(item.unit)] or list(named)
    unit = item.usual_unit if item.usual_unit in fitting else fitting[0] if len(fitting) == 1 else ""
    return (unit, units.table()[unit].zh) if unit else None


def _without_unit(sheet: str, column: Column, texts: list[str]) -> Finding:
    """No unit, or none that is known: what stands in brackets, or below the name, is then taken to be the unit."""
    inside = [written for text in texts for written in _BRACKETED.findall(text)]
    usual = units.table()[column.item.usual_unit].zh
    if inside:
        details = {"near": "、".join(dict.fromkeys((usual, *units.nearest(inside[-1]))))}
        return Finding("unit-unknown", "", sheet, column.header, inside[-1], usual, details)
    return Finding("balance-unit-missing", "", sheet, column.header, column.item.zh, usual)


def _unnamed(zone: Zone, number: int, header: str, texts: list[str], words: Vocabulary) -> list[Finding]:
    """Numbers below a header that is not known, or below none; without numbers the column says nothing."""
    if number not in zone.filled:
        return []
    spoken = [text for text in texts if chinese(text)] or texts
    if not spoken:
        return [Finding("balance-column-unnamed", "", zone.sheet.name, header)]
    near = "、".join(name for text in spoken for name in words.near_items(text))
    return [Finding("balance-column-unknown", "", zone.sheet.name, header, spoken[0].strip(), details={"near": near})]
