"""Does a form 205-1 add up? Consumption and its parts, stocks, kinds of coal, coefficients, the total in standard coal.

Figures are compared as printed, in the unit of their row. How far they may differ is data
(``templates/checks/form_205_1.toml``), what is a part of what is data of the words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from ghginv import folders
from ghginv.domain import units
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.form_205_1_table import Line, Table

_QUANTITIES = ("opening_stock", "purchases", "sold", "consumption", "industrial", "feedstock", "non_industrial")
_SUMMED = (*_QUANTITIES, "transport", "closing_stock")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far figures may differ: percents of the larger side, never less than ``least``."""

    status: str
    sum_percent: float
    stock_percent: float
    total_percent: float
    least: float


@folders.remembered
def tolerance() -> Tolerance:
    """The tolerances in force."""
    return Tolerance(**tomllib.loads(folders.file("templates", "checks/form_205_1.toml").read_text("utf-8")))


class Figures:
    """The numbers of a form by row and column, and the rows that count: either a whole or its parts.

    ``unread`` are the cells that hold something else: what they enter is not judged, so that nothing else is blamed.
    """

    def __init__(
        self, table: Table, numbers: Mapping[tuple[str, str], float], unread: frozenset[tuple[str, str]] = frozenset()
    ):
        self.table = table
        self.numbers = numbers
        self.unread = unread
        self.lines = {line.row.row: line for line in table.lines}

    def get(self, line: Line, column: str) -> float | None:
        """A figure, or None where the cell is blank or the form has no such column."""
        return self.numbers.get((line.row.row, column))

    def known(self, line: Line, *columns: str) -> bool:
        """Whether none of these cells of a row holds something that could not be read."""
        return not any((line.row.row, column) in self.unread for column in columns)

    def parts(self, whole: Line) -> list[Line]:
        """The rows of the form that add up to one, in all or in some editions."""
        return [self.lines[part.row] for part in self.table.words.parts(whole.row) if part.row in self.lines]

    def given(self, line: Line) -> bool:
        """Whether a row holds any quantity."""
        return any(self.get(line, column) is not None for column in _SUMMED)

    def counts(self, line: Line) -> bool:
        """Whether a row says something that no other row says: not a whole whose parts are given, no total."""
        if line.row.kind == "total" or not self.given(line):
            return False
        parts = [part for part in self.parts(line) if self.given(part)]
        if not parts:
            return True
        if any(part.row.adds in ("yes", "rest") for part in parts):
            return False
        return not self._adds_up(line, parts)

    def _adds_up(self, whole: Line, parts: list[Line]) -> bool:
        columns = [column for column in _SUMMED if self.get(whole, column)]
        return bool(columns) and all(
            _close(self.get(whole, column) or 0.0, self.sum(whole, parts, column), tolerance().sum_percent)
            for column in columns
        )

    def sum(self, whole: Line, parts: list[Line], column: str) -> float:
        """The parts of a figure, in the unit of the whole."""
        return fsum(units.convert(self.get(part, column) or 0.0, part.unit, whole.unit) for part in parts)


def findings(figures: Figures) -> list[Finding]:
    """All that does not add up, row by row, then what concerns several rows.

    What follows from a fault is not told again: a row's stocks only where its consumption adds up, the total only where
    all rows do.
    """
    found: list[Finding] = []
    for line in figures.table.lines:
        if line.row.kind == "total":
            continue
        checks = (_consumption, _within, _stock)
        found += next((wrong for check in checks if (wrong := list(check(figures, line)))), [])
        found += [*_parts(figures, line), *_coefficients(figures, line)]
    if not figures.unread and all(finding.code == "form-stock" for finding in found):
        found += _total(figures)
    return found


def _consumption(figures: Figures, line: Line) -> Iterator[Finding]:
    """A total is industrial and other consumption together."""
    total = figures.get(line, "consumption")
    parts = {name: figures.get(line, name) for name in ("industrial", "non_industrial")}
    if total is None or all(part is None for part in parts.values()):
        return
    if not figures.table.has("industrial") or not figures.known(line, *parts):
        return
    result = fsum(part or 0.0 for part in parts.values())
    if not _close(total, result, tolerance().sum_percent):
        cells = [name for name, part in parts.items() if part is not None]
        yield _finding(figures, "form-consumption-sum", line, "consumption", result, cells)


def _within(figures: Figures, line: Line) -> Iterator[Finding]:
    """Feedstock is a part of industrial consumption, transport vehicles a part of all consumption."""
    whole, cells = _consumed(figures, line)
    limits = (
        ("form-feedstock", "feedstock", figures.get(line, "industrial") or 0.0, ["industrial"]),
        ("form-transport", "transport", whole, cells),
    )
    for code, column, limit, others in limits:
        figure = figures.get(line, column)
        if not figures.known(line, "consumption", "industrial", "non_industrial"):
            continue
        if figure is not None and figure > limit and not _close(figure, limit, tolerance().sum_percent):
            yield _finding(figures, code, line, column, limit, [each for each in others if figures.table.has(each)])


def _consumed(figures: Figures, line: Line) -> tuple[float, list[str]]:
    """All consumption of a row, and the columns that say so."""
    if (total := figures.get(line, "consumption")) is not None:
        return total, ["consumption"]
    parts = [name for name in ("industrial", "non_industrial") if figures.get(line, name) is not None]
    return fsum(figures.get(line, name) or 0.0 for name in parts), parts


def _stock(figures: Figures, line: Line) -> Iterator[Finding]:
    """What was there and what was bought is used, sold or still there; own production does not stand in the form."""
    opening, closing = figures.get(line, "opening_stock"), figures.get(line, "closing_stock")
    if not figures.table.has("closing_stock") or (opening is None and closing is None):
        return
    if not figures.known(line, *_QUANTITIES, "closing_stock"):
        return
    used, cells = _consumed(figures, line)
    bought, sold = figures.get(line, "purchases") or 0.0, figures.get(line, "sold") or 0.0
    result = fsum((opening or 0.0, bought, -used, -sold))
    allowed = max(tolerance().least, abs((opening or 0.0) + bought) * tolerance().stock_percent / 100)
    if abs((closing or 0.0) - result) > allowed:
        given = [name for name in ("opening_stock", "purchases", "sold") if figures.get(line, name) is not None]
        yield _finding(figures, "form-stock", line, "closing_stock", result, given + cells)


def _parts(figures: Figures, line: Line) -> Iterator[Finding]:
    """A whole whose kinds are given is their sum, in every column."""
    parts = [part for part in figures.parts(line) if part.row.adds == "yes"]
    for column in _SUMMED:
        whole = figures.get(line, column)
        given = [part for part in parts if figures.get(part, column) is not None]
        if whole is None or not given or not all(figures.known(part, column) for part in parts):
            continue
        result = figures.sum(line, given, column)
        if not _close(whole, result, tolerance().sum_percent):
            cells = [figures.table.address(part, column) for part in given]
            yield _finding(figures, "form-parts-sum", line, column, result, [], cells)


def _coefficients(figures: Figures, line: Line) -> Iterator[Finding]:
    """The coefficient used lies where the energy's calorific value can lie; in another unit it cannot be judged."""
    figure, row = figures.get(line, "coefficient"), line.row
    if figure is None or row.low is None or row.high is None or not line.own_unit:
        return
    if not row.low <= figure <= row.high:
        unit = units.table()[row.unit].zh
        expected = f"{digits(row.low)}–{digits(row.high)}"
        details = {"name_zh": row.zh, "name_en": row.en, "unit_zh": f"吨标准煤/{unit}", "unit_en": f"tce/{row.unit}"}
        place = figures.table.address(line, "coefficient")
        yield Finding("form-coefficient", "", figures.table.sheet.name, place, digits(figure), expected, details)


def _total(figures: Figures) -> Iterator[Finding]:
    """The total in standard coal is each quantity times its coefficient, where all coefficients are given."""
    line = figures.lines.get("total")
    if line is None:
        return
    for column in ("consumption", "industrial"):
        total = figures.get(line, column)
        rows = [each for each in figures.table.lines if figures.counts(each) and figures.get(each, column)]
        factors = [1.0 if row.unit == "tce" else figures.get(row, "coefficient") for row in rows]
        if total is None or not rows or None in factors:
            continue
        result = fsum((figures.get(row, column) or 0.0) * (factor or 0.0)
                      for row, factor in zip(rows, factors, strict=True))  # fmt: skip
        if not _close(total, result, tolerance().total_percent):
            yield _finding(figures, "form-total", line, column, result, [])


def _close(whole: float, result: float, percent: float) -> bool:
    return abs(whole - result) <= max(tolerance().least, max(abs(whole), abs(result)) * percent / 100)


def _finding(
    figures: Figures,
    code: str,
    line: Line,
    column: str,
    result: float,
    columns: list[str],
    places: list[str] | None = None,
) -> Finding:
    """A figure, what it should be, and the cells that say so."""
    table, figure = figures.table, figures.get(line, column) or 0.0
    cells = places or [table.address(line, name) for name in columns]
    shown = table.words.columns[column]
    details = {
        "name_zh": line.row.zh,
        "name_en": line.row.en,
        "column_zh": shown.zh,
        "column_en": shown.en,
        "cells": "、".join(cells) or "-",
        "difference": digits(round(figure - result, 6)),
    }
    expected = digits(round(result, 6))
    return Finding(code, "", table.sheet.name, table.address(line, column), digits(figure), expected, details)
