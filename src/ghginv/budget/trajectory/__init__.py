"""How high the total is, year by year: curves over time, intensity target × GDP, dual control, what-if tables.

Amounts are in any one unit, rates in percent (17 for 17 %), curves are Series by year. ``totals`` makes the total of a
plan from its path table, in whole kilograms, with the parameters it rests on.
"""

from __future__ import annotations

from ghginv.budget.trajectory.controls import DualControl, dual_control, plan_dual_control
from ghginv.budget.trajectory.cumulation import by_period, cumulative, first_over, spread
from ghginv.budget.trajectory.curves import geometric, linear
from ghginv.budget.trajectory.intensity import annual_cut, break_even_growth, gdp_path, intensity_path, intensity_target
from ghginv.budget.trajectory.paths import PathKind
from ghginv.budget.trajectory.peaks import peak_family, quadratic_peak, quadratic_peak_from
from ghginv.budget.trajectory.plan_inputs import Inputs, Parameter, inputs
from ghginv.budget.trajectory.plan_totals import Totals, totals
from ghginv.budget.trajectory.spending import capped, capped_rate, constant_rate, linear_to_zero, years_to_zero
from ghginv.budget.trajectory.variations import what_if

__all__ = [
    "DualControl",
    "Inputs",
    "Parameter",
    "PathKind",
    "Totals",
    "annual_cut",
    "break_even_growth",
    "by_period",
    "capped",
    "capped_rate",
    "constant_rate",
    "cumulative",
    "dual_control",
    "first_over",
    "gdp_path",
    "geometric",
    "inputs",
    "intensity_path",
    "intensity_target",
    "linear",
    "linear_to_zero",
    "peak_family",
    "plan_dual_control",
    "quadratic_peak",
    "quadratic_peak_from",
    "spread",
    "totals",
    "what_if",
    "years_to_zero",
]
