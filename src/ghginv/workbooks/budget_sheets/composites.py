"""Composite indices on the sheet of methods: criteria on one scale, weights, index, all live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.budget_sheets.live_methods import Rule, Source, held, normal_formula, normalised
from ghginv.workbooks.budget_sheets.material import Compared
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd

_PREFIX = "composite-"
_ABOUT = ("criterion", "name", "direction", "note")


@dataclass(frozen=True)
class Weights:
    """Weights by scheme and criterion, where they stand, and which input each criterion is (``need:CODE``)."""

    values: Mapping[str, Mapping[str, float]]
    placed: Placed
    inputs: Mapping[str, str]

    def cells(self, scheme: str) -> str:
        """The row of a scheme, held fast."""
        at, codes = list(self.values).index(scheme), list(self.inputs)
        return f"{held(self.placed.cell(at, codes[0]))}:{held(self.placed.cell(at, codes[-1]))}"


def write(sheet: BudgetSheet, compared: Compared, source: Source, labels: list[frames.Record]) -> dict[str, Rule]:
    """Weights and, where criteria and floor are there, the indices; by method the cells and values of its index."""
    told = named_rows(compared.weights)
    if not told or compared.weights is None:
        return {}
    schemes = [key for key in frames.keys(compared.weights) if key not in _ABOUT]
    inputs = {code: next((key for key in source.columns if key.partition(":")[2] == code), "") for code in told}
    weights = _weights(sheet, told, schemes, inputs)
    if "floor" not in source.options or not source.has(*inputs.values()):
        return {}
    book, word = sheet.book, sheet.book.word
    fields = [Field("unit", word("col.unit-code")), Field("name", word("col.name"))]
    fields += [Field(code, code, "ratio") for code in told]
    fields += [Field(each, f"{word('col.index')}\n{word(f'scheme.{each}')}", "ratio") for each in schemes]
    sheet.heading(book.word("heading.indices"))
    rows = [_row(label, at, sheet.row + 2 + at, source, weights) for at, label in enumerate(labels)]
    indices = sheet.table(fields, rows)
    return {
        f"{_PREFIX}{scheme}": (_cell(indices, scheme), np.array([row[scheme].value for row in rows]))
        for scheme in schemes
    }


def _cell(placed: Placed, key: str) -> Callable[[int], str]:
    return lambda row: placed.cell(row, key)


def _weights(sheet: BudgetSheet, told: Mapping[str, Mapping[str, Any]], schemes: list[str],
             inputs: Mapping[str, str]) -> Weights:  # fmt: skip
    """A row a scheme, a column a criterion, and a live sum."""
    book = sheet.book
    sheet.heading(book.word("heading.weights"))
    values = {scheme: {code: float(told[code].get(scheme) or 0.0) for code in told} for scheme in schemes}
    rows: list[frames.Record] = []
    for line, (scheme, each) in enumerate(values.items(), start=sheet.row + 2):
        cells = f"C{line}:{_letter(1 + len(told))}{line}"
        summed = Live(f"=SUM({cells})", sum(each.values()))
        rows.append({"unit": scheme, "name": book.word(f"scheme.{scheme}"), **each, "sum": summed})
    fields = [Field("unit", book.word("col.scheme")), Field("name", book.word("col.name"))]
    for code, row in told.items():
        direction = inputs[code].partition(":")[0] or str(row.get("direction") or "")
        title = f"{code} {row.get('name') or ''}\n{book.word(f'direction.{direction}')}"
        fields.append(Field(code, title, "ratio"))
    return Weights(values, sheet.table([*fields, Field("sum", book.word("row.sum"), "ratio")], rows), inputs)


def _row(label: frames.Record, at: int, line: int, source: Source, weights: Weights) -> frames.Record:
    """One unit, in row ``line`` from 1: its criteria on one scale, and an index for each scheme of weights."""
    row: frames.Record = dict(label)
    floor, floor_cell = source.options["floor"]
    for code, key in weights.inputs.items():
        direction = key.partition(":")[0]
        formula = normal_formula(source.here(key, at), source.all(key), direction, floor_cell)
        row[code] = Live(formula, float(normalised(source.columns[key], direction, floor)[at]))
    own = f"$C{line}:${_letter(1 + len(weights.inputs))}{line}"
    for scheme, each in weights.values.items():
        index = sum(weight * row[code].value for code, weight in each.items())
        row[scheme] = Live(f"=SUMPRODUCT({weights.cells(scheme)},{own})", index)
    return row


def named_rows(frame: pd.DataFrame | None) -> dict[str, dict[str, Any]]:
    """The rows of a table by name: of its column ``unit``, ``method`` or ``criterion``, else of its index."""
    if frame is None:
        return {}
    key = next((each for each in ("unit", "method", "criterion") if each in frame.columns), None)
    labels = [str(each) for each in (frame[key] if key else frame.index)]
    rows = frames.records(frame.drop(columns=key) if key else frame)
    return dict(zip(labels, rows, strict=True))


def _letter(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))
