"""Combined weights 组合赋权: judgement and data, a stated part of each."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def combined_weights(subjective: Vector, objective: Vector, *, alpha: float = 0.5) -> Any:
    """w = s^α o^(1-α), renormalised to sum 1; α 1: the subjective ones (AHP), 0: the objective ones (entropy, CRITIC).

    One number a criterion, matched by name where both are Series; like the first. A criterion without weight in one
    has none in the result, unless the other counts alone. Source: the geometric (multiplicative) synthesis of weights,
    e.g. Hwang & Yoon 1981, ch. 3 (recalled). InputError: as ``checked``; α outside 0…1; no criterion with both weights.
    """
    among = checked.units(subjective)
    judged = checked.vector(subjective, among, "subjective")
    counted = checked.vector(objective, among, "objective")
    part = checked.number(alpha, "alpha", least=0, most=1)
    mixed = (judged / math.fsum(judged)) ** part * (counted / math.fsum(counted)) ** (1 - part)
    if not mixed.any():
        raise checked.refuse("budget-weights-apart", found=checked.listed(among.labels))
    found: Any = among.like(mixed / np.float64(math.fsum(mixed)))
    return found
