"""The evaluation of a project 项目碳排放评价: everything that order 31 asks for, from one form and its surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ghginv.budget.projects import (
    benchmarks,
    effect,
    emissions,
    headroom,
    opinion,
    replacement,
    reviewer,
    splitting,
    standard_coal,
)
from ghginv.budget.projects.benchmarks import Comparison, Intensity
from ghginv.budget.projects.effect import Effect, Place
from ghginv.budget.projects.emissions import Emissions
from ghginv.budget.projects.form import Form
from ghginv.budget.projects.headroom import Candidate, Room
from ghginv.budget.projects.opinion import Reason
from ghginv.budget.projects.replacement import Replacement
from ghginv.budget.projects.reviewer import Review
from ghginv.budget.projects.splitting import Earlier
from ghginv.budget.projects.standard_coal import Energy
from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.factors.library import Library
from ghginv.findings import Finding

_GRADED = [f"project_{what}_{grade}" for what in ("total_share", "intensity") for grade in ("small", "some", "large")]
OWN = ("project_electricity_equal_value", "project_heat_equal_value", "project_splitting_months", *_GRADED)


@dataclass(frozen=True)
class Surroundings:
    """What an evaluation looks at beside the form.

    ``factor_region`` is a code of the list of regions under which factors are looked up; ``used`` the register of used
    sources of replacement (project by key); ``wanted`` and ``layer`` say from where budget is to be held.
    """

    factor_region: str
    place: Place = field(default_factory=Place)
    power: str = "provincial"
    candidates: tuple[Candidate, ...] = ()
    used: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Earlier, ...] = ()
    wanted: str = ""
    layer: str = ""
    version: str = ""


@dataclass(frozen=True)
class Evaluation:
    """A project as evaluated."""

    form: Form
    energy: Energy
    emissions: Emissions
    review: Review
    intensities: tuple[Intensity, ...]
    comparisons: tuple[Comparison, ...]
    place: Place
    effect: Effect
    replacement: Replacement
    room: Room
    reasons: tuple[Reason, ...]
    parameters: tuple[Dated, ...]

    @property
    def conclusion(self) -> str:
        """``pass``, ``conditional`` or ``refuse``."""
        return opinion.conclusion(self.reasons)


def evaluate(form: Form, around: Surroundings, library: Library) -> tuple[Evaluation | None, list[Finding]]:
    """The evaluation, or findings in the cells of lines that cannot be computed, and then none."""
    energy, wrong = standard_coal.energy(form, library, around.factor_region)
    emitted, more = emissions.emissions(
        form, library, around.factor_region, basis=around.place.basis, power=around.power, version=around.version
    )
    if energy is None or emitted is None:
        return None, [*wrong, *more]
    limits = reviewer.thresholds(form.rules_year)
    review = reviewer.review(form, energy, limits)
    figures = benchmarks.intensities(form, energy, emitted)
    compared = benchmarks.compare(form, figures)
    found = effect.effect(form, around.place, emitted.added_kg)
    replaced = replacement.replacement(form, emitted.added_kg, around.used)
    needs = effect.needs(form, emitted.added_kg, around.place.years)
    room = headroom.room(needs, around.candidates, around.wanted, around.layer)
    said = [
        *reviewer.reasons(form, review),
        *benchmarks.reasons(form, compared),
        *effect.reasons(around.place, found),
        *replacement.reasons(replaced),
        *(headroom.reasons(room, around.place.years, form.year) if around.place.issued else ()),
        *splitting.reasons(form, review, around.others, limits),
        *opinion.of_form(form),
    ]
    whole = (form, energy, emitted, review, tuple(figures), tuple(compared), around.place, found, replaced, room)
    return Evaluation(*whole, tuple(opinion.weighed(said)), tuple(_parameters(form, limits, replaced))), []


def _parameters(form: Form, limits: Mapping[str, Dated], replaced: Replacement) -> Iterator[Dated]:
    """Every policy parameter that an evaluation rests on, with its source and mark."""
    yield from limits.values()
    yield replaced.ratio
    for name in OWN:
        yield policy.find(name, form.rules_year)


def figures(found: Evaluation) -> dict[str, object]:
    """The figures by which a project is known later: what was approved, in plain numbers."""
    products: Sequence[Intensity] = [each for each in found.intensities if each.metric == "carbon_product"]
    return {
        "added_kg": found.emissions.added_kg, "carbon_kg": found.emissions.basis_kg(),
        "direct_kg": found.emissions.kilograms(part="energy") + found.emissions.kilograms(part="process"),
        "tce": found.review.tce, "tce_total": found.energy.total("after"), "tce_high": found.review.tce_high,
        "coal_t": found.review.coal_t, "reviewer": found.review.reviewer, "conclusion": found.conclusion,
        "value_added": found.form.value_added,
        "unit": {each.product: each.value for each in products if each.value is not None},
        "energy_unit": {each.product: each.value for each in found.intensities
                        if each.metric == "energy_product" and each.value is not None},
    }  # fmt: skip
