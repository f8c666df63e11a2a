"""Blended sharing 混合份额法: between what each emits and what each head may have."""

from __future__ import annotations

import math
from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def blended(total: float, emissions: Vector, population: Vector, *, weight: float) -> Any:
    """a_i = B · [(1-w) e_i/Σe + w p_i/Σp]; ``weight`` w from 0 (inertia: grandfathering) to 1 (equity: per head).

    Source: Raupach et al. 2014, Nature Climate Change 4:873, eq. 1 (formula recalled, abstract read).
    InputError as ``checked``; a weight outside 0..1.
    """
    amount, among = checked.total(total), checked.units(emissions)
    share = checked.number(weight, "weight", least=0, most=1)
    emitted = checked.vector(emissions, among, "emissions")
    heads = checked.vector(population, among, "population")
    return among.like(amount * ((1 - share) * emitted / math.fsum(emitted) + share * heads / math.fsum(heads)))
