"""Numbers as a report prints them: thousands apart, as many digits as a reader can use."""

from __future__ import annotations

import math

NOTHING = "—"


def missing(value: object) -> bool:
    """Whether there is no number."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def tonnes(value: float | None) -> str:
    """Whole tonnes from a thousand on, three digits below.

    >>> tonnes(2546303.7), tonnes(-12.345), tonnes(0.00123), tonnes(None)
    ('2,546,304', '-12.3', '0.00123', '—')
    """
    if value is None or missing(value):
        return NOTHING
    return f"{value:,.0f}" if abs(value) >= 1000 or value == 0 else f"{value:.3g}"


def number(value: float | None) -> str:
    """A quantity or parameter as it is, without rounding what was given.

    >>> number(12480.0), number(0.0258), number(1163353.25)
    ('12,480', '0.0258', '1,163,353.25')
    """
    if value is None or missing(value):
        return NOTHING
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else _grouped(value)


def percent(value: float | None) -> str:
    """One decimal; no plus sign.

    >>> percent(12.34), percent(-0.04)
    ('12.3', '-0.0')
    """
    return NOTHING if value is None or missing(value) else f"{value:,.1f}"


def _grouped(value: float) -> str:
    text = f"{value:.10g}"
    if "e" in text:
        return text
    whole, _, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}.{decimals}"
