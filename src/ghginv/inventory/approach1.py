"""Approach 1: the error propagation table of IPCC 2006 Vol.1 Ch.3 (Table 3.2), with correlations kept.

A *part* is what one input does to one row: ``row``, ``input``, ``side`` (activity or factor), ``percent`` (signed
half-width of the row's emission, in percent of it) and ``correlated`` (between base year and year t). Parts of the same
input add up before they are squared, so a factor that serves many categories is not averaged away. Where no input is
shared, every column is that of the printed table.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    import pandas as pd

TOTAL, WITHOUT_LAND = "total", "total_without_land"
COLUMNS = (
    "category gas base_co2e_t co2e_t activity_uncertainty factor_uncertainty combined_uncertainty half_width_t "
    "variance_contribution variance_share type_a_sensitivity type_b_sensitivity factor_trend activity_trend "
    "trend_contribution trend_percent trend_uncertainty"
).split()


def table(rows: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The table with its total, and where land use is among the rows, the total without it.

    ``rows``: ``category, gas, land, co2e_t`` and for a trend ``base_co2e_t``; ``parts`` as above, ``row`` being the
    position in ``rows``. Columns: ``COLUMNS``; uncertainties, sensitivities and trends in percent, half-widths of the
    95 % interval. The percentage of a total is blank where sinks and sources cancel and its sign is not certain: then
    only ``half_width_t`` means something.
    """
    import pandas as pd

    whole, total = _assessed(rows, parts)
    summed = [{**total, "category": TOTAL}]
    if rows["land"].any() and not rows["land"].all():
        kept = rows.index[~rows["land"]]
        places = {row: place for place, row in enumerate(kept)}
        part = parts[parts["row"].isin(kept)].assign(row=lambda found: found["row"].map(places))
        summed.append({**_assessed(rows.loc[kept].reset_index(drop=True), part)[1], "category": WITHOUT_LAND})
    return pd.concat([whole, pd.DataFrame(summed)], ignore_index=True)[COLUMNS]


def _assessed(rows: pd.DataFrame, parts: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, object]]:
    import numpy

    count = len(rows)
    summed = parts.groupby(["row", "input", "side", "correlated"], sort=True)["percent"].sum().reset_index()
    place = summed["row"].to_numpy("int64")
    percent = summed["percent"].to_numpy("float64")
    emission = rows["co2e_t"].to_numpy("float64")
    found = rows[["category", "gas", "co2e_t"]].copy()
    for side in ("activity", "factor"):
        of_side = (summed["side"] == side).to_numpy()
        found[f"{side}_uncertainty"] = numpy.sqrt(_by_row(percent[of_side] ** 2, place[of_side], count))
    found["combined_uncertainty"] = numpy.hypot(found["activity_uncertainty"], found["factor_uncertainty"])
    found["half_width_t"] = numpy.abs(emission) * found["combined_uncertainty"] / 100
    # What a row adds to the variance: its share of each input's effect times that input's whole effect. Without shared
    # inputs this is (G D)^2 of the printed table.
    half = percent * emission[place] / 100
    variances = _by_row(half * _of_input(half, summed), place, count)
    net, variance = math.fsum(emission), max(math.fsum(variances), 0.0)
    found["variance_contribution"] = variances / net**2 * 1e4 if net else math.nan
    found["variance_share"] = variances / variance * 100 if variance else 0.0
    total: dict[str, object] = {"gas": "", "co2e_t": net, "half_width_t": math.sqrt(variance)}
    cancelled = math.fsum(abs(emission)) > abs(net) * (1 + 1e-12) and math.sqrt(variance) >= abs(net)
    total["combined_uncertainty"] = 100 * math.sqrt(variance) / abs(net) if net and not cancelled else math.nan
    total["variance_contribution"] = math.fsum(variances) / net**2 * 1e4 if net else math.nan
    total["variance_share"] = 100.0 if variance else 0.0
    base = rows["base_co2e_t"].to_numpy("float64") if "base_co2e_t" in rows else numpy.full(count, math.nan)
    trend, of_total = _trend(emission, base, summed)
    return found.assign(**trend), {**total, **of_total}


def _trend(
    emission: numpy.ndarray, base: numpy.ndarray, summed: pd.DataFrame
) -> tuple[dict[str, numpy.ndarray], dict[str, float]]:
    """Columns I to M for the rows and the trend of their sum; blank without base year or when its sum is zero."""
    import numpy

    count, net, net_base = len(emission), math.fsum(emission), math.fsum(base)
    if not math.isfinite(net_base) or net_base == 0:
        return {name: numpy.full(count, math.nan) for name in [*COLUMNS[10:], "base_co2e_t"]}, {}
    place, percent = summed["row"].to_numpy("int64"), summed["percent"].to_numpy("float64")
    one = 0.01 * base + net_base
    type_a = ((0.01 * emission + net - one) / one - (net - net_base) / net_base) * 100
    type_b = emission / net_base
    correlated = summed["correlated"].to_numpy(bool)
    effect = percent * numpy.where(correlated, type_a[place], type_b[place] * math.sqrt(2))
    contribution = _by_row(effect * _of_input(effect, summed), place, count)
    columns = {
        "base_co2e_t": base,
        "type_a_sensitivity": numpy.abs(type_a),
        "type_b_sensitivity": numpy.abs(type_b),
        "trend_contribution": contribution,
        "trend_percent": _change(emission, base),
    }
    for side in ("activity", "factor"):
        of_side = (summed["side"] == side).to_numpy()
        columns[f"{side}_trend"] = numpy.sqrt(_by_row(effect[of_side] ** 2, place[of_side], count))
    columns["trend_uncertainty"] = numpy.hypot(columns["activity_trend"], columns["factor_trend"])
    variance = max(math.fsum(contribution), 0.0)
    return columns, {
        "base_co2e_t": net_base,
        "trend_contribution": variance,
        "trend_percent": 100 * (net - net_base) / abs(net_base),
        "trend_uncertainty": math.sqrt(variance),
    }


def _change(emission: numpy.ndarray, base: numpy.ndarray) -> numpy.ndarray:
    import numpy

    with numpy.errstate(divide="ignore", invalid="ignore"):
        return numpy.where(base != 0, 100 * (emission - base) / numpy.abs(base), math.nan)


def _by_row(values: numpy.ndarray, place: numpy.ndarray, count: int) -> numpy.ndarray:
    import numpy

    return numpy.bincount(place, weights=values, minlength=count)


def _of_input(values: numpy.ndarray, summed: pd.DataFrame) -> numpy.ndarray:
    """For each part the sum over all parts of its input."""
    import pandas as pd

    return pd.Series(values).groupby(summed["input"].to_numpy()).transform("sum").to_numpy()
