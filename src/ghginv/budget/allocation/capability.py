"""Capability 支付能力法: who earns more per head reduces more."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def capability(total: float, emissions: Vector, gdp: Vector, population: Vector) -> Any:
    """r_i = cbrt(g_i/g) · b_i (W-T)/W,  a_i = b_i - r_i (W-T)/Σr, with g = GDP per head, b = emissions without a
    target, W = Σb, T the total.

    ``emissions`` b may be a baseline; where the total is above W the "reduction" is an addition, and richer units get
    more of it. Source: van den Berg et al. 2020, Climatic Change 162:1805, ability to pay (AP); PBL's
    ``effort-sharing``, allocations/ap.py. InputError as ``checked`` (population of zero is a denominator); an
    allocation that would fall below zero (rich units under a deep cut) is refused with its units named.
    """
    amount, among = checked.total(total), checked.units(emissions)
    base = checked.vector(emissions, among, "emissions")
    heads = checked.vector(population, among, "population", positive=True)
    product = checked.vector(gdp, among, "gdp")
    whole = math.fsum(base)
    per_head = (product / heads) / (math.fsum(product) / math.fsum(heads))
    efforts = np.cbrt(per_head) * base
    if math.fsum(efforts) <= 0:
        raise checked.refuse("budget-allocation-all-zero", **checked.words("gdp"))
    found = base - efforts / math.fsum(efforts) * (whole - amount)
    if (found < 0).any():
        raise checked.refuse("budget-allocation-below-zero", found=among.named(found < 0), method="capability")
    return among.like(found)
