"""Zero-sum-gains data envelopment analysis 零和收益 DEA: shares by efficiency, the sum of emissions unchanged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units, Vector
from ghginv.errors import UsageError
from ghginv.findings import Finding

RETURNS = ("crs", "vrs")
MODES = ("uniform", "single")
_ONE = 1e-9  # a score within this of 1 is 1


def zsg_dea(emissions: Vector, inputs: Any, outputs: Any, *, returns: str = "crs", mode: str = "uniform") -> Any:
    """DataFrame (``score, zsg_score, allocation``) by unit; allocations sum to the emissions.

    Score: the least h such that a combination λ ≥ 0 of units uses no more inputs, yields no less output and emits no
    more than h times what the unit emits (``crs``; ``vrs``: Σλ = 1). ``inputs`` (may be None) and ``outputs``:
    DataFrame, mapping name → vector or array units × columns, not negative, any scale.

    ``uniform``: all units reach the frontier at once, z_j = h_j Σb/Σ(h b), and the new b_j = z_j b_j are all
    efficient (``crs``). ``single``: each looks for its own target while the others absorb what it gives up in
    proportion, z = h (S + b)/(S + h b) with S the emissions of the others; these targets are not feasible together, so
    the allocation is z b scaled to the total. A unit without emissions, inputs and outputs gets nothing and changes
    nothing.

    Source: Lins et al. 2003, EJOR 148:312; Gomes & Lins 2008, Journal of the Operational Research Society 59:616
    (abstract read, formulas recalled). InputError: vectors as ``checked``; no outputs; a unit that emits and yields
    nothing, or yields and emits nothing. UsageError: another word for returns or mode. See ``dea_remarks``.
    """
    for word, known in ((returns, RETURNS), (mode, MODES)):
        if word not in known:
            raise UsageError(Finding("budget-dea-option", found=str(word), expected=", ".join(known)))
    import pandas as pd

    among = checked.units(emissions)
    bad = checked.vector(emissions, among, "emissions")
    used, made = _table(inputs, among), _table(outputs, among)
    _refuse(bad, made, among)
    there = bad > 0
    scores = np.zeros(len(among))
    scores[there] = _scores(bad[there], used[there], made[there], returns)
    scores[~there] = 1.0
    whole = math.fsum(bad)
    if mode == "uniform":
        new = scores * whole / math.fsum(scores * bad)
    else:
        others = np.array([math.fsum(np.delete(bad, j)) for j in range(len(bad))])
        new = np.where(there, scores * (others + bad) / np.where(there, others + scores * bad, 1.0), 1.0)
    given = new * bad
    table = {"score": scores, "zsg_score": new, "allocation": given * (whole / math.fsum(given))}
    return pd.DataFrame(table, index=among.index if among.index is not None else list(among.labels))


def dea_remarks(
    emissions: Vector, inputs: Any, outputs: Any, *, returns: str = "crs", scores: Vector | None = None
) -> list[Finding]:
    """Warnings on what ``zsg_dea`` was given: too few units to tell them apart, or most of them efficient.

    Few: fewer than 2 × (inputs + outputs), the emissions counted among the outputs (Golany & Roll 1989, Omega 17:237,
    recalled). Most efficient: more than half have score 1, so the allocation is nearly that of grandfathering.
    ``scores`` of a run at hand save computing them again. InputError and UsageError as ``zsg_dea``.
    """
    if scores is None:
        scores = zsg_dea(emissions, inputs, outputs, returns=returns)["score"]
    units = len(scores)
    columns = len(_columns(inputs)) + len(_columns(outputs)) + 1
    remarks = []
    if units < 2 * columns:
        remarks.append(Finding("budget-dea-few-units", found=str(units), expected=str(2 * columns)))
    efficient = int((np.asarray(scores) >= 1 - _ONE).sum())
    if 2 * efficient > units:
        remarks.append(Finding("budget-dea-all-efficient", found=str(efficient), expected=str(units)))
    return remarks


def _columns(given: Any) -> dict[Any, Any]:
    """Vectors by name of a DataFrame, a mapping, an array or None."""
    if given is None:
        return {}
    if hasattr(given, "columns"):
        return {name: given[name] for name in given.columns}
    if isinstance(given, Mapping):
        return dict(given)
    if hasattr(given, "index") and not callable(given.index):
        return {given.name: given}
    array = np.asarray(given, dtype=object)
    return {k + 1: column for k, column in enumerate(array.T if array.ndim == 2 else array[None, :])}


def _table(given: Any, among: Units) -> Floats:
    """Units × columns, each column divided by its largest number."""
    vectors = [checked.vector(each, among, str(name)) for name, each in _columns(given).items()]
    if not vectors:
        return np.zeros((len(among), 0))
    return np.column_stack([each / each.max() for each in vectors])


def _refuse(bad: Floats, made: Floats, among: Units) -> None:
    if not made.shape[1]:
        raise checked.refuse("budget-dea-no-outputs")
    yields = made.any(axis=1)
    if ((bad > 0) & ~yields).any():
        raise checked.refuse("budget-dea-idle", found=among.named((bad > 0) & ~yields))
    if ((bad == 0) & yields).any():
        raise checked.refuse("budget-dea-free", found=among.named((bad == 0) & yields))


def _scores(bad: Floats, used: Floats, made: Floats, returns: str) -> Floats:
    """h of each unit by a linear program in λ and h; units sorted by their data, so that their order is no matter."""
    from scipy.optimize import linprog

    rank = np.lexsort(np.column_stack([bad, used, made]).T[::-1])
    b, x, y = bad[rank] / bad.max(), used[rank], made[rank]
    units = len(b)
    cost = np.zeros(units + 1)
    cost[-1] = 1.0
    whole = np.concatenate([np.ones(units), [0.0]])[None, :] if returns == "vrs" else None
    side = [1.0] if returns == "vrs" else None
    found = np.ones(units)
    for o in range(units):
        rows = np.vstack([np.column_stack([x.T, np.zeros(x.shape[1])]), np.column_stack([-y.T, np.zeros(y.shape[1])])])
        rows = np.vstack([rows, np.concatenate([b / b[o], [-1.0]])])
        sides = np.concatenate([x[o], -y[o], [0.0]])
        solved = linprog(cost, rows, sides, whole, side, bounds=(0, None), method="highs")
        found[rank[o]] = 1.0 if solved.status != 0 or solved.fun > 1 - _ONE else solved.fun
    return found
