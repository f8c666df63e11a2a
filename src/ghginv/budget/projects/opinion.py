"""What the reasons for and against a project come to 评价结论: pass, conditional, refuse; each with its article.

How much a reason weighs and on which article it rests are rows of ``budget_rules/project_reasons.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ghginv import folders
from ghginv.budget.projects.form import FEEDSTOCK, Form
from ghginv.findings import Finding

PASS, CONDITIONAL, REFUSE = CONCLUSIONS = ("pass", "conditional", "refuse")
WORDS = {PASS: ("通过", "pass"), CONDITIONAL: ("有条件通过", "conditional"), REFUSE: ("不予通过", "refuse")}
WEIGHTS = {"refuse": REFUSE, "condition": CONDITIONAL, "remark": PASS}


@dataclass(frozen=True, slots=True)
class Weight:
    """What a reason weighs (``refuse``, ``condition``, ``remark``), the article, its citation and evidence mark."""

    code: str
    weight: str
    article: str
    citation: str
    status: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with its weight."""

    finding: Finding
    weight: Weight


@folders.remembered
def weights() -> Mapping[str, Weight]:
    """All reasons by code. BrokenFile for an unknown weight or a code that stands twice."""
    path = folders.file("emission_factors", "budget_rules/project_reasons.csv")
    found: dict[str, Weight] = {}
    for line, row in folders.rows(path):
        if row["weight"] not in WEIGHTS or row["code"] in found:
            raise folders.BrokenFile(f"{path}:{line}: {row['code']}: unknown weight or a code that stands twice")
        found[row["code"]] = Weight(**row)
    return found


def weighed(findings: Sequence[Finding]) -> list[Reason]:
    """The reasons, heaviest first."""
    order = list(WEIGHTS)
    found = [Reason(each, weights()[each.code]) for each in findings]
    return sorted(found, key=lambda each: order.index(each.weight.weight))


def conclusion(reasons: Sequence[Reason]) -> str:
    """One of CONCLUSIONS: the heaviest reason decides."""
    return max((WEIGHTS[each.weight.weight] for each in reasons), key=CONCLUSIONS.index, default=PASS)


def of_form(form: Form) -> Iterator[Finding]:
    """What the form itself leaves open: increments counted gross, feedstock without process, no measures."""
    lines = (*form.energy, *form.process)
    if form.changes_a_plant and not any(each.before for each in lines):
        yield Finding("project-renovation-gross")
    if any(each.use == FEEDSTOCK for each in form.energy) and not form.process:
        yield Finding("project-feedstock-silent")
    if not form.measures:
        yield Finding("project-measures-missing")
