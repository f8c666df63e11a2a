"""How allowances are issued: pre-allocation, take-back, deductions, release to those at risk.

2025-2026 draft 四 and tables 1-1, 1-5, 2-5 with their notes; the pre-allocation of 2023-2024 五（一）. All in t.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


def preallocated(last: Fraction, share: Fraction) -> int:
    """A share of last year's verified emissions, rounded down (1789.70 t become 1789 t)."""
    return math.floor(last * share)


@dataclass(frozen=True, slots=True)
class Settlement:
    """One entity's year. ``adjustment`` 多退少补 is final less pre-allocated; ``final_issued`` below zero is
    taken back.

    ``handed_back`` 退回已核减配额 is what was deducted of the pre-allocation beyond the final quota: it stands again in
    ``to_deduct``, what is left for later years.
    """

    pre: int
    final: int
    pre_deducted: int
    pre_issued: int
    adjustment: int
    handed_back: int
    final_deducted: int
    final_issued: int
    to_deduct: int

    @property
    def issued(self) -> int:
        """实发配额合计."""
        return self.pre_issued + self.final_issued


def settle(pre: int, final: int, deduct: int = 0, pre_deducted: int | None = None) -> Settlement:
    """From a pre-allocation, a final quota and a deduction that is due (table 1-5 note 3, table 2-5 notes 5-8).

    ``pre_deducted`` is what was deducted of the pre-allocation, where the decision on a deduction came after it.
    """
    if min(pre, final, deduct, pre_deducted or 0) < 0:
        raise ValueError("negative")
    pre_deducted = min(pre, deduct) if pre_deducted is None else pre_deducted
    left, adjustment = deduct - pre_deducted, final - pre
    handed_back = max(0, pre_deducted - final)
    final_deducted = max(0, min(adjustment, left))
    return Settlement(
        pre=pre,
        final=final,
        pre_deducted=pre_deducted,
        pre_issued=pre - pre_deducted,
        adjustment=adjustment,
        handed_back=handed_back,
        final_deducted=final_deducted,
        final_issued=adjustment + handed_back - final_deducted,
        to_deduct=left + handed_back - final_deducted,
    )


def released(received: int, due: int) -> tuple[int, int]:
    """For an entity under differentiated issuing 差异化: what is released to its account after surrender, and
    what it has still to buy (table 2-5 note 9)."""
    return max(0, received - due), max(0, due - received)
