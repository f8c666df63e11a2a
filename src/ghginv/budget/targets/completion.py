"""How much of a target is reached 完成率, and whether it is met: exactly at the target it is.

From a known start: the share of the way that is behind. Without one: 1 at the target, less by what is lacking as a
share of the target, so that rising and falling targets are measured alike. Never below 0; above 1 where more is done.
"""

from __future__ import annotations

from fractions import Fraction

from ghginv.budget.targets.expected import Start, aim
from ghginv.budget.targets.register import Goal, Indicator

_HUNDRED = 100


def met(indicator: Indicator, goal: Goal, value: Fraction, about: Fraction) -> bool:
    """Whether a value is what the goal asks for; ``about`` is the percentage by which 左右 may be missed."""
    wanted = goal.target
    if wanted is None:
        return False
    if goal.operator == "range":
        return wanted <= value and (goal.upper is None or value <= goal.upper)
    if goal.operator == "about":
        return indicator.sign * (value - wanted) >= -abs(wanted) * about / _HUNDRED
    return {
        "ge": value >= wanted, "gt": value > wanted, "le": value <= wanted, "lt": value < wanted, "eq": value == wanted,
    }[goal.operator]  # fmt: skip


def completion(indicator: Indicator, goal: Goal, value: Fraction, begun: Start | None) -> Fraction | None:
    """The share of the target that is reached; None for a goal without number."""
    wanted = aim(indicator, goal)
    if wanted is None:
        return None
    from_ = begun.value if begun and not begun.reported else None
    if goal.operator == "range":
        assert goal.target is not None
        if goal.upper is not None and goal.target <= value <= goal.upper:
            return Fraction(1)
        nearest = goal.target if value < goal.target else goal.upper
        assert nearest is not None
        return _off(abs(value - nearest), nearest, from_)
    if goal.operator == "eq":
        return _off(abs(value - wanted), wanted, from_)
    if from_ is not None and indicator.sign * (wanted - from_) > 0:
        return max(Fraction(0), (value - from_) / (wanted - from_))
    lacking = indicator.sign * (wanted - value)
    if wanted == 0:
        return Fraction(lacking <= 0)
    return max(Fraction(0), 1 - lacking / abs(wanted))


def _off(off: Fraction, wanted: Fraction, from_: Fraction | None) -> Fraction:
    """1 less the distance from where it should be, as a share of the way or of the target."""
    whole = abs(wanted - from_) if from_ is not None and from_ != wanted else abs(wanted)
    return Fraction(off == 0) if whole == 0 else max(Fraction(0), 1 - off / whole)
