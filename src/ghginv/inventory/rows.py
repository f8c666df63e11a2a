"""The table of an analysis: a row per category and gas, checked before anything is computed from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.readings.uncertainty import DISTRIBUTIONS

if TYPE_CHECKING:
    import pandas as pd

KEY = ("category", "gas")
SIDES = ("activity", "factor")
"""What an emission is computed from: activity data and emission factor, each with an uncertainty."""


def uncertain_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of an uncertainty table, complete and sorted by category and gas.

    Columns of ``table``: ``category``, ``gas``, ``co2e_t`` (t CO2e, removals negative) and for ``activity`` and
    ``factor`` either ``<side>_uncertainty`` (half-width of the 95 % interval, percent) or ``<side>_minus`` and
    ``<side>_plus`` where it is lopsided. Optional: ``base_co2e_t``, ``<side>_correlated`` (between the years; unless
    said the factor is and the activity is not), ``<side>_distribution``, ``<side>_group`` (rows that name the same
    group vary together), ``land`` (true for land use). The answer has all of them, with ``_minus`` and ``_plus`` for
    every row. Raises InputError with everything that is wrong.
    """
    import pandas as pd

    wanted = [*KEY, "co2e_t"]
    for side in SIDES:
        wanted += [] if {f"{side}_minus", f"{side}_plus"} <= set(table.columns) else [f"{side}_uncertainty"]
    rows = emission_rows(table, wanted)
    for side in SIDES:
        even = rows[f"{side}_uncertainty"] if f"{side}_uncertainty" in rows else pd.Series(float("nan"), rows.index)
        for end in ("minus", "plus"):
            name = f"{side}_{end}"
            rows[name] = rows[name].fillna(even) if name in rows else even
        rows[f"{side}_correlated"] = rows.get(f"{side}_correlated", pd.Series(side == "factor", rows.index)).astype(
            bool
        )
        for name in (f"{side}_distribution", f"{side}_group"):
            rows[name] = rows[name].fillna("").astype(str) if name in rows else ""
    faults = [*_numbers(rows, [f"{side}_{end}" for side in SIDES for end in ("minus", "plus")], least=0.0)]
    faults += [
        Finding("distribution-unfit", found=name, expected=", ".join(DISTRIBUTIONS))
        for side in SIDES
        for name in sorted(set(rows[f"{side}_distribution"]) - {"", *DISTRIBUTIONS})
    ]
    if faults:
        raise InputError(*faults)
    return rows


def emission_rows(table: pd.DataFrame, wanted: Collection[str]) -> pd.DataFrame:
    """The rows with their emissions checked, sorted by category and gas; ``land`` is added where it is missing.

    ``base_co2e_t``, where the table has it, must be given for every row: a zero is written. Raises InputError.
    """
    absent = [name for name in wanted if name not in table.columns]
    if absent or table.empty:
        raise InputError(Finding("analysis-columns", found=", ".join(absent) or "-", expected=", ".join(wanted)))
    rows = table.copy()
    for name in KEY:
        rows[name] = rows[name].astype(str)
    rows["land"] = rows["land"].astype(bool) if "land" in rows else False
    rows = rows.sort_values(list(KEY), kind="stable", ignore_index=True)
    faults = [
        Finding("analysis-duplicate", found=f"{row.category} {row.gas}".strip())
        for row in rows[rows.duplicated(list(KEY))].itertuples()
    ]
    faults += _numbers(rows, [name for name in ("co2e_t", "base_co2e_t") if name in rows])
    if faults:
        raise InputError(*faults)
    return rows.astype({name: "float64" for name in ("co2e_t", "base_co2e_t") if name in rows})


def _numbers(rows: pd.DataFrame, names: Collection[str], least: float = float("-inf")) -> Iterator[Finding]:
    """A finding for each cell that is not a finite number of at least ``least``; the columns become floats."""
    import numpy
    import pandas as pd

    for name in names:
        numbers = pd.to_numeric(rows[name], errors="coerce").astype("float64")
        wrong = ~numpy.isfinite(numbers.to_numpy()) | (numbers.to_numpy() < least)
        for row in rows[wrong].to_dict("records"):
            details = {"row": f"{row['category']} {row['gas']}".strip(), "column": name}
            yield Finding("analysis-number", found=str(row[name]), details=details)
        rows[name] = numbers
