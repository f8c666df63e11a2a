"""Key categories: what matters most for the level and for the trend of an inventory (IPCC 2006 Vol.1 Ch.4).

Tables in, tables out. Approach 1 asks for emissions, approach 2 also for their uncertainty. Rows are ranked and summed
until the threshold is reached; the row that reaches it is key too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.inventory.rows import emission_rows

if TYPE_CHECKING:
    import pandas as pd

THRESHOLDS = {1: 95.0, 2: 90.0}
LEAST = 85.0
"""Percent; the enhanced transparency framework lets nobody stop earlier."""


def level(table: pd.DataFrame, approach: int = 1, threshold: float | None = None) -> pd.DataFrame:
    """The level assessment, the largest first (eq. 4.1; approach 2: eq. 4.4).

    ``table``: ``category, gas, co2e_t`` (removals negative), for approach 2 also ``uncertainty`` in percent. Answer:
    these, ``level`` (share of the sum of absolute values), ``share`` (of what is ranked) and ``cumulative`` in percent,
    ``key``. ``threshold`` in percent is 95, for approach 2 it is 90. Raises InputError, UsageError.

    >>> import pandas as pd
    >>> two = pd.DataFrame({"category": ["a", "b"], "gas": "CO2", "co2e_t": [-24.0, 1.0]})
    >>> level(two)[["category", "level", "cumulative", "key"]].values.tolist()
    [['a', 0.96, 96.0, True], ['b', 0.04, 100.0, False]]
    """
    rows = _rows(table, approach, ["co2e_t"])
    absolute = rows["co2e_t"].abs()
    rows["level"] = absolute / _sum(absolute, "co2e_t")
    return _ranked(rows, "level", approach, threshold)


def trend(table: pd.DataFrame, approach: int = 1, threshold: float | None = None) -> pd.DataFrame:
    """The trend assessment, the largest first (eq. 4.2, without base-year emission eq. 4.3; approach 2: eq. 4.5).

    ``table`` and answer as for ``level`` with ``base_co2e_t``, and ``trend`` in place of ``level``. Where nothing moved
    against the total nothing is key. Raises InputError, also when the base year sums to zero.
    """
    rows = _rows(table, approach, ["co2e_t", "base_co2e_t"])
    now, base = rows["co2e_t"], rows["base_co2e_t"]
    gross = _sum(base.abs(), "base_co2e_t")
    net = math.fsum(base)
    if net == 0:
        raise InputError(Finding("analysis-zero", found="base_co2e_t"))
    total = (math.fsum(now) - net) / abs(net)
    own = (now - base) / base.abs().where(base != 0, 1.0)
    rows["trend"] = (base.abs() / gross * (own - total).abs()).where(base != 0, now.abs() / gross)
    return _ranked(rows, "trend", approach, threshold)


def identify(table: pd.DataFrame, approach: int = 1, threshold: float | None = None) -> pd.DataFrame:
    """Level and, with ``base_co2e_t``, trend, with and without land use: a row per category and gas, the largest first.

    ``table`` as for ``level`` and ``trend`` with ``land`` (true for land use). Columns: ``category, gas, land,
    base_co2e_t, co2e_t, uncertainty`` as given; for each assessment ``<name>``, ``<name>_share``, ``<name>_cumulative``
    and ``<name>_key``, where the name is ``level``, ``trend``, ``level_without_land`` or ``trend_without_land``; and
    ``key``: key in any of them.
    """
    found = emission_rows(table, ["category", "gas", "co2e_t"])
    assessments = {"level": level} | ({"trend": trend} if "base_co2e_t" in found else {})
    keys = []
    for suffix, part in (("", found), ("_without_land", found[~found["land"]])):
        if suffix and (part.empty or len(part) == len(found)):
            continue
        for name, assess in assessments.items():
            assessed = assess(part, approach, threshold)
            named = {each: f"{name}{suffix}_{each}" for each in ("share", "cumulative", "key")}
            kept = assessed.rename(columns=named | {name: f"{name}{suffix}"})
            found = found.merge(
                kept[["category", "gas", f"{name}{suffix}", *named.values()]], "left", ["category", "gas"]
            )
            keys.append(named["key"])
    found[keys] = found[keys].astype("boolean").fillna(False).astype(bool)
    found["key"] = found[keys].any(axis=1)
    largest = found.assign(_size=-found["level_share"]).sort_values(["_size", "category", "gas"], ignore_index=True)
    return largest.drop(columns="_size")


def _rows(table: pd.DataFrame, approach: int, numbers: list[str]) -> pd.DataFrame:
    if approach not in THRESHOLDS:
        raise UsageError(Finding("key-approach", found=str(approach), expected="1 / 2"))
    weighed = ["uncertainty"] if approach == 2 else []
    rows = emission_rows(table, ["category", "gas", *numbers, *weighed])
    shown = ["category", "gas", "co2e_t", *(name for name in ("base_co2e_t", "uncertainty") if name in rows)]
    wrong = rows[~rows["uncertainty"].ge(0)] if weighed else rows[:0]
    if not wrong.empty:
        raise InputError(
            *(
                Finding(
                    "analysis-number",
                    found=str(row["uncertainty"]),
                    details={"row": f"{row['category']} {row['gas']}", "column": "uncertainty"},
                )
                for row in wrong.to_dict("records")
            )
        )
    return rows[shown]


def _sum(values: pd.Series, name: str) -> float:
    total = math.fsum(values)
    if total == 0:
        raise InputError(Finding("analysis-zero", found=name))
    return total


def _ranked(rows: pd.DataFrame, name: str, approach: int, threshold: float | None) -> pd.DataFrame:
    limit = THRESHOLDS[approach] if threshold is None else threshold
    if not LEAST <= limit <= 100:
        raise UsageError(Finding("key-threshold", found=f"{limit:g}", expected=f"{LEAST:g}–100"))
    weight = rows[name] * rows["uncertainty"] if approach == 2 else rows[name]
    total = math.fsum(weight)
    share = 100 * weight / total if total else 0.0 * weight
    ranked = rows.assign(share=share, _rank=-share).sort_values(["_rank", "category", "gas"], ignore_index=True)
    before = [math.fsum(ranked["share"][:place]) for place in range(len(ranked))]
    ranked["cumulative"] = [start + own for start, own in zip(before, ranked["share"], strict=True)]
    # Sums of shares miss 95 by a few units of the last place where they should meet it.
    ranked["key"] = [own > 0 and start < limit - 1e-9 for start, own in zip(before, ranked["share"], strict=True)]
    return ranked.drop(columns="_rank")
