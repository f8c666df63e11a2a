"""Terms of land use change and forestry: biomass, conversion, soils, urban green, wetlands, blue carbon."""

from __future__ import annotations

from ghginv.domain.terms.term import Term

ROWS: tuple[Term, ...] = ()
