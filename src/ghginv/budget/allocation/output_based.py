"""Output-based limits 产出基准法: output times a benchmark that gets tighter, as British Columbia and the EU do.

Both give each unit what its own output earns; they know no common total. ``benchmark`` scales to one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units, Vector


def output_based(
    output: Vector,
    benchmark: Vector,
    *,
    reduction_factor: float | Vector,
    tightening_rate: float | Vector = 0.0,
    process_share: float | Vector = 0.0,
    years: int = 0,
) -> Any:
    """limit = q b (RF - (1 - s) TR n) of each product; never below zero.

    ``output`` q and ``benchmark`` b (the industry's production-weighted average intensity) by product or unit;
    ``reduction_factor`` RF and ``tightening_rate`` TR as fractions, one for all or one each; ``process_share`` s: the
    part of the emissions that comes from the process itself and is not tightened; ``years`` n since the first year.
    Source: British Columbia's output-based pricing system as in bcgov/cas-registration,
    bc_obps/reporting/service/compliance_service. InputError as ``checked``; fractions outside 0..1.
    """
    among = checked.units(output)
    made = checked.vector(output, among, "output", some=False)
    marks = checked.vector(benchmark, among, "benchmark", positive=True)
    factor = _fraction(reduction_factor, among, "reduction_factor")
    tightening = _fraction(tightening_rate, among, "tightening_rate")
    process = _fraction(process_share, among, "process_share")
    passed = checked.number(years, "years", least=0)
    return among.like(made * marks * np.maximum(factor - (1.0 - process) * tightening * passed, 0.0))


def free_allocation(
    benchmark: Vector,
    activity: Vector,
    *,
    recent: Vector | None = None,
    leakage: float | Vector = 1.0,
    correction: float = 1.0,
    threshold: float = 0.15,
) -> Any:
    """F = b · A · CLEF · CF, with A the historical activity level, or the recent one where that differs enough.

    ``recent`` is the mean of the last two years: where it is more than ``threshold`` away from ``activity``, it stands
    in its place; ``leakage`` is the carbon leakage factor of the unit, ``correction`` the cross-sectoral one.
    Source: EU Delegated Regulation 2019/331 Art. 16, Implementing Regulation 2019/1842 Art. 5 (recalled; guidance
    documents 2 and 7 seen only in their openings). InputError as ``checked``.
    """
    among = checked.units(benchmark)
    marks = checked.vector(benchmark, among, "benchmark", positive=True)
    level = checked.vector(activity, among, "activity", some=False)
    if recent is not None:
        now = checked.vector(recent, among, "recent", some=False)
        limit = checked.number(threshold, "threshold", least=0, most=1)
        level = np.where(np.abs(now - level) > limit * level, now, level)
    factors = _fraction(leakage, among, "leakage") * checked.number(correction, "correction", least=0, most=1)
    return among.like(marks * level * factors)


def _fraction(value: float | Vector, among: Units, field: str) -> Floats:
    """One fraction a unit, 0 to 1; one number holds for all."""
    if np.ndim(value) == 0:
        return np.full(len(among), checked.number(value, field, least=0, most=1))
    found = checked.vector(value, among, field, some=False)
    if (found > 1).any():
        raise checked.refuse(
            "budget-allocation-parameter", found=among.named(found > 1), expected="0 – 1", **checked.words(field)
        )
    return found
