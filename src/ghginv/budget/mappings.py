"""Regions or industries merged and split: which part of an old code goes to which new one, exact to the kilogram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ghginv.domain.remainders import largest_remainder
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan

_TOLERANCE = Fraction(1, 100_000)  # percent: three thirds of 33.333333 are a whole


@dataclass(frozen=True, slots=True)
class Share:
    """A line of the table of mappings: ``share`` percent of ``old`` go to ``new`` on ``date``."""

    tree: str
    old: str
    new: str
    date: str
    share: float

    @property
    def exact(self) -> Fraction:
        """The share as written, in percent."""
        return Fraction(repr(self.share)) if self.share == self.share else Fraction(0)


def of_plan(plan: Plan, tree: str) -> list[Share]:
    """The lines of a plan's table for ``region`` or ``industry``."""
    table = plan.tables["mappings"]
    rows = table[table["tree"] == tree].to_dict("records")
    return [Share(tree, row["old"], row["new"], row["date"], row["share"]) for row in rows]


def mapped(values: Mapping[str, int], shares: Iterable[Share], on: str = "") -> dict[str, int]:
    """Amounts (whole kg, by code) under the codes in force on a day: all shares up to that day, one day after another.

    The parts of an amount are whole and add up to it (largest remainder). Codes without a share stay as they are; the
    codes of one day's shares are all meant as they were before it. InputError where the shares of an old code on a day
    do not add up to 100.
    """
    rows = [share for share in shares if not on or share.date <= on]
    wrong = [finding for _, finding in unbalanced(rows)]
    if wrong:
        raise InputError(*wrong)
    amounts = {code: int(amount) for code, amount in values.items()}
    for day in sorted({share.date for share in rows}):
        amounts = _carried(amounts, [share for share in rows if share.date == day])
    return amounts


def unbalanced(shares: Iterable[Share]) -> list[tuple[Share, Finding]]:
    """The old codes whose shares on a day do not add up to 100 or are no shares, each with its first row."""
    found = []
    for same in _by_old(shares).values():
        total = sum((share.exact for share in same), Fraction(0))
        if abs(total - 100) > _TOLERANCE or any(not 0 < share.exact <= 100 for share in same):
            first = same[0]
            details = {"code": first.old, "day": first.date}
            found.append((first, Finding("budget-mapping-shares", found=f"{float(total):g}", details=details)))
    return found


def _carried(amounts: Mapping[str, int], shares: Iterable[Share]) -> dict[str, int]:
    carried = dict(amounts)
    parts: list[dict[str, int]] = []
    for (_, old, _), same in _by_old(shares).items():
        amount = carried.pop(old, 0)
        weights: dict[str, Fraction] = {}
        for share in same:
            weights[share.new] = weights.get(share.new, Fraction(0)) + share.exact
        split = largest_remainder(weights, abs(amount))
        parts.append({new: part if amount >= 0 else -part for new, part in split.items()})
    for new, part in ((new, part) for split in parts for new, part in split.items()):
        carried[new] = carried.get(new, 0) + part
    return carried


def _by_old(shares: Iterable[Share]) -> dict[tuple[str, str, str], list[Share]]:
    found: dict[tuple[str, str, str], list[Share]] = {}
    for share in sorted(shares, key=lambda share: (share.date, share.tree, share.old, share.new)):
        found.setdefault((share.tree, share.old, share.date), []).append(share)
    return found
