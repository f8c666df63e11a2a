"""Bounds: crossed ones, parts that need more than the whole may have, minima above what was emitted.

What the parts of a cell need at least is found by dividing it by region, by industry or by layer, and each part again;
the greatest of these sums is needed in any case. That finds every child above its parent; whether the whole matrix can
be filled is for the matrix to say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.budget.trees import Tree
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding

Cell = tuple[str, str, str]
_SLACK = 1e-6  # t


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with bounds."""
    rows = draft.table("bounds")
    for row in rows:
        yield from _row(row)
    if draft.regions is None or draft.industries is None:
        return
    seen: set[tuple[str, str]] = set()
    for year in draft.years:
        for finding in _Year(draft, draft.regions, draft.industries, year).findings():
            if (finding.code, finding.cell) not in seen:
                seen.add((finding.code, finding.cell))
                yield finding
    noted: set[tuple[str, str]] = set()
    for row in rows:
        for finding in _minimum(draft, row):
            key = finding.code, "·".join(row.text(name) for name in ("region", "industry", "layer"))
            if key not in noted:  # the same cell in several years is told once
                noted.add(key)
                yield finding


def _row(row: Row) -> Iterator[Finding]:
    """A row by itself: something is bounded, and the bounds are in order."""
    lower, upper, fixed = (row.number(column) for column in ("lower_t", "upper_t", "fixed_t"))
    if all(math.isnan(value) for value in (lower, upper, fixed)):
        yield row.finding("budget-plan-bounds-empty", "lower_t")
    elif lower > upper or fixed < lower or fixed > upper:
        shown = f"{_shown(lower)} / {_shown(upper)} / {_shown(fixed)}"
        yield row.finding("budget-plan-bounds-crossed", "lower_t", found=shown)


def _shown(value: float) -> str:
    return digits(value) if value == value else "—"


@dataclass
class _Year:
    """The bounds of one year: those of the year and those of all years together."""

    draft: Draft
    regions: Tree
    industries: Tree
    year: int
    lower: dict[Cell, tuple[float, Row]] = field(default_factory=dict)
    upper: dict[Cell, tuple[float, Row]] = field(default_factory=dict)
    needs: dict[Cell, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.draft.table("bounds"):
            region, industry = row.text("region") or self.regions.root, row.text("industry") or self.industries.root
            cell = region, industry, row.text("layer")
            if row.year() not in (0, self.year) or not (self.regions.has(cell[0]) and self.industries.has(cell[1])):
                continue
            fixed = row.number("fixed_t")
            lower, upper = (fixed if fixed == fixed else row.number(column) for column in ("lower_t", "upper_t"))
            if lower == lower and lower > self.lower.get(cell, (-math.inf, row))[0]:
                self.lower[cell] = lower, row
            if upper == upper and upper < self.upper.get(cell, (math.inf, row))[0]:
                self.upper[cell] = upper, row
        day = f"{self.year}-12-31"
        self.day = day
        self.active = {
            "regions": {above for cell in self.lower for above in (cell[0], *self._above(self.regions, cell[0]))},
            "industries": {above for cell in self.lower for above in (cell[1], *self._above(self.industries, cell[1]))},
        }

    def _above(self, tree: Tree, code: str) -> tuple[str, ...]:
        return tree.ancestors(code, self.day if tree.has(code, self.day) else "")

    def findings(self) -> Iterator[Finding]:
        """Uppers that are below what their parts need, and a total below what all need."""
        for cell, (upper, row) in self.upper.items():
            column = "fixed_t" if row.has("fixed_t") else "upper_t"
            own = self.lower.get(cell)
            if own and own[0] > upper + _SLACK and own[1] is not row:
                shown = f"{_shown(own[0])} / {_shown(upper)}"
                yield row.finding("budget-plan-bounds-crossed", column, found=shown)
            needed = self._parts(cell)
            if needed > upper + _SLACK:
                yield self._above_parent(row, column, needed, upper)
        for row in self.draft.table("path"):
            if row.text("parameter") == "total" and row.year() in (0, self.year):
                needed = self.need((self.regions.root, self.industries.root, "")) + self._reserved(row.number("value"))
                if needed > row.number("value") + _SLACK:
                    yield row.finding("budget-plan-above-total", "value", found=_shown(row.number("value")),
                                      expected=_shown(needed), year=self.year)  # fmt: skip

    def _above_parent(self, row: Row, column: str, needed: float, upper: float) -> Finding:
        over = _shown(round(needed - upper, 6))
        return row.finding("budget-plan-child-above-parent", column, found=_shown(round(needed, 6)),
                           expected=_shown(upper), over=over, year=self.year)  # fmt: skip

    def _reserved(self, total: float) -> float:
        """Reserves of the city in tonnes; of a kind the row of the year, else that of all years."""
        kinds: dict[str, Row] = {}
        for row in sorted(self.draft.table("reserves"), key=lambda row: row.year()):
            if self.draft.is_city(row.text("region")) and row.year() in (0, self.year):
                kinds[row.text("kind")] = row
        amounts = [row.number("amount_t") for row in kinds.values() if row.has("amount_t")]
        shares = [row.number("share") for row in kinds.values() if row.has("share")]
        return math.fsum(amounts) + total * math.fsum(shares) / 100

    def need(self, cell: Cell) -> float:
        """What a cell needs at least: its own lower bound or what its parts need."""
        if cell not in self.needs:
            if cell[0] not in self.active["regions"] or cell[1] not in self.active["industries"]:
                self.needs[cell] = 0.0
            else:
                self.needs[cell] = max(self.lower.get(cell, (0.0,))[0], self._parts(cell))
        return self.needs[cell]

    def _parts(self, cell: Cell) -> float:
        region, industry, layer = cell
        by_region = [(code, industry, layer) for code in self.regions.children(region, self.day)]
        by_industry = [(region, code, layer) for code in self.industries.children(industry, self.day)]
        by_layer = [(region, industry, each.id) for each in self.draft.rules.layers if each.budgeted and not layer]
        return max(math.fsum(self.need(part) for part in parts) for parts in (by_region, by_industry, by_layer))


def _minimum(draft: Draft, row: Row) -> Iterator[Finding]:
    """A minimum or a fixed budget above what the cell emitted in the base year; NEW is left out."""
    lower = row.number("lower_t") if row.has("lower_t") else row.number("fixed_t")
    regions, industries = draft.regions, draft.industries
    if not lower > 0 or row.text("layer") == "NEW" or regions is None or industries is None:
        return
    region, industry = row.text("region") or regions.root, row.text("industry") or industries.root
    if not (regions.has(region) and industries.has(industry)):
        return
    here, those = set(regions.subtree(region)), set(industries.subtree(industry))
    layers = {row.text("layer")} if row.text("layer") else {each.id for each in draft.rules.layers if each.budgeted}
    emitted = math.fsum(
        cell.number("emissions_t")
        for cell in draft.table("baseline")
        if cell.text("region") in here and cell.text("industry") in those and cell.text("layer") in layers
    )
    if emitted < lower - _SLACK:
        found, least = _shown(round(emitted, 6)), _shown(lower)
        if row.has("lower_t"):
            yield row.finding("budget-plan-below-minimum", "lower_t", found=found, expected=least)
        else:
            yield row.finding("budget-plan-below-fixed", "fixed_t", found=found, expected=least)
