"""Rule sets 配额分配规则: dated files of ``emission_factors/quota_rules``, which say who gets how much by which method.

A rule set names its parameters, it does not repeat them: their values are rows of ``emission_factors/policy``. Bound to
a year (``RuleSet.in_force``), each name has the value then in force. A file of the workspace stands before the
shipped one of the same name.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.domain import policy
from ghginv.domain.policy import Dated, Policy
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

STATUSES = ("official", "draft", "recalled", "own")
"""What is known of a rule set's text: read and in force; a draft for comment; from memory; our own."""
STAGES = ("pre", "final")
METHODS = (
    "power_generated", "power_supplied", "verified", "balance", "benchmark", "historical_output",
    "historical_value_added", "historical_emission",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Class:
    """A class of units: its method, what it makes (``products``, the first is the output, in ``unit``), the industries
    (prefixes of GB/T 4754) that fall into it, the names of its parameters by role, and words that choose a variant."""

    id: str
    zh: str
    en: str
    method: str
    level: str = "enterprise"
    unit: str = ""
    industries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    free: str = ""
    rounding: str = "floor"
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One dated rule set, fields as in docs/enterprises/quotas.md; ``valid_from``, ``valid_to`` are emission years."""

    id: str
    zh: str
    en: str
    jurisdiction: str
    market: str
    valid_from: int
    valid_to: int
    status: str
    citation: str
    scopes: tuple[str, ...]
    classes: Mapping[str, Class]
    threshold: str = ""
    small: str = ""
    special: str = ""
    closed: str = ""
    new: str = ""
    history: str = ""
    gap: str = ""
    rounding_status: str = "official"
    pre: Mapping[str, str] = field(default_factory=dict)
    cap: Mapping[str, Any] = field(default_factory=dict)
    idle: Mapping[str, str] = field(default_factory=dict)
    new_free: str = ""
    note_zh: str = ""
    note_en: str = ""
    digest: str = ""

    def parameters(self) -> Iterator[str]:
        """The names of all policy parameters the set speaks of, each once."""
        named = [
            self.threshold if self.threshold else "",
            self.history,
            self.gap,
            self.new_free,
            self.pre.get("share", ""),
        ]
        named += [self.idle.get(role, "") for role in ("months", "below")]
        named += [str(self.cap.get(role, "")) for role in ("total", "entities", "new", "price")]
        named += [name for each in self.classes.values() for name in (*each.parameters.values(), each.free)]
        yield from dict.fromkeys(name for name in named if name)

    def in_force(self, year: int, known: Policy | None = None) -> InForce:
        """The rules with the values of a year; UsageError outside the years of the set or where a value is missing.

        A benchmark nobody published is left out here and asked for when a unit needs it.
        """
        if not self.valid_from <= year <= self.valid_to:
            expected = f"{self.valid_from}–{self.valid_to}"
            raise UsageError(Finding("quota-rules-year", found=self.id, expected=expected, details={"year": year}))
        values = {}
        for name in self.parameters():
            try:
                values[name] = policy.find(name, year, self.jurisdiction, known)
            except UsageError:
                if not self._optional(name):
                    raise
        return InForce(self, year, values)

    def _optional(self, name: str) -> bool:
        roles = ("benchmark", "balance")
        unpublished = {each.parameters.get(role) for each in self.classes.values() for role in roles}
        return name in unpublished or name in self.cap.values()


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule set in a year, with the parameters in force."""

    rules: RuleSet
    year: int
    values: Mapping[str, Dated]

    def value(self, name: str) -> Fraction:
        """The number of a parameter."""
        return self.values[name].number

    def percent(self, name: str) -> Fraction:
        """The number of a parameter in percent, as a fraction."""
        return self.value(name) / 100

    def has(self, name: str) -> bool:
        """Whether a value is in force."""
        return name in self.values


@folders.remembered
def load() -> Mapping[str, RuleSet]:
    """All rule sets by id, in the order of their files. InputError when a file is no rule set."""
    found = {}
    for path in folders.files("emission_factors", "quota_rules/*.toml"):
        rules = _read(path)
        found[rules.id] = rules
    return found


def find(name: str) -> RuleSet:
    """A rule set by its id; UsageError with near ids."""
    known = load()
    if name not in known:
        near = "、".join(get_close_matches(name, list(known), cutoff=0.3) or known) or "-"
        raise UsageError(Finding("quota-rules-unknown", found=name, details={"near": near}))
    return known[name]


def _read(path: Path) -> RuleSet:
    content = path.read_bytes()
    try:
        fields = tomllib.loads(content.decode("utf-8"))
        classes = [_class(each) for each in fields.pop("classes")]
        rules = RuleSet(
            **{**fields, "scopes": tuple(fields["scopes"])},
            classes={each.id: each for each in classes},
            digest=hashlib.sha256(content).hexdigest(),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise InputError(Finding("quota-rules-broken", file=path.name, found=str(fault))) from None
    wrong = [each.method for each in classes if each.method not in METHODS]
    wrong += [rules.status] * (rules.status not in STATUSES) + [path.name] * (path.stem != rules.id)
    if wrong or len(rules.classes) != len(classes):
        raise InputError(Finding("quota-rules-broken", file=path.name, found=", ".join(wrong) or "classes"))
    return rules


def _class(fields: Mapping[str, Any]) -> Class:
    lists = {name: tuple(fields.get(name, ())) for name in ("industries", "products")}
    return Class(**{**fields, **lists})
