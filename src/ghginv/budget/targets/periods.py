"""Months as people write them and as numbers: a value stands at the end of its month."""

from __future__ import annotations

import re
import unicodedata

YEARS = (1990, 2100)
MONTHS = 12
_MONTH = re.compile(r"(\d{4})(?:[-./年]?(\d{1,2}))?(?:[-./月](?:\d{1,2}日?)?)?年?", re.ASCII)


def read(text: str) -> str:
    """A month as ``2025-06``, a year alone as its December; an empty text for what is neither.

    >>> read("2025年6月"), read("2025.6"), read("202506"), read("2025"), read("2025-06-30"), read("二季度")
    ('2025-06', '2025-06', '2025-06', '2025-12', '2025-06', '')
    """
    found = _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        return ""
    year, month = int(found[1]), int(found[2] or MONTHS)
    return of(year, month) if YEARS[0] <= year <= YEARS[1] and 1 <= month <= MONTHS else ""


def of(year: int, month: int = MONTHS) -> str:
    """The month of a year, its last unless given."""
    return f"{year:04d}-{month:02d}"


def number(period: str) -> int:
    """Months since the year 0, to count with.

    >>> number("2025-06") - number("2024-12")
    6
    """
    return int(period[:4]) * MONTHS + int(period[5:7]) - 1


def named(months: int) -> str:
    """The month of a number."""
    return of(months // MONTHS, months % MONTHS + 1)


def year(period: str) -> int:
    """Its year."""
    return int(period[:4])


def month(period: str) -> int:
    """Its month, 1 to 12."""
    return int(period[5:7])
