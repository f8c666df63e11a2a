"""Benchmark 基准线法: what the output would emit at the benchmark of its sector."""

from __future__ import annotations

from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def benchmark(
    total: float, output: Vector, benchmark: Vector, *, lower: Vector | None = None, upper: Vector | None = None
) -> Any:
    """a_i ∝ q_i b_i, scaled to B, within bounds. ``output`` q in the unit that ``benchmark`` b (emissions per output)
    is given for; units of different sectors may use different ones.

    Source: benchmarking of the national and Shenzhen markets (A = b · q), scaled as a cap demands; EU ETS uses the
    same with its cross-sectoral correction factor. A unit without output gets nothing. InputError as ``checked``:
    a benchmark of zero, no output at all, lengths differ, infeasible bounds.
    """
    amount, among = checked.total(total), checked.units(output)
    outputs = checked.vector(output, among, "output")
    marks = checked.vector(benchmark, among, "benchmark", positive=True)
    low, high = checked.limits(amount, lower, upper, among)
    return among.like(checked.within_bounds(amount, outputs * marks, low, high, among.labels))
