"""Monthly and quarterly data 月度、季度数据 as records: who reports which months, and how sure each figure is.

A figure has a status: metered 计量, reported 上报, estimated 估算 or filled 填补; verified 核定 figures come from
annual filings. Metered, reported and verified ones count as covered.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

KIND = "monthly"
METERED, REPORTED, ESTIMATED, FILLED, VERIFIED = "metered", "reported", "estimated", "filled", "verified"
STATUSES = (METERED, REPORTED, ESTIMATED, FILLED)
"""From the surest to the least sure."""
STATUS_WORDS = {METERED: "计量", REPORTED: "上报", ESTIMATED: "估算", FILLED: "填补", VERIFIED: "核定"}
COVERED = (METERED, REPORTED, VERIFIED)
ENTERPRISE, INDICATOR = "enterprise", "indicator"
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Said:
    """What a row of activity data says beside it: the ``form`` it stood on, its industry, status, evidence."""

    sheet: str
    cell: str
    form: str
    industry: str
    status: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An economic figure of a region, or of an industry of it, in one month; never cumulative."""

    region: str
    industry: str
    year: int
    month: int
    indicator: str
    value: float
    unit: str
    price_base: str
    status: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A monthly filing: its ``sender`` (a credit code, or region/name of a bureau), year and months, and its rows."""

    sender: str
    name: str
    year: int
    first_month: int
    last_month: int
    rows: tuple[Said, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def period(self) -> str:
        """The months in short.

        >>> Reported("x", "", 2026, 1, 3).period, Reported("x", "", 2026, 2, 2).period
        ('2026-01–03', '2026-02')
        """
        first = f"{self.year}-{self.first_month:02d}"
        return first if self.first_month == self.last_month else f"{first}–{self.last_month:02d}"


def last_day(year: int, month: int) -> str:
    """The last day of a month.

    >>> last_day(2028, 2), last_day(2026, 2)
    ('2028-02-29', '2026-02-28')
    """
    return date(year, month, monthrange(year, month)[1]).isoformat()


def days(year: int, month: int) -> int:
    """How many days a month has."""
    return monthrange(year, month)[1]


def days_of_year(year: int) -> int:
    """How many days a year has."""
    return sum(days(year, month) for month in MONTHS)


def weakest(statuses: list[str]) -> str:
    """The least sure of several; reported where none is known."""
    known = [each for each in statuses if each in STATUSES]
    return max(known, key=STATUSES.index) if known else REPORTED
