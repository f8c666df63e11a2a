"""Resolve small: for each distinct key of the activity data, the formulas that serve it and their parameters.

However many rows of activity data there are, distinct keys are few. Each is resolved here in Python, where the choice
can be explained; what comes out is a small table to join with (see ``apply``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from ghginv.domain import categories, regions
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.factors import resolve
from ghginv.factors.guidelines import Guideline, Rule
from ghginv.factors.library import Library
from ghginv.findings import Finding
from ghginv.formulas import all_formulas

AGE = "age"
"""The term that is derived from the vintage of the activity data."""

_SOME_ENTERPRISE = "*"

INFORMATION = ("beyond", "biogenic", "elsewhere", "indirect", "market")
"""Memo items that must not keep the counted total from being compiled: without a factor they stand as NE."""


@dataclass(frozen=True, slots=True, order=True)
class ActivityKey:
    """What decides formula and parameters of an activity.

    ``facility`` and ``month`` stand only where something was measured for the one, in the other (see ``apply``).
    """

    region: str
    year: int
    enterprise: str
    category: str
    item: str
    technology: str
    unit: str
    facility: str = ""
    vintage: int = 0
    month: int = 0


@dataclass(frozen=True)
class Served:
    """Where an emission is reported, its gas, and the parameters of its formula; a notation key has no parameters.

    ``missing`` says why an information item, or a gas without a potential, could not be estimated; it stands as NE.
    """

    source_category: str
    category: str
    gas: str = ""
    choices: tuple[resolve.Choice, ...] = ()
    missing: tuple[Finding, ...] = ()

    @cached_property
    def terms(self) -> dict[str, float]:
        """The values the formula is given, by term."""
        return {choice.parameter.name: choice.value for choice in self.choices}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A rule served for one key."""

    choice_id: int
    key: ActivityKey
    rule: Rule
    served: Served

    @property
    def computed(self) -> bool:
        """Whether a formula is applied, not a notation key."""
        return bool(self.rule.formula) and not self.served.missing


@dataclass(slots=True)
class Choices:
    """All choices of a run; ``lacking`` holds the errors of every key that cannot be resolved."""

    chosen: list[Chosen] = field(default_factory=list)
    lacking: dict[ActivityKey, list[Finding]] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """The errors of all keys."""
        return [finding for findings in self.lacking.values() for finding in findings]

    def gases(self) -> list[str]:
        """The gases the choices are about."""
        return sorted({chosen.served.gas for chosen in self.chosen} - {""})

    def leave_out(self, lacking: Mapping[str, Sequence[Finding]]) -> None:
        """Let all that is about one of these gases stand as NE, for the reason given."""
        self.chosen = [
            replace(each, served=replace(each.served, choices=(), missing=tuple(lacking[each.served.gas])))
            if each.computed and each.served.gas in lacking
            else each
            for each in self.chosen
        ]

    def parameters(self) -> list[Parameter]:
        """Every parameter used, once, by id."""
        used = {
            choice.parameter.parameter_id: choice.parameter for each in self.chosen for choice in each.served.choices
        }
        return [used[parameter_id] for parameter_id in sorted(used)]


def choose(keys: Iterable[ActivityKey], guideline: Guideline, library: Library) -> Choices:
    """The choices for ``keys``, numbered in the keys' order; an activity that no rule serves has none."""
    result = Choices()
    chooser = _Chooser(guideline, library)
    for key in sorted(keys):
        for rule in chooser.rules(key.category, key.item):
            outcome = chooser.serve(len(result.chosen), key, rule)
            if isinstance(outcome, Chosen):
                result.chosen.append(outcome)
            else:
                result.lacking.setdefault(key, []).extend(outcome)
    return result


class _Chooser:
    """Serves keys and remembers: keys that differ only where no parameter tells them apart are resolved once."""

    def __init__(self, guideline: Guideline, library: Library):
        self.guideline = guideline
        self.library = library
        self.rules = cache(guideline.rules_for)
        self.chain = cache(regions.chain)
        self.told_apart = _told_apart(library)
        self.served: dict[tuple[object, ...], Served] = {}
        self.measuring = {(row.name, row.enterprise) for row in library.rows if row.enterprise}
        self.unmeasured: dict[tuple[str, ActivityKey, str], resolve.Choice | resolve.Missing] = {}

    def serve(self, choice_id: int, key: ActivityKey, rule: Rule) -> Chosen | list[Finding]:
        """The formula of a rule with its parameters for a key, or what keeps it from being computed."""
        alike = self._alike(key, rule)
        outcome = self.served.get(alike) or self._served(key, rule)
        if isinstance(outcome, list):
            return outcome
        if not outcome.missing:  # not remembered otherwise: the finding names this key
            self.served[alike] = outcome
        return Chosen(choice_id, key, rule, outcome)

    def _alike(self, key: ActivityKey, rule: Rule) -> tuple[object, ...]:
        """What is the same for all keys that get the same parameters under a rule."""
        places, enterprises, dated, aged = self.told_apart[rule.formula]
        return (
            rule.line,
            key.category,
            key.item,
            key.technology,
            key.unit,
            tuple(code for code in self.chain(key.region) if code in places),
            key.enterprise if key.enterprise in enterprises else "",
            key.year if dated or aged else 0,
            key.facility,
            key.vintage,
            key.month,
        )

    def _served(self, key: ActivityKey, rule: Rule) -> Served | list[Finding]:
        source_category = rule.category or key.category
        node = categories.tree().get(source_category)
        category = node.in_system(self.guideline.category_system) if node else source_category
        if rule.notation:
            return Served(source_category, category, rule.gas_of(key.item) or self.guideline.gas(rule.rule))
        equation = all_formulas()[rule.formula].equation
        if key.unit not in equation.quantity:
            return [_wrong_unit(key, rule, equation.quantity)]
        choices = [self.term(term, key, rule) for term in equation.parameters]
        missing = [choice.finding() for choice in choices if isinstance(choice, resolve.Missing)]
        found = tuple(choice for choice in choices if isinstance(choice, resolve.Choice))
        gas = rule.gas_of(key.item)
        if missing and rule.memo in INFORMATION:
            return Served(source_category, category, gas, missing=tuple(missing))
        return missing or Served(source_category, category, gas, found)

    def term(self, term: str, key: ActivityKey, rule: Rule) -> resolve.Choice | resolve.Missing:
        """One term; where enterprises did not measure it, looked for once for all of them."""
        if not key.enterprise or (term, key.enterprise) in self.measuring:
            return self._resolved(term, key, rule)
        alike = replace(key, enterprise=_SOME_ENTERPRISE, facility="", month=0)
        place = (term, alike, rule.line)
        if place not in self.unmeasured:
            self.unmeasured[place] = self._resolved(term, alike, rule)
        found = self.unmeasured[place]
        return found if isinstance(found, resolve.Choice) else self._resolved(term, key, rule)

    def _resolved(self, term: str, key: ActivityKey, rule: Rule) -> resolve.Choice | resolve.Missing:
        """One term: for the item itself, then for the items that stand for it in this guideline.

        A rule's ``lookup`` moves the emission factor to another category or item, and names the technology where the
        activity data do not; what the fuel is (calorific value, carbon content, oxidation) stays the item's own.
        """
        if term == AGE:
            return _age(key, self.guideline)
        lookup = rule.lookup if term.endswith("_factor") else {}
        from_grid = key.technology in regions.load()
        wanted = resolve.Key(
            region=key.technology if from_grid else key.region,
            year=key.year,
            enterprise=key.enterprise,
            category=lookup.get("category", key.category),
            item=lookup.get("item", key.item),
            technology=key.technology or lookup.get("technology", ""),
            quantity_unit=key.unit,
            gas=rule.gas_of(key.item),
            facility=key.facility,
            vintage=key.vintage,
            row_technology=key.technology,
            month=key.month,
        )
        sets = self.guideline.sets(term)
        first = resolve.resolve(self.library, term, wanted, sets)
        if isinstance(first, resolve.Choice):
            return first
        for other in self.guideline.stands_for.get(wanted.item, ()):
            outcome = resolve.resolve(self.library, term, replace(wanted, item=other), sets)
            if isinstance(outcome, resolve.Choice):
                return outcome.standing_in(wanted.item, other)
        return first


def _told_apart(library: Library) -> dict[str, tuple[frozenset[str], frozenset[str], bool, bool]]:
    """For each formula: the regions and enterprises that have values of its terms, whether any is dated, has an age."""
    rows: dict[str, list[Parameter]] = {}
    for row in library.rows:
        rows.setdefault(row.name, []).append(row)
    found: dict[str, tuple[frozenset[str], frozenset[str], bool, bool]] = {"": (frozenset(), frozenset(), False, False)}
    for name, formula in all_formulas().items():
        of_terms = [row for term in formula.equation.parameters for row in rows.get(term, ())]
        found[name] = (
            frozenset(row.region for row in of_terms),
            frozenset(row.enterprise for row in of_terms),
            any(row.valid_from or row.valid_to for row in of_terms),
            AGE in formula.equation.parameters,
        )
    return found


def _age(key: ActivityKey, guideline: Guideline) -> resolve.Choice | resolve.Missing:
    """The years between the vintage of the activity data and the inventory year: derived, not looked for."""
    if not key.vintage:
        wanted = resolve.Key(key.region, key.year, key.enterprise, key.category, key.item, key.technology, key.unit)
        return resolve.Missing(AGE, wanted, guideline.factor_sets, TERMS[AGE].unit())
    years = key.year - key.vintage
    derived = Parameter(
        parameter_id=f"derived.age.{key.year}.{key.vintage}",
        name=AGE,
        value=float(years),
        unit=TERMS[AGE].unit(),
        factor_set="derived",
        source_id="derived",
        tier="derived",
        status="derived",
        note=f"{key.year} - {key.vintage}",
        vintage=key.vintage,
    )
    reason = f"清单年份 {key.year} 减 {key.vintage} 年", f"inventory year {key.year} less {key.vintage}"
    return resolve.Choice(derived, float(years), derived.unit, None, None, False, *reason, ())


def _wrong_unit(key: ActivityKey, rule: Rule, units: tuple[str, ...]) -> Finding:
    details = {"formula": rule.formula, "category": key.category, "item": key.item}
    return Finding("formula-unit", found=key.unit, expected=" / ".join(units), details=details)
