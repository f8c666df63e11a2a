"""Terms of waste: landfill, incineration, biological treatment, waste water."""

from __future__ import annotations

from ghginv.domain.terms.term import Term

ROWS: tuple[Term, ...] = ()
