"""Guangdong: paid shares, what idle and closing emitters lose.

Free shares: 广东省2025年度碳排放配额分配方案 (93 % petrochemicals, 95 % others, 90 % new ones, first year).
Idle and closed: 广东省发展改革委关于碳排放配额管理的实施细则 (2015), read in a secondary copy; how to round is not said
there, here in favour of the emitter.
"""

from __future__ import annotations

import math
from fractions import Fraction

MONTHS = 12


def free(quota: int, share: Fraction) -> tuple[int, int]:
    """What is free and what is to be paid for, in t; the free part is rounded down, both sum to the quota."""
    given = math.floor(quota * share)
    return given, quota - given


def idle(granted: int, stopped: Fraction, below: int, limit: Fraction) -> int:
    """What an emitter that stopped of its own accord for more than ``limit`` months loses: the free allowances of the
    ``below`` months (0..12) that ran below one half, in t."""
    return math.floor(Fraction(granted * below, MONTHS)) if stopped > limit else 0


def closed(granted: int, emitted: Fraction) -> tuple[int, int]:
    """On closure or a move out: what is surrendered for emissions up to that day, what of the rest is lost (t)."""
    surrendered = min(granted, math.ceil(emitted))
    return surrendered, granted - surrendered
