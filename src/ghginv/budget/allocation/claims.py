"""Claims rules 申请数分配规则: what to give where requests exceed what there is.

Four rules of the bankruptcy problem (O'Neill 1982; Thomson 2003, Mathematical Social Sciences 45:249). All answer a
list of requests d with awards a, 0 ≤ a ≤ d, Σa = B. Where requests do not reach the total nothing is in conflict: the
rules refuse, since what is left belongs to the reserve and not to those who asked for less.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units, Vector


def proportional(total: float, requests: Vector) -> Any:
    """a_i = B · d_i / Σd: every request cut by the same per cent. InputError: requests below the total."""
    amount, among, asked = _asked(total, requests)
    return among.like(np.minimum(amount * (asked / math.fsum(asked)), asked))


def equal_awards(total: float, requests: Vector) -> Any:
    """Constrained equal awards (CEA): a_i = min(d_i, L), one L for all. Small requests are met in full.

    InputError: requests below the total.
    """
    amount, among, asked = _asked(total, requests)
    return among.like(_equal(amount, asked))


def equal_losses(total: float, requests: Vector) -> Any:
    """Constrained equal losses (CEL): a_i = max(0, d_i - L), one L for all. Small requests may get nothing.

    It is the dual of equal awards: what is missing is shared as those share what there is. InputError: as there.
    """
    amount, among, asked = _asked(total, requests)
    return among.like(_losses(amount, asked))


def talmud(total: float, requests: Vector) -> Any:
    """Talmud rule: equal awards on half the requests up to half their sum, above it equal losses on the other half.

    Source: Aumann & Maschler 1985, Journal of Economic Theory 36:195. InputError: requests below the total.
    """
    amount, among, asked = _asked(total, requests)
    half = asked / 2.0
    middle = math.fsum(half)
    found = _equal(amount, half) if amount <= middle else half + _losses(amount - middle, half)
    return among.like(found)


def _asked(total: float, requests: Vector) -> tuple[float, Units, Floats]:
    amount, among = checked.total(total), checked.units(requests)
    asked = checked.vector(requests, among, "requests")
    most = math.fsum(asked)
    if most < amount * (1 - 1e-12):
        raise checked.refuse("budget-allocation-requests", found=checked.shown(most), expected=checked.shown(amount))
    return amount, among, asked


def _equal(amount: float, asked: Floats) -> Floats:
    """min(d, L) with the L that meets the amount: equal shares, each at most its request."""
    if amount <= 0:
        return np.zeros_like(asked)
    return checked.within_bounds(amount, (asked > 0).astype(float), np.zeros_like(asked), asked)


def _losses(amount: float, asked: Floats) -> Floats:
    return np.maximum(asked - _equal(math.fsum(asked) - amount, asked), 0.0)
