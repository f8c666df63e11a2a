"""What a project does to the place where it stands: its total and its intensity (order 31, Art. 12 (7), 16 (5))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ghginv.budget.projects.form import Form
from ghginv.domain import policy
from ghginv.findings import Finding

GRADES = ("small", "some", "large", "major")
WORDS = {"small": ("影响较小", "small"), "some": ("一定影响", "some"), "large": ("较大影响", "large"),
         "major": ("重大影响", "major"), "": ("—", "-")}  # fmt: skip
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Place:
    """The region of a project as a budget knows it, kilograms by year; blank without a budget.

    ``chain`` leads from the region up to the root. ``budget_kg`` is the region's whole budget, ``left_kg`` what is left
    in its cells, ``reserve_kg`` its reserve for new projects. ``gdp`` is in 10^8 CNY, ``emissions_t`` in t, both of
    ``base_year``; ``warning`` is what the plan prints on every page.
    """

    budget: str = ""
    region: str = ""
    name: str = ""
    years: tuple[int, ...] = ()
    industry: str = ""
    industry_name: str = ""
    basis: str = "dual-control"
    budget_kg: Mapping[int, int] = field(default_factory=dict)
    left_kg: Mapping[int, int] = field(default_factory=dict)
    reserve_kg: Mapping[int, int] = field(default_factory=dict)
    base_year: int = 0
    emissions_t: float = 0.0
    gdp: float = 0.0
    warning: str = ""

    @property
    def issued(self) -> bool:
        """Whether there is an issued budget to judge against."""
        return bool(self.budget and self.budget_kg)


@dataclass(frozen=True, slots=True)
class Effect:
    """Shares in percent of a year, None where there is nothing to divide by; intensity in t per 10^4 CNY."""

    year: int
    added_kg: int
    share_budget: float | None
    share_left: float | None
    share_reserve: float | None
    grade: str
    intensity_before: float | None
    intensity_after: float | None
    intensity_change: float | None
    intensity_grade: str


def effect(form: Form, place: Place, added_kg: int) -> Effect:
    """The effect in the first whole year that the budget knows, else its last one."""
    later = [year for year in place.years if year > form.year] or list(place.years[-1:])
    year = later[0] if later else 0
    shares = [_share(added_kg, each.get(year, 0)) for each in (place.budget_kg, place.left_kg, place.reserve_kg)]
    before = place.emissions_t / (place.gdp * _TEN_THOUSAND) if place.gdp and place.emissions_t else None
    money = place.gdp * _TEN_THOUSAND + form.value_added_gained
    after = (place.emissions_t + added_kg / 1000) / money if before is not None and money > 0 else None
    change = 100 * (after / before - 1) if before and after is not None else None
    grades = (_grade("total_share", shares[0], form.rules_year), _grade("intensity", change, form.rules_year))
    return Effect(year, added_kg, shares[0], shares[1], shares[2], grades[0], before, after, change, grades[1])


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole > 0 else None


def _grade(name: str, value: float | None, year: int) -> str:
    if value is None:
        return ""
    limits = (policy.find(f"project_{name}_{grade}", year) for grade in GRADES[:-1])
    return next((grade for grade, row in zip(GRADES, limits, strict=False) if value <= row.number), GRADES[-1])


def reasons(place: Place, found: Effect) -> Iterator[Finding]:
    """A rise of intensity, a major share of the total, and what could not be judged."""
    if not place.issued:
        yield Finding("project-no-budget")
    if not place.budget:
        return
    if found.grade == GRADES[-1]:
        yield Finding("project-total-major", details={"region": place.name, "share": f"{found.share_budget:.3g}"})
    if found.intensity_change is None:
        yield Finding("project-intensity-unknown", details={"region": place.name, "year": place.base_year})
        return
    if found.intensity_grade != GRADES[0]:
        zh, en = WORDS[found.intensity_grade]
        told = {"region": place.name, "change": f"{found.intensity_change:+.3f}", "grade_zh": zh, "grade": en}
        yield Finding("project-intensity-up", details=told)
    if found.intensity_grade != GRADES[0] or found.grade != GRADES[0]:
        yield Finding("project-carbon-local", details={"region": place.name})


def needs(form: Form, added_kg: int, years: Sequence[int]) -> dict[int, int]:
    """What the project takes of each year's budget, in kg: all of it, of its first year by the months that it runs."""
    months = 13 - int(form.facts["trial"][5:7])
    found = {year: added_kg if year > form.year else -(-added_kg * months // 12) for year in years if year >= form.year}
    return found if added_kg > 0 else {}
