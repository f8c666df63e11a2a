"""A reporting table of an inventory: its layout as shown, its figures, and what stands where no figure can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ghginv.calculation import completeness, quality, reporting
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.layouts import Column, Layout
from ghginv.factors import guidelines
from ghginv.formulas.words import CONSTANTS

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

CARBON = "CO2_PER_C"
"""The constant (44/12) between carbon and its CO2."""

Texts = Mapping[tuple[str, str], str | float]
"""Cells that are no sums, by line and column."""


@dataclass(frozen=True)
class Reported:
    """A table with its figures: sums in whole grams by line and column, ``texts`` for cells that are not sums."""

    layout: Layout
    grams: Mapping[tuple[str, str], int]
    texts: Texts = field(default_factory=dict)

    def total(self, column: str) -> int | None:
        """What the shares of a column refer to: the table's total line, or the sum of its outermost lines."""
        lines = (
            [self.layout.total] if self.layout.total else [each.line for each in self.layout.lines if not each.parent]
        )
        known = [self.grams[line, column] for line in lines if (line, column) in self.grams]
        return sum(known) if known else None

    def value(self, line: str, column: Column) -> float | None:
        """A figure as printed: in the column's unit, a percentage for a share; None where there is none."""
        of = column.share_of or column.carbon_of or column.id
        grams = self.grams.get((line, of))
        if grams is None:
            return None
        if column.share_of:
            whole = self.total(of)
            return 100 * grams / whole if whole else None
        per = next(each.per for each in self.layout.columns if each.id == of)
        tonnes = grams / (GRAMS_PER_TONNE * per)
        return tonnes / CONSTANTS[CARBON].value if column.carbon_of else tonnes

    def cell(self, line: str, column: Column) -> float | str | None:
        """What stands in a cell: the figure, else the text given for it, else nothing."""
        figure = self.value(line, column)
        return self.texts.get((line, column.id)) if figure is None else figure


def report(
    inventory: Inventory, layout: Layout, rows: pd.DataFrame, lang: str = "zh", given: Texts | None = None
) -> Reported:
    """A table of an inventory; ``rows`` are the emission rows placed in it, ``given`` fills columns without sums."""
    gaps = completeness.gaps(inventory, layout) | {gap: [] for gap in completeness.undivided(layout, rows)}
    figures = reporting.figures(layout, rows)
    grams = {(line, column): int(value) for column in figures for line, value in figures[column].dropna().items()}
    texts: dict[tuple[str, str], str | float] = {}
    if layout.keys:
        texts |= completeness.keys(layout, gaps, guidelines.load(str(inventory.about["guideline"])))
    texts |= quality.texts(inventory, layout, rows, gaps, lang)
    shown = reporting.shown(layout, rows, [gap.line for gap in gaps])
    return Reported(shown, grams, texts | dict(given or {}))
