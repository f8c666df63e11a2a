"""Resolve small: for each distinct key of the activity data, the formulas that serve it and their parameters.

However many rows of activity data there are, distinct keys are few. Each is resolved here in Python, where the choice
can be explained; what comes out is a small table to join with (see ``apply``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ghginv.domain import categories
from ghginv.domain.records import Parameter
from ghginv.factors import resolve
from ghginv.factors.guidelines import Guideline, Rule
from ghginv.factors.library import Library
from ghginv.findings import Finding
from ghginv.formulas import all_formulas


@dataclass(frozen=True, slots=True, order=True)
class ActivityKey:
    """What decides formula and parameters of an activity."""

    region: str
    year: int
    enterprise: str
    category: str
    item: str
    technology: str
    unit: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A formula with its parameters for one key; a rule that gives a notation key has neither."""

    choice_id: int
    key: ActivityKey
    rule: Rule
    source_category: str
    category: str
    gas: str = ""
    choices: tuple[resolve.Choice, ...] = ()

    @property
    def terms(self) -> dict[str, float]:
        return {choice.parameter.name: choice.value for choice in self.choices}


@dataclass(slots=True)
class Choices:
    """All choices of a run; ``findings`` holds an error for every key that cannot be resolved."""

    chosen: list[Chosen] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def parameters(self) -> list[Parameter]:
        """Every parameter used, once, by id."""
        used = {choice.parameter.parameter_id: choice.parameter for each in self.chosen for choice in each.choices}
        return [used[parameter_id] for parameter_id in sorted(used)]


def choose(keys: Iterable[ActivityKey], guideline: Guideline, library: Library) -> Choices:
    """The choices for ``keys``, numbered in the keys' order; an activity that no rule serves is a finding."""
    result = Choices()
    for key in sorted(keys):
        rules = guideline.rules_for(key.category, key.item)
        for rule in rules:
            chosen = _serve(len(result.chosen), key, rule, guideline, library, result.findings)
            if chosen:
                result.chosen.append(chosen)
    return result


def _serve(
    choice_id: int, key: ActivityKey, rule: Rule, guideline: Guideline, library: Library, findings: list[Finding]
) -> Chosen | None:
    source_category = rule.category or key.category
    category = _reported(source_category, guideline.category_system)
    if rule.notation:
        return Chosen(choice_id, key, rule, source_category, category)
    equation = all_formulas()[rule.formula].equation
    if key.unit not in equation.quantity:
        findings.append(
            Finding(
                "formula-unit",
                found=key.unit,
                expected=" / ".join(equation.quantity),
                details={"formula": rule.formula, "category": key.category, "item": key.item},
            )
        )
        return None
    choices: list[resolve.Choice] = []
    for term in equation.parameters:
        choice = _term(term, key, rule, guideline, library)
        if isinstance(choice, resolve.Choice):
            choices.append(choice)
        else:
            findings.append(choice.finding())
    return Chosen(choice_id, key, rule, source_category, category, equation.gas, tuple(choices))


def _term(
    term: str, key: ActivityKey, rule: Rule, guideline: Guideline, library: Library
) -> resolve.Choice | resolve.Missing:
    """One term: for the item itself, then for the items that stand for it in this guideline.

    A rule's ``lookup`` moves the emission factor to another category or item, and names the technology where the
    activity data do not; what the fuel is (calorific value, carbon content, oxidation) stays the item's own.
    """
    lookup = rule.lookup if term.endswith("_factor") else {}
    wanted = resolve.Key(
        region=key.region,
        year=key.year,
        enterprise=key.enterprise,
        category=lookup.get("category", key.category),
        item=lookup.get("item", key.item),
        technology=key.technology or lookup.get("technology", ""),
        quantity_unit=key.unit,
    )
    candidates = [wanted]
    candidates += [replace(wanted, item=other) for other in guideline.stands_for.get(key.item, ())]
    first_missing: resolve.Missing | None = None
    for candidate in candidates:
        outcome = resolve.resolve(library, term, candidate, guideline.sets(term))
        if isinstance(outcome, resolve.Choice):
            return outcome if candidate is wanted else outcome.standing_in(key.item, candidate.item)
        first_missing = first_missing or outcome
    assert first_missing is not None
    return first_missing


def _reported(source_category: str, system: str) -> str:
    node = categories.tree().get(source_category)
    return node.in_system(system) if node else source_category
