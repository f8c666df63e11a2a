"""``trace``: the evidence tree of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.runs import Run

if TYPE_CHECKING:
    from ghginv.calculation.trace import Evidence


def trace(run: Run, *, category: str = "", gas: str = "", item: str = "") -> Evidence:
    """The evidence of a category, gas and item of a run; UsageError when the run holds no such figure."""
    from ghginv.calculation import trace as tracing
    from ghginv.domain import items
    from ghginv.factors import library
    from ghginv.workspace import remainder

    found = items.find(item) if item else None
    with run.workspace.overlaid():
        evidence = tracing.trace(
            run.inventory,
            library.load().sources,
            category=category,
            gas=gas,
            item=found.code if found else item,
            origins=remainder.origins(run),
        )
    if evidence is None:
        wanted = " ".join(filter(None, (category, gas, item)))
        raise UsageError(Finding("trace-empty", found=wanted, details={"run": run.id}))
    return evidence
