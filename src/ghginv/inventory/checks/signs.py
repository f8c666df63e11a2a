"""Q12: only land takes up; negative activity stands only where the table allows it; net is gross plus removals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ghginv.calculation.totals import summary
from ghginv.domain import categories
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import GRAMS_OF_ROUNDING, Subject, Sums, emission_sums, figure, named, rules

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory


def check(subject: Subject) -> Result:
    """Every category and gas, every activity cell, and the totals with and without removals."""
    inventory = subject.inventory
    sums = emission_sums(inventory)
    remarks = [*_negative(sums), *_cells(inventory), *_totals(inventory)]
    return Result("Q12", len(sums) + len(inventory.activity) + 1, tuple(remarks))


def _negative(sums: Sums) -> Iterator[Remark]:
    """A category that takes up although it is not land: more was taken off (recovered, stored) than emitted.

    What is taken off an undivided sum of industry may stand in its siblings: there the parent counts.
    """
    tree = categories.tree()
    for (category, gas), value in sorted(sums.items()):
        whole = tree[category].parent if tree[category].undivided else category
        net = value
        if whole != category:
            net = sum(each for (code, of), each in sums.items() if of == gas and categories.covers(whole, code))
        if value < 0 and net < 0 and categories.sector(category) != "land":
            finding = Finding("qa-negative", found=f"{figure(net)} t CO2e", details=named(whole, "", gas))
            yield Remark(finding, whole, gas=gas)


def _cells(inventory: Inventory) -> Iterator[Remark]:
    signed = rules()["Q12"]["signed"]
    for row in inventory.activity[inventory.activity["quantity"] < 0].to_dict("records"):
        if not any(categories.covers(code, row["category"]) for code in signed):
            found, details = f"{figure(row['quantity'])} {row['unit']}", named(row["category"], row["item"])
            finding = Finding("qa-negative-activity", "", row["sheet"], row["cell"], found, "≥ 0", details)
            yield Remark(finding, row["category"], row["item"])


def _totals(inventory: Inventory) -> Iterator[Remark]:
    told = summary(inventory)
    net, gross, removals = (float(str(told[f"{key}_co2e_t"])) for key in ("total", "before_removals", "removals"))
    if removals > 0 or abs(net - gross - removals) > GRAMS_OF_ROUNDING / 1e6 + 1e-9 * abs(net):
        yield Remark(Finding("qa-net-gross", found=figure(net), expected=f"{figure(gross)} + {figure(removals)}"))
