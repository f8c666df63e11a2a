"""Terms of agriculture: rice, soils, livestock, residues, urea and lime."""

from __future__ import annotations

from ghginv.domain.terms.term import Term

ROWS: tuple[Term, ...] = ()
