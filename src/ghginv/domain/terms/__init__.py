"""Every quantity a formula speaks of: its name, symbol, units, Chinese and English meaning and plausible range.

An argument of a formula is a term, and so are a ``name`` in the factor library, a column in the store and a header in
a workbook: one name, one quantity. A named step of a formula is a term too, so that it can stand as a column. A file
holds the terms of a sector; a term that several sectors use stands with the first of them.

A unit is written without blanks inside a fraction (``GJ/t``, ``GJ/10^4 m3``; ``1`` for a fraction). Carbon (C), CO2,
CH4, N2O, nitrogen (N), BOD, COD and a fluorinated gas that the rule names (GAS) are substances of their own: ``tC`` is
not ``t``. A term with several units takes the one per unit of the formula's quantity, or that unit itself: NCV is in
GJ/t with t, in GJ/10^4 m3 with 10^4 m3, and in its first unit, GJ/t, with vehicles; stocks are in m3 with m3.
"""

from __future__ import annotations

from collections.abc import Mapping

from ghginv.domain.terms import agriculture, electricity, energy, enterprise, land, processes, product_use, waste
from ghginv.domain.terms.term import AMOUNT, Term

__all__ = ["TERMS", "Term"]

_SHARED = (
    Term("quantity", "AD", "活动水平", "activity", dict.fromkeys(
        ("t", "10^4 m3", "MWh", "GJ", "tce", "vehicle", "machine", "LTO", "facility", "TJ", "kg", "m3", "m2", "ha",
         "head", "person", "tree", "kgN", "tN", "kgCOD", "tCOD", "kgBOD", "tBOD", "km", "10^4 CNY", "%", "h", "kW",
         "kVA", "piece", "TEU", "10^4 pkm", "10^4 tkm"), AMOUNT)),
    # Derived by the compilation: the inventory year less the year in which the waste was deposited, the bank filled
    Term("age", "n", "存续年数", "years since", {"a": (0.0, 300.0)}),
)

TERMS: Mapping[str, Term] = {
    term.name: term
    for rows in (
        *(_SHARED, energy.ROWS, electricity.ROWS, processes.ROWS, product_use.ROWS),
        *(agriculture.ROWS, land.ROWS, waste.ROWS, enterprise.ROWS),
    )
    for term in rows
}
"""All terms by name."""
