"""Terms of industrial processes: minerals, chemicals, metals."""

from __future__ import annotations

from ghginv.domain.terms.term import Term

ROWS: tuple[Term, ...] = ()
