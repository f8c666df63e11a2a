"""Who reviews a project 节能审查机关: NDRC order 31, Art. 8 and 9, by tonnes of standard coal and of coal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv.budget.projects.form import LEVELS, Form
from ghginv.budget.projects.standard_coal import Energy
from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.findings import Finding

THRESHOLDS = ("gate_exempt_energy_below", "gate_exempt_coal_below", "gate_province_energy_from",
              "gate_province_coal_from", "gate_ndrc_energy_from", "gate_ndrc_coal_from")  # fmt: skip
NONE, LOCAL, PROVINCE, NATIONAL = REVIEWERS = ("none", "local", "province", "national")
WORDS = {
    NONE: ("不单独编制节能报告、不单独审查", "no report of its own and no review"),
    LOCAL: ("由省级节能审查机关决定的机关", "as the provincial authority decides"),
    "county": ("县级节能审查机关", "county authority"), "city": ("市级节能审查机关", "city authority"),
    PROVINCE: ("省级节能审查机关", "provincial authority"), NATIONAL: ("国家发展改革委", "NDRC"),
}  # fmt: skip
_DIGITS = 6  # grams: 1100.1 - 100.1 is 1000, whatever binary fractions make of it


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviews: ``reviewer`` is one of REVIEWERS, ``article`` what says so; amounts as the articles count them."""

    reviewer: str
    article: str
    tce: float
    coal_t: float
    tce_high: float
    incremental: bool

    @property
    def least(self) -> str:
        """The lowest level that may review; empty where nobody needs to."""
        return {NONE: "", LOCAL: "county"}.get(self.reviewer, self.reviewer)


def thresholds(year: int) -> Mapping[str, Dated]:
    """The thresholds of Art. 8 and 9 in force in a year."""
    return {name: policy.find(name, year, "CN") for name in THRESHOLDS}


def review(form: Form, energy: Energy, limits: Mapping[str, Dated]) -> Review:
    """Who reviews a project with this energy.

    The order does not say that Art. 9 counts increments as Art. 8 does (本条下同), so the whole project is taken there.
    """
    at_least = {name: float(row.number) for name, row in limits.items()}
    counted = (energy.tce, energy.coal_t, energy.tce_high, energy.total("coal_after"))
    tce, coal, high, whole_coal = (round(each, _DIGITS) for each in counted)
    large = tce >= at_least["gate_province_energy_from"] or coal >= at_least["gate_province_coal_from"]
    small = tce < at_least["gate_exempt_energy_below"] and coal < at_least["gate_exempt_coal_below"]
    national = high >= at_least["gate_ndrc_energy_from"] or whole_coal >= at_least["gate_ndrc_coal_from"]
    if form.facts["listed"] == "yes" and national:
        found = NATIONAL, "9"
    elif form.facts["national"] == "yes" or large:
        found = PROVINCE, "8"
    else:
        found = (NONE if small else LOCAL), "8"
    return Review(*found, energy.tce, energy.coal_t, energy.tce_high, energy.incremental)


def reasons(form: Form, found: Review) -> list[Finding]:
    """What is to be said of the level applied to."""
    applied = form.facts["level"]
    zh, en = WORDS[applied]
    told: dict[str, object] = {"applied_zh": zh, "applied": en}
    if found.reviewer == NONE:
        return [Finding("project-exempt", details=_amounts(found))]
    said = [Finding("project-level-province-decides", details=_amounts(found))] if found.reviewer == LOCAL else []
    if found.reviewer == NATIONAL:
        said.append(Finding("project-carbon-mandatory"))
    wanted_zh, wanted = WORDS[found.least]
    told |= {"wanted_zh": wanted_zh, "wanted": wanted, **_amounts(found)}
    if LEVELS.index(applied) < LEVELS.index(found.least):
        return [*said, Finding("project-level-low", details=told)]
    if form.two_high and applied == "county":
        return [*said, Finding("project-level-county")]
    if LEVELS.index(applied) > LEVELS.index(found.least) and found.reviewer != LOCAL:
        return [*said, Finding("project-level-high", details=told)]
    return said


def _amounts(found: Review) -> dict[str, object]:
    return {"tce": f"{found.tce:,.1f}", "coal": f"{found.coal_t:,.1f}", "high": f"{found.tce_high:,.1f}"}
