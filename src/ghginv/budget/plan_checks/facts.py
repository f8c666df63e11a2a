"""The facts of a plan: whose budget, which years, on which basis, in whose prices, with which warming potentials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ghginv.budget.plan_checks.draft import LONGEST, Draft
from ghginv.domain import gases, plan_tables
from ghginv.findings import Finding

REQUIRED = ("name", "region", "base_year", "first_year", "last_year")
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with the facts."""
    words = {choice.id: choice.zh for choice in plan_tables.load().tables[0].columns[0].choices}
    for fact in REQUIRED:
        if not draft.facts[fact]:
            yield draft.fact("budget-fact-missing", fact, found=fact, zh=words[fact])
    for fact in ("base_year", "first_year", "last_year", "price_base"):
        if draft.facts[fact] and not _YEAR.fullmatch(draft.facts[fact]):
            yield draft.fact("budget-plan-year", fact, expected="1900–2099")
    yield from _years(draft)
    if draft.regions and draft.facts["region"] and draft.facts["region"] != draft.regions.root:
        yield draft.fact("budget-fact-region", "region", expected=draft.regions.root)
    if draft.facts["basis"] and draft.facts["basis"] not in draft.rules.bases:
        yield draft.fact("budget-fact-basis", "basis", expected="、".join(draft.rules.bases))
    if draft.facts["gwp"] and draft.facts["gwp"] not in gases.gwp_sets():
        yield draft.fact("budget-fact-gwp", "gwp", expected="、".join(gases.gwp_sets()))


def _years(draft: Draft) -> Iterator[Finding]:
    """Base year before the first, the first not after the last."""
    texts = [draft.facts[fact] for fact in ("base_year", "first_year", "last_year")]
    if not all(_YEAR.fullmatch(text) for text in texts):
        return
    base, first, last = map(int, texts)
    if not base < first <= last < first + LONGEST:
        yield draft.fact("budget-fact-years", "first_year", found=f"{base}、{first}–{last}", most=LONGEST)
