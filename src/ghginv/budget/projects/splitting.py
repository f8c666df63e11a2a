"""Splitting 拆分: projects of one owner and site within 24 months that together cross a threshold none crosses alone.

NDRC order 31, Art. 12 forbids splitting to dodge review; the months are our own default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghginv.budget.projects.form import Form
from ghginv.budget.projects.reviewer import Review
from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.findings import Finding

_CROSSED = (("tce", "gate_exempt_energy_below"), ("coal_t", "gate_exempt_coal_below"),
            ("tce", "gate_province_energy_from"), ("coal_t", "gate_province_coal_from"),
            ("tce_high", "gate_ndrc_energy_from"), ("coal_t", "gate_ndrc_coal_from"))  # fmt: skip
_NATIONAL = ("gate_ndrc_energy_from", "gate_ndrc_coal_from")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A project known already: whose, where, when construction starts, and its energy as it was counted."""

    project: str
    name: str
    credit_code: str
    site: str
    start: str
    tce: float
    coal_t: float
    tce_high: float


def near(form: Form, others: Sequence[Earlier], months: int) -> list[Earlier]:
    """Projects of the same owner and site that start within so many months of this one."""
    return [
        each for each in others
        if each.project != form.id and each.credit_code == form.facts["credit_code"] and each.site == form.site
        and abs(_months(each.start) - _months(form.facts["start"])) <= months
    ]  # fmt: skip


def reasons(form: Form, review: Review, others: Sequence[Earlier], limits: Mapping[str, Dated]) -> list[Finding]:
    """The thresholds that this project and its neighbours cross together and none of them alone."""
    months = int(policy.find("project_splitting_months", form.rules_year).number)
    found = near(form, others, months)
    if not found:
        return []
    crossed = []
    for what, name in _CROSSED:
        limit = float(limits[name].number)
        amounts = [getattr(review, what), *(getattr(each, what) for each in found)]
        if name in _NATIONAL and form.facts["listed"] != "yes":
            continue
        if sum(amounts) >= limit > max(amounts):
            crossed.append(f"{limit:,.0f} {'t' if what == 'coal_t' else 'tce'}")
    if not crossed:
        return []
    told = {"others": "、".join(f"{each.project} {each.name}" for each in found), "months": months,
            "crossed": "、".join(crossed)}  # fmt: skip
    return [Finding("project-splitting", details=told)]


def _months(day: str) -> float:
    return 12 * int(day[:4]) + int(day[5:7]) + int(day[8:10]) / 31
