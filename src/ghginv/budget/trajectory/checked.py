"""What every curve demands of its numbers and years before it is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

NAMES = {
    "start": ("基年排放量", "emissions of the base year"),
    "end": ("目标年排放量", "emissions of the target year"),
    "cumulative": ("累计排放上限", "cumulative cap"),
    "emissions": ("基年排放量", "emissions of the base year"),
    "energy": ("基年能源消费量", "energy use of the base year"),
    "gdp": ("生产总值", "GDP"),
    "cut": ("下降率", "cut"),
    "growth": ("增速", "growth"),
    "initial_growth": ("达峰前起始增速", "growth before the peak"),
    "decline": ("达峰后年降幅", "yearly decline after the peak"),
    "peak": ("峰值", "peak"),
    "curvature": ("曲率", "curvature"),
    "total": ("上级下达总额", "total as given from above"),
}
"""What the numbers are called in messages, by argument."""


def refuse(code: str, **details: object) -> InputError:
    """The error to raise: ``found`` and ``expected`` of the finding, and what its wording wants besides."""
    found, expected = str(details.pop("found", "")), str(details.pop("expected", ""))
    return InputError(Finding(code, found=found, expected=expected, details=details))


def amount(value: float, name: str, *, zero: bool = False) -> float:
    """A finite amount above zero (or not below, with ``zero``).

    InputError ``budget-total-base-zero`` for a zero that would be divided by, ``budget-total-number`` else.
    """
    number = _finite(value, name)
    if number == 0 and not zero and name in ("start", "emissions", "gdp", "energy"):
        raise refuse("budget-total-base-zero", **_named(name))
    if number < 0 or (number == 0 and not zero):
        raise refuse("budget-total-number", found=f"{number:g}", expected="> 0", **_named(name))
    return number


def cut(value: float, name: str = "cut") -> float:
    """A cut in percent as a fraction. InputError ``budget-total-percent`` for 0.17 (typed for 17 %) and for 100 or
    more."""
    number = _finite(value, name)
    if 0 < abs(number) < 1:
        raise refuse("budget-total-percent", found=f"{number:g}", expected=f"{number * 100:g}", **_named(name))
    if number >= 100:
        raise refuse("budget-total-number", found=f"{number:g}", expected="< 100 %", **_named(name))
    return number / 100


def rate(value: float, name: str = "growth") -> float:
    """A yearly rate in percent as a fraction, above -100 %; small ones are rates too. InputError
    ``budget-total-number``."""
    number = _finite(value, name)
    if not -100 < number < 100:
        raise refuse("budget-total-number", found=f"{number:g}", expected="> -100 %, < 100 %", **_named(name))
    return number / 100


def span(years: Sequence[int] | Iterable[int], base_year: int | None = None) -> tuple[tuple[int, ...], int]:
    """The years in order and the year before the path starts; without ``base_year`` the one before the first.

    InputError ``budget-total-years`` where years are missing, doubled, none, or not after the base year.
    """
    given = tuple(int(year) for year in years)
    wanted = tuple(range(min(given), max(given) + 1)) if given else ()
    base = wanted[0] - 1 if base_year is None and wanted else int(base_year or 0)
    if not wanted or sorted(given) != list(wanted) or base >= wanted[0]:
        expected = f"{base + 1}–{wanted[-1]}" if wanted else f"> {base}"
        raise refuse("budget-total-years", found=missing(wanted, given) or f"{base}", expected=expected)
    return wanted, base


def missing(wanted: Iterable[int], given: Iterable[int]) -> str:
    """The wanted years that are not there, for a message."""
    there = list(given)
    return "、".join(str(year) for year in wanted if year not in there)


def series(values: Iterable[float], years: Iterable[int], name: str) -> pd.Series:
    """A curve: float64 by year."""
    import pandas as pd

    return pd.Series(list(values), index=pd.Index(list(years), name="year"), dtype="float64", name=name)


def by_year(values: Any) -> dict[int, float]:
    """A Series or mapping by year as numbers, years in order."""
    items = values.items() if isinstance(values, Mapping) or hasattr(values, "items") else enumerate(values)
    return {int(year): float(value) for year, value in sorted(items)}


def _finite(value: float, name: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise refuse("budget-total-number", found=str(value), expected="-∞ – ∞", **_named(name))
    return number


def _named(name: str) -> dict[str, object]:
    zh, en = NAMES[name]
    return {"name_zh": zh, "name_en": en}
