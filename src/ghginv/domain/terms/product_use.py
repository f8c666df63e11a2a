"""Terms of product use: electronics, electrical equipment, refrigeration, foams, aerosols, lubricants."""

from __future__ import annotations

from ghginv.domain.terms.term import Term

ROWS: tuple[Term, ...] = ()
