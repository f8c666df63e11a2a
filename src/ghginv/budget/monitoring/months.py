"""The months of a year and how long they are."""

from __future__ import annotations

import calendar

import numpy as np
import numpy.typing as npt

MONTHS = tuple(range(1, 13))


def days(year: int) -> npt.NDArray[np.float64]:
    """The calendar days of the months of a year.

    >>> days(2028)[1], days(2027)[1]
    (np.float64(29.0), np.float64(28.0))
    """
    return np.array([calendar.monthrange(year, month)[1] for month in MONTHS], dtype="float64")
