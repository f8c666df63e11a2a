"""What a plan must obey, a file a topic; each check takes the draft and gives findings in their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ghginv.budget.plan_checks import (
    bounds,
    criteria,
    facilities,
    facts,
    jumps,
    mappings,
    prices,
    references,
    reserves,
    signs,
    sums,
    years,
)
from ghginv.budget.plan_checks.draft import Draft
from ghginv.findings import Finding

CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = (
    facts.check, references.check, mappings.check, facilities.check, signs.check, years.check, prices.check,
    sums.check, jumps.check, bounds.check, reserves.check, criteria.check,
)  # fmt: skip
OF_REQUESTS = (references.check, signs.check, years.check, sums.check, jumps.check)
"""What requests that come by themselves must obey."""


def findings_of(draft: Draft) -> list[Finding]:
    """What all checks say of a draft."""
    return [finding for check in CHECKS for finding in check(draft)]
