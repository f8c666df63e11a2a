"""Exact numbers: a quota is a whole tonne, so whether it is rounded up or down is never left to binary fractions."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

Number = Fraction | Decimal | int | float | str


def exact(value: Any) -> Fraction | None:
    """The number as people wrote it, None where there is none.

    A float counts as its shortest decimal (0.1 is one tenth). ValueError for text that is no number, NaN within text
    and infinity.

    >>> exact(0.7950), exact("1,200.5"), exact(float("nan"))
    (Fraction(159, 200), Fraction(2401, 2), None)
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Fraction | int):
        return Fraction(value)
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    if isinstance(value, str):
        text = value.replace(",", "").strip()
        return Fraction(text) if text else None
    number = float(value)
    if math.isinf(number):
        raise ValueError(str(value))
    return None if math.isnan(number) else Fraction(repr(number))


def number(value: Number) -> Fraction:
    """The exact number; ValueError where there is none."""
    found = exact(value)
    if found is None:
        raise ValueError(f"{value!r}")
    return found


def half_up(value: Number, places: int) -> Fraction:
    """Rounded half up (四舍五入) to decimal places; of negative numbers the half goes up too.

    >>> half_up("0.0000005", 6)
    Fraction(1, 1000000)
    """
    scale = 10**places
    return Fraction(math.floor(number(value) * scale + Fraction(1, 2)), scale)


def whole(value: Fraction, rounding: str) -> int:
    """Whole tonnes: ``floor`` 向下取整 or ``half_up`` 四舍五入."""
    if rounding == "floor":
        return math.floor(value)
    if rounding == "half_up":
        return int(half_up(value, 0))
    raise ValueError(rounding)


def decimal(value: Fraction, digits: int = 60) -> Decimal:
    """The number with many digits, for powers and exponentials."""
    from decimal import Context

    return Context(prec=digits).divide(Decimal(value.numerator), Decimal(value.denominator))


def text(value: Fraction, places: int = 6) -> str:
    """As printed: at most so many decimals, no trailing zeros.

    >>> text(Fraction(1, 3)), text(Fraction(1200))
    ('0.333333', '1200')
    """
    rounded = decimal(half_up(value, places))
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"
