"""What emits: one function an equation, one file a sector.

``ghginv.formulas.energy.fossil_combustion_co2(quantity=…, …)`` is a plain function of named parameters. It takes
numbers or arrays of one shape in the units of ``domain/terms`` and returns what its ``equation`` promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.formulas import (
    agriculture,
    conversion,
    electricity,
    electronics,
    energy,
    enterprise,
    land,
    manure,
    processes,
    product_use,
    soils,
    waste,
    wetlands,
)
from ghginv.formulas.equation import Formula

SECTORS = (
    *(energy, electricity, processes, electronics, product_use, agriculture, manure, soils),
    *(land, conversion, wetlands, waste, enterprise),
)


@cache
def all_formulas() -> Mapping[str, Formula]:
    """Every formula by name, in the order of the files."""
    return {
        name: function
        for sector in SECTORS
        for name, function in vars(sector).items()
        if getattr(function, "__module__", "") == sector.__name__ and hasattr(function, "equation")
    }


def find(name: str) -> Formula:
    """The formula of this name; raises UsageError with the nearest names when there is none."""
    known = all_formulas()
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        raise UsageError(Finding("formula-unknown", found=name, expected=", ".join(near or known)))
    return known[name]
