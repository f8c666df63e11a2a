"""Offsets 抵销: how many certified reductions may be used, and which.

National: CCER up to 5 % of the allowances due (碳排放权交易管理办法（试行）第29条), for 2025 and 2026 only those
registered after 2024-01-22 (draft 五（二）). Guangdong 10 %, of that 70 % from the province (secondary source).
Shenzhen 20 % of the part that allowances do not cover (recalled).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ghginv.findings import Finding


@dataclass(frozen=True, slots=True)
class Offset:
    """Units of one project: its amount in t, day of registration, whether cancelled before, whether local."""

    project: str
    amount: int
    registered: str
    cancelled: bool = False
    local: bool = False


def most(due: int, share: Fraction) -> int:
    """The most that offsets may cover of ``due`` (allowances due, or in Shenzhen the part not covered), in t."""
    return math.floor(due * share)


def checked(
    offsets: Sequence[Offset], due: int, share: Fraction, eligible_from: str = "", local_share: Fraction = Fraction(0)
) -> list[Finding]:
    """What is wrong with a set of offsets: over the cap, registered too early, cancelled before, too few local ones."""
    found = []
    for each in offsets:
        if each.amount <= 0:
            found.append(Finding("quota-offset-amount", found=str(each.amount), details={"project": each.project}))
        if eligible_from and each.registered < eligible_from:
            found.append(Finding("quota-offset-date", found=each.registered, expected=eligible_from,
                                 details={"project": each.project}))  # fmt: skip
        if each.cancelled:
            found.append(Finding("quota-offset-cancelled", found=each.project))
    used, limit = sum(each.amount for each in offsets), most(due, share)
    if used > limit:
        found.append(Finding("quota-offset-cap", found=str(used), expected=str(limit)))
    local = sum(each.amount for each in offsets if each.local)
    if local < used * local_share:
        found.append(Finding("quota-offset-local", found=str(local), expected=str(math.ceil(used * local_share))))
    return found
