"""Maximum entropy 最大熵法 (Boltzmann): the most probable division among heads, weighed by a potential."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units, Vector


def maximum_entropy(total: float, population: Vector, potential: Vector, *, beta: float) -> Any:
    """a_i = B · C_i e^(-β E_i) / Σ C e^(-β E): heads C, a potential E (emissions or income per head …).

    β is a choice of policy, in the inverse of the potential's unit: 0 gives per head, above 0 less to those of high
    potential, below 0 more. Look at the curve (``maximum_entropy_curve``), not at one number. A constant added to the
    potential changes nothing. Source: Park, Kim & Isard 2012, Physica A 391:4883, arXiv 1108.2305 (abstract read,
    formula recalled). InputError as ``checked``; a β that is no finite number.
    """
    amount, among, heads, height = _read(total, population, potential)
    return among.like(amount * _shares(heads, height, checked.number(beta, "beta")))


def maximum_entropy_curve(
    total: float, population: Vector, potential: Vector, betas: Sequence[float] | None = None
) -> Any:
    """DataFrame units × β of ``maximum_entropy``, so that nobody decides by a single β.

    ``betas`` not given: 21 steps with β times the range of the potential from -2 to 2, which take the ratio between
    the ends of the potential from e² to e⁻² times that of the heads (our default). Errors as ``maximum_entropy``.
    """
    import pandas as pd

    amount, among, heads, height = _read(total, population, potential)
    if betas is None:
        span = float(height.max() - height.min()) or 1.0
        betas = [step / 5 / span for step in range(-10, 11)]
    steps = [checked.number(beta, "beta") for beta in betas]
    columns = {beta: amount * _shares(heads, height, beta) for beta in steps}
    table = pd.DataFrame(columns, index=among.index if among.index is not None else list(among.labels))
    table.columns.name = "beta"
    return table


def _read(total: float, population: Vector, potential: Vector) -> tuple[float, Units, Floats, Floats]:
    among = checked.units(population)
    heads = checked.vector(population, among, "population")
    return checked.total(total), among, heads, checked.vector(potential, among, "potential", some=False, signed=True)


def _shares(heads: Floats, height: Floats, beta: float) -> Floats:
    """Shares by logarithms, so that no β overflows; who has no heads gets nothing."""
    some = heads > 0
    exponents = np.log(heads[some]) - beta * (height[some] - height[some].min())
    weights = np.exp(exponents - exponents.max())
    found = np.zeros(len(heads))
    found[some] = weights / math.fsum(weights)
    return found
