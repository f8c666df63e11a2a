"""Fuel switches 燃料替代: which share of an activity has moved to another item by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ghginv.budget.plan_numbers import Row
from ghginv.budget.scenarios import matching
from ghginv.budget.scenarios.paths import FULL, Horizon
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.scenarios.plan import Plan

KEY = ("category", "item", "to_category", "to_item")


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of a scenario: from where, to where (an empty category: the same), and its row."""

    category: str
    item: str
    to_category: str
    to_item: str
    row: Row

    def share(self, horizon: Horizon) -> dict[int, float]:
        """The share that has moved by year, from 0 to 1: at an even pace, and then it stays."""
        first, last = self.row.year("from_year"), self.row.year("to_year")
        whole = self.row.number("share") / FULL
        return {
            year: whole * min(1.0, max(0.0, (year - first + 1) / (last - first + 1))) for year in horizon.years
        }

    def fits(self, category: str, item: str) -> bool:
        """Whether an activity moves."""
        return matching.fits((self.category, self.item), category, item) is not None


def of(plan: Plan, scenario: str) -> list[Switch]:
    """The switches of a scenario, in an order that does not depend on that of the rows."""
    groups = matching.in_force(plan.tables["switches"], scenario, KEY)
    return [Switch(key[0], key[1], key[2], key[3], rows[0]) for key, rows in sorted(groups.items())]


def faults(plan: Plan) -> Iterator[Finding]:
    """Shares above the whole, years out of order, the same switch twice, an item that moves to itself."""
    for row in plan.tables["switches"]:
        yield from _row(row, plan.horizon)
    for scenario in plan.scenarios:
        for rows in matching.in_force(plan.tables["switches"], scenario, KEY).values():
            for row in rows[1:]:
                shown = f"{row.text('category')} {row.text('item')} → {row.text('to_item')}"
                yield row.finding("scenario-line-twice", "category", found=shown, other=rows[0].place)
        yield from _together(plan, scenario)


def _row(row: Row, horizon: Horizon) -> Iterator[Finding]:
    first, last, share = row.year("from_year"), row.year("to_year"), row.number("share")
    if first and last and last < first:
        yield row.finding("scenario-years-order", "to_year", expected=first)
    for column, year in (("from_year", first), ("to_year", last)):
        if year and not horizon.base < year <= horizon.last:
            yield row.finding("scenario-years-outside", column, expected=f"{horizon.base + 1}–{horizon.last}")
            break
    if share < 0 or share > FULL:
        yield row.finding("scenario-switch-share", "share")
    if row.has("ratio") and row.number("ratio") <= 0:
        yield row.finding("scenario-switch-ratio", "ratio")
    same = matching.code_of_item(row.text("item")) == matching.code_of_item(row.text("to_item"))
    if same and row.text("to_category") in ("", row.text("category")):
        yield row.finding("scenario-switch-itself", "to_item")


def _together(plan: Plan, scenario: str) -> Iterator[Finding]:
    """Switches that together would move more than all."""
    found = of(plan, scenario)
    for each in found:
        overlapping = [other for other in found if other.item == each.item and other.fits(each.category, each.item)]
        whole = sum(other.row.number("share") for other in overlapping)
        if whole > FULL * (1 + 1e-12) and overlapping[-1] is each:
            yield each.row.finding("scenario-switch-together", "share", found=f"{whole:g}", scenario=scenario)
