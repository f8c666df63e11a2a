"""Splicing 时间序列衔接: values for years without data of their own, each with a note of how it came about.

The methods of IPCC 2006 Vol.1 Ch.5 Sect. 5.3.3: overlap (Eq. 5.1), surrogate data (Eq. 5.2), interpolation and trend
extrapolation. A series is a pandas table with ``year`` and ``value`` (blank where unknown), for overlap also ``old``
(the former method), for surrogate data also ``surrogate`` (a driver known in every year). What is known is never
changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

EXTRAPOLATED_AT_MOST = 5
"""Years beyond the last known one; a longer trend is no longer that of the series."""


def splice(series: pd.DataFrame, method: str) -> pd.DataFrame:
    """The series by year with ``value, spliced, note_zh, note_en``.

    Raises UsageError for an unknown method; InputError with the reason where the data do not allow it: too few known
    years, a driver of zero or missing, no overlap.
    """
    if method not in METHODS:
        raise UsageError(Finding("splice-method-unknown", found=method, expected=" | ".join(METHODS)))
    table = _checked(series, _NEEDED.get(method, ""))
    unknown = table["value"].isna()
    filled = METHODS[method](table)
    result = table[["year"]].assign(value=table["value"].where(~unknown, filled["value"]), spliced=unknown)
    for lang in ("zh", "en"):
        result[f"note_{lang}"] = filled[f"note_{lang}"].where(unknown, "")
    left = unknown & result["value"].isna()
    if left.any():
        years = ", ".join(map(str, result.loc[left, "year"]))
        raise InputError(Finding("splice-impossible", found=years, details={"method": method}))
    return result


def _checked(series: pd.DataFrame, needed: str) -> pd.DataFrame:
    import pandas as pd

    wanted = ["year", "value", *([needed] if needed else [])]
    if missing := [name for name in wanted if name not in series]:
        raise InputError(Finding("splice-column-missing", found=", ".join(missing), expected=", ".join(wanted)))
    table = series[wanted].apply(pd.to_numeric, errors="coerce").sort_values("year", ignore_index=True)
    if table["year"].isna().any() or table["year"].duplicated().any():
        raise InputError(Finding("splice-years", found=", ".join(map(str, series["year"]))))
    return table.assign(year=table["year"].astype(int))


def _overlap(table: pd.DataFrame) -> pd.DataFrame:
    """Eq. 5.1: the former method's figure times the mean ratio of both methods where both are known."""
    both = table[table["value"].notna() & table["old"].notna() & (table["old"] != 0)]
    if both.empty:
        raise InputError(Finding("splice-no-overlap"))
    ratios = both["value"] / both["old"]
    years = f"{both['year'].min()}-{both['year'].max()}"
    spread = f"{ratios.mean():.6g} ({ratios.min():.6g}–{ratios.max():.6g})"
    return table.assign(
        value=table["old"] * ratios.mean(),
        note_zh=f"重叠法：{years} 年新旧方法之比的均值 {spread}",
        note_en=f"overlap: mean ratio of both methods in {years}: {spread}",
    )


def _surrogate(table: pd.DataFrame) -> pd.DataFrame:
    """Eq. 5.2: the figure of the nearest known year times the driver's change since then."""
    known = table[table["value"].notna() & table["surrogate"].notna() & (table["surrogate"] != 0)]
    if known.empty:
        raise InputError(Finding("splice-no-driver"))
    nearest = [known.loc[(known["year"] - year).abs().idxmin()] for year in table["year"]]
    values = [row["value"] * s / row["surrogate"] for row, s in zip(nearest, table["surrogate"], strict=True)]
    return table.assign(
        value=values,
        note_zh=[f"替代参数法：{int(row['year'])} 年的值乘以替代参数之比" for row in nearest],
        note_en=[f"surrogate data: the value of {int(row['year'])} times the driver's ratio" for row in nearest],
    )


def _interpolation(table: pd.DataFrame) -> pd.DataFrame:
    """On a straight line between the known years on both sides."""
    import numpy

    known = table[table["value"].notna()]
    if len(known) < 2:
        raise InputError(Finding("splice-too-few", found=str(len(known)), expected="2"))
    inside = table["year"].between(known["year"].min(), known["year"].max())
    values = numpy.interp(table["year"], known["year"], known["value"])
    sides = [(known["year"][known["year"] <= y].max(), known["year"][known["year"] >= y].min()) for y in table["year"]]
    return table.assign(
        value=[value if within else None for value, within in zip(values, inside, strict=True)],
        note_zh=[f"内插法：{a:g} 年与 {b:g} 年之间线性内插" for a, b in sides],
        note_en=[f"interpolation: on a straight line between {a:g} and {b:g}" for a, b in sides],
    )


def _extrapolation(table: pd.DataFrame) -> pd.DataFrame:
    """On the straight line through the known years by least squares, a few years beyond them."""
    import numpy

    known = table[table["value"].notna()]
    if len(known) < 3:
        raise InputError(Finding("splice-too-few", found=str(len(known)), expected="3"))
    first, last = known["year"].min(), known["year"].max()
    slope, level = numpy.polyfit(known["year"] - first, known["value"], 1)
    beyond = (table["year"] < first) | (table["year"] > last)
    near = table["year"].between(first - EXTRAPOLATED_AT_MOST, last + EXTRAPOLATED_AT_MOST)
    trend = level + slope * (table["year"] - first)
    return table.assign(
        value=trend.where(beyond & near),
        note_zh=f"趋势外推法：按 {first}-{last} 年线性趋势（每年 {slope:+.6g}）",
        note_en=f"trend extrapolation: linear trend of {first}-{last} ({slope:+.6g} a year)",
    )


METHODS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "overlap": _overlap,
    "surrogate": _surrogate,
    "interpolation": _interpolation,
    "extrapolation": _extrapolation,
}
_NEEDED = {"overlap": "old", "surrogate": "surrogate"}
