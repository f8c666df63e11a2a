"""Agriculture 农业活动: rice, soils, livestock, residues, urea and lime."""

from __future__ import annotations
