"""The matrix of a year, its rounding, and the layers inside each cell; whole units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from ghginv.budget.allocation.controlled_rounding import rounded_matrix
from ghginv.budget.allocation.matrix import fit
from ghginv.budget.allocation.matrix_report import MatrixReport, matrix_report
from ghginv.budget.decomposition.bounds import FREE, Range, both, crossed
from ghginv.budget.decomposition.context import Context, Key
from ghginv.budget.decomposition.sharing import Limits, split
from ghginv.errors import InputError

Cell = tuple[str, str]


@dataclass
class Ranges:
    """Whole bounds (None without upper end) of cells (row, column), of layers in a cell, of nodes in a layer.

    ``weights`` is the baseline in kg of each node (the row itself, streets below it) by (row, column, layer).
    """

    cells: dict[Cell, Range]
    layers: dict[Cell, dict[str, Range]]
    nodes: dict[Key, dict[str, Range]]
    weights: dict[Key, dict[str, int]]

    def side(self, place: int) -> Limits:
        """The sums of rows (0) or columns (1) that cells allow; no upper end where one cell has none."""
        groups: dict[str, list[Range]] = {}
        for cell, own in self.cells.items():
            groups.setdefault(cell[place], []).append(own)
        sums = {code: total(of_code) for code, of_code in groups.items()}
        return limited(sums)

    def under(self, rows: Mapping[str, int]) -> Ranges:
        """Ranges of cells narrowed by the totals of their rows: what the other cells cannot be is this one's."""
        of_rows: dict[str, list[Range]] = {}
        for (row, _), own in self.cells.items():
            of_rows.setdefault(row, []).append(own)
        cells: dict[Cell, Range] = {}
        for (row, column), (low, high) in self.cells.items():
            all_low = sum(each for each, _ in of_rows[row])
            tops = [top for _, top in of_rows[row]]
            still_open = sum(top is None for top in tops) - (high is None)
            others = sum(top for top in tops if top is not None) - (high or 0)
            least = low if still_open else max(low, rows[row] - others)
            most = max(low, rows[row] - (all_low - low))
            cells[row, column] = least, most if high is None else min(high, most)
        return replace(self, cells=cells)


def total(parts: list[Range]) -> Range:
    """The range of a sum."""
    tops = [top for _, top in parts if top is not None]
    return sum(low for low, _ in parts), sum(tops) if len(tops) == len(parts) else None


def limited(given: Mapping[str, Range]) -> Limits:
    """Ranges as the limits of a split."""
    lower = {code: low for code, (low, _) in given.items() if low}
    return Limits(lower, {code: high for code, (_, high) in given.items() if high is not None})


def ranges(context: Context) -> Ranges:
    """Bounds of cells, their layers and streets together; what has no baseline stays at its lower bound.

    InputError where a cell and its layers contradict each other, or where a cell without baseline is given a budget and
    no layer says what for.
    """
    weights = _weights(context)
    found = Ranges({}, {(row, column): {} for row in context.rows for column in context.columns}, {}, weights)
    faults = []
    for key, of_key in weights.items():
        row, column, layer = key
        own = context.bounds.layers.get(key, FREE)
        empty = not any(of_key.values())
        found.nodes[key] = {node: _of_node(context, node, key, kg) for node, kg in of_key.items()}
        if empty and list(of_key) == [row]:
            found.nodes[key] = {row: (own[0], own[0])}
        given = both(total(list(found.nodes[key].values())), own)
        found.layers[row, column][layer] = given
        if crossed(given):
            faults.append(context.finding("budget-decompose-bounds-crossed", " / ".join(key), place="–"))
    for cell, inside in found.layers.items():
        own = context.bounds.cells.get(cell, FREE)
        if own[0] and not any(top != 0 for _, top in inside.values()):
            faults.append(context.finding("budget-decompose-layerless", " / ".join(cell), context.tonnes(own[0])))
            continue
        found.cells[cell] = both(total(list(inside.values())), own)
        if crossed(found.cells[cell]):
            faults.append(context.finding("budget-decompose-bounds-crossed", " / ".join(cell), place="–"))
    if faults:
        raise InputError(*faults)
    return found


def _weights(context: Context) -> dict[Key, dict[str, int]]:
    """The baseline of nodes by (row, column, layer), with the nodes that only a bound names."""
    found: dict[Key, dict[str, int]] = {}
    for (region, industry, layer), kg in context.baseline.items():
        found.setdefault((context.above[region], industry, layer), {})[region] = kg
    for region, industry, layer in context.bounds.layers:
        of_key = found.setdefault((context.above[region], industry, layer), {})
        if region != context.above[region] or not of_key:
            of_key.setdefault(region, 0)
    return found


def _of_node(context: Context, node: str, key: Key, kg: int) -> Range:
    """A street's own range; that of a district is the range of its whole layer, so its own part is free."""
    low, high = context.bounds.layers.get((node, *key[1:]), FREE) if node != key[0] else FREE
    return (low, high) if kg else (low, low)


def matrix(
    context: Context, rows: Mapping[str, int], columns: Mapping[str, int], of_cells: Ranges
) -> tuple[pd.DataFrame, MatrixReport]:
    """Whole units by row and column near the baseline with these sums, and the report of the fit.

    InputError where margins and bounds contradict each other, with the cells to relax.
    """
    down, across = list(context.rows), list(context.columns)
    kg = [[context.base(row, column) for column in across] for row in down]
    prior = pd.DataFrame(kg, down, across, dtype=float) / context.rules.unit_kg
    low = np.array([[of_cells.cells[row, column][0] for column in across] for row in down], dtype=float)
    tops = [[of_cells.cells[row, column][1] for column in across] for row in down]
    high = np.array([[np.inf if top is None else top for top in of_row] for of_row in tops], dtype=float)
    # A cell without baseline in whose layers a bound lets a budget appear stays at its lower bound, as in the fit.
    high = np.where(prior.to_numpy() > 0, high, low)
    margins = pd.Series(rows).loc[down], pd.Series(columns).loc[across]
    total = int(margins[0].sum())
    tolerance = max(1e-14, min(1e-10, 0.2 / (max(total, 1) * (len(down) + len(across)))))
    fitted = fit(prior, *(each.astype(float) for each in margins), lower=low, upper=high, tolerance=tolerance)
    return rounded_matrix(fitted.matrix, *margins, lower=low, upper=high), matrix_report(fitted)


def layered(context: Context, cells: pd.DataFrame, of_cells: Ranges, below: Mapping[str, float]) -> dict[Key, int]:
    """Units by (region, column, layer): cells to their layers by baseline, layers to the district and its streets.

    ``below`` scales the baseline of streets (what they ask for ÷ what they emitted); bounds of layers and streets hold.
    """
    found: dict[Key, int] = {}
    for row, column in ((row, column) for row in context.rows for column in context.columns):
        amount = int(cells.at[row, column])
        if not amount:
            continue
        inside = of_cells.layers[row, column]
        sums = {layer: sum(of_cells.weights[row, column, layer].values()) for layer in inside}
        for layer, units in split(amount, sums, _limits(inside)).items():
            nodes = of_cells.nodes[row, column, layer]
            of_nodes = of_cells.weights[row, column, layer]
            parts = {node: Fraction(kg) * Fraction(below.get(node, 1.0)) for node, kg in of_nodes.items()}
            for node, part in split(units, parts, _limits(nodes)).items() if units else ():
                found[node, column, layer] = part
    return found


def _limits(given: Mapping[str, Range]) -> Limits | None:
    return limited(given) if any(each != FREE for each in given.values()) else None
