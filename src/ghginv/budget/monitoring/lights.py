"""Three-colour lights 三色预警, decided exactly.

发改办环资〔2020〕901号 (its text read at baoshan.gov.cn, see ``policy/lights.csv``): a progress target that is met is
三级 green, one missed by up to 10 % of the target 二级 yellow, by more 一级 red; intensity and total have lights of
their own. It speaks of energy dual control; that it serves carbon budgets too, the light on the forecast, the grey
light and the data light are our own defaults. All comparisons are of whole kilograms and fractions: 10 % exactly is
yellow.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from ghginv.budget.monitoring.settings import Settings

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"


def of_gap(value: int | Fraction, target: int | Fraction, threshold: Fraction) -> str:
    """The light of a value that should not be above its target.

    >>> of_gap(110, 100, Fraction(1, 10)), of_gap(111, 100, Fraction(1, 10)), of_gap(100, 100, Fraction(1, 10))
    ('yellow', 'red', 'green')
    >>> of_gap(0, 0, Fraction(1, 10)), of_gap(1, 0, Fraction(1, 10))
    ('green', 'red')
    """
    if value <= target:
        return GREEN
    return RED if value - target > threshold * target else YELLOW


def of_cut(cut: Fraction, target: Fraction, threshold: Fraction) -> str:
    """The light of an intensity cut 强度下降: ``cut`` achieved year to date against the ``target`` of that date.

    An intensity that rose is red at once, whatever the target.

    >>> of_cut(Fraction(9, 1000), Fraction(10, 1000), Fraction(1, 10))
    'yellow'
    >>> of_cut(Fraction(-1, 9), Fraction(0), Fraction(1))
    'red'
    """
    if cut < 0:
        return RED
    if cut >= target:
        return GREEN
    return RED if target - cut > threshold * target else YELLOW


def intensity_cut(now: tuple[int, int | Fraction], before: tuple[int, int | Fraction]) -> Fraction | None:
    """The cut of emissions (kg) per value added against the same months of last year; None without a denominator."""
    if not (now[1] and before[1] and before[0]):
        return None
    return 1 - (Fraction(now[0]) / Fraction(now[1])) / (Fraction(before[0]) / Fraction(before[1]))


def of_data(expected: int, covered: int, settings: Settings) -> str:
    """The data light 数据灯, separate: green from ``data_green`` on, yellow down to ``coverage_grey``, red below."""
    if expected == 0 or Fraction(covered, expected) >= settings.data_green:
        return GREEN
    return YELLOW if Fraction(covered, expected) >= settings.coverage_grey else RED


def grey(expected: int, covered: int, settings: Settings) -> bool:
    """Whether too little is covered for a light."""
    return expected > 0 and Fraction(covered, expected) < settings.coverage_grey


def build(progress: pd.DataFrame, forecast: pd.DataFrame, coverage: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Index node: ``light, forecast_light, alert, data_light, coverage, measured``.

    ``light`` is on progress, ``forecast_light`` on P50 against the budget, both grey where too little is covered;
    ``alert`` says that P90 is above the budget, or that a grey node is above its plan already.
    """
    found = []
    for node, row in progress.iterrows():
        told, seen = forecast.loc[node], coverage.loc[node]
        expected, covered, measured = (int(seen[name]) for name in ("expected", "covered", "measured"))
        light = of_gap(int(row["executed_kg"]), int(row["plan_kg"]), settings.threshold)
        ahead = of_gap(int(told["p50_kg"]), int(row["budget_kg"]), settings.threshold)
        dim = grey(expected, covered, settings)
        alert = int(told["p90_kg"]) > int(row["budget_kg"]) or (dim and light != GREEN)
        found.append({
            "node": node, "light": GREY if dim else light, "forecast_light": GREY if dim else ahead, "alert": alert,
            "data_light": of_data(expected, covered, settings),
            "coverage": covered / expected if expected else None, "measured": measured / expected if expected else None,
        })  # fmt: skip
    columns = ["node", "light", "forecast_light", "alert", "data_light", "coverage", "measured"]
    return pd.DataFrame(found, columns=columns).set_index("node")
