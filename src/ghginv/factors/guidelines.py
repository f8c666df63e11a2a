"""Guidelines 核算指南 as data: which formula serves an activity, from which factor sets its terms are taken.

A guideline is a folder of ``emission_factors/guidelines/``. ``guideline.toml`` names it, its GWP set and the order in
which factor sets are asked; ``applies/*.csv``, a file a sector, hold one rule a row: for activity data of a category
and an item, the formula, or the notation key that says why there is none. Of the rows with the same ``rule`` the most
specific one serves: the deepest category first, then an item over a kind of items. ``gas`` names the gas where the
formula leaves it open; ``item`` is the gas that the item itself is. A guideline without rules of its own says whose it
takes (``rules_of``).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.domain import categories, gases, items
from ghginv.domain.notation import NOTATION_KEYS
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.formulas import all_formulas

BEYOND = "beyond"
MEMOS = ("", BEYOND, "biogenic", "bunker", "elsewhere", "indirect", "market", "reference", "territorial")
"""Why a figure is not in the total: ``beyond`` are sources that the guideline does not have, computed and shown apart;
``elsewhere`` is what is generated here and treated by others."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``applies/*.csv``. ``lookup`` replaces parts of the key when factors are looked for."""

    rule: str
    activity_category: str
    items: tuple[str, ...]
    formula: str
    category: str
    scope: str
    memo: str
    notation: str
    lookup: Mapping[str, str]
    note_zh: str
    note_en: str
    gas: str
    line: str

    def gas_of(self, item: str) -> str:
        """The gas of what comes out for an item; empty for fuel or energy."""
        if self.gas:
            return items.find_code(item).gas if self.gas == "item" else self.gas
        return all_formulas()[self.formula].equation.gas if self.formula else ""

    def fit(self, category: str, item: str) -> tuple[int, int] | None:
        """How closely the rule fits, larger is closer; None when it does not."""
        if not categories.covers(self.activity_category, category):
            return None
        depth = len(list(categories.ancestors(self.activity_category)))
        if item in self.items:
            return depth, 2
        if f"kind:{items.find_code(item).kind}" in self.items:
            return depth, 1
        return None if self.items else (depth, 0)


KNOWN = ("read", "transcribed", "second_hand", "unread")
"""How well the text of a guideline is known: read itself, in public transcriptions, second hand, not at all."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well a guideline's text on a sector is known (``KNOWN``), and what stands in where it is not."""

    sector: str
    known: str
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Guideline:
    """A guideline as loaded; ``factor_sets_for`` overrides the order of sets for single terms.

    One that ``counts_beyond`` adds to the total what the guideline whose rules it takes only shows apart. ``basis``
    says whose activity data it is for: the ``region``'s, or the accounts of each ``enterprise``.
    """

    id: str
    zh: str
    en: str
    source_id: str
    gwp: str
    category_system: str
    factor_sets: tuple[str, ...]
    note_zh: str = ""
    note_en: str = ""
    factor_sets_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stands_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rules_of: str = ""
    counts_beyond: bool = False
    basis: str = "region"
    coverage: tuple[Coverage, ...] = ()

    def name(self, lang: str = "zh") -> str:
        """The name in a language."""
        return self.zh if lang == "zh" else self.en

    def sets(self, term: str) -> tuple[str, ...]:
        """The factor sets in which a term is looked for, first to last."""
        return self.factor_sets_for.get(term, self.factor_sets)

    def digest(self) -> str:
        """SHA-256 of all that decides a figure: the order of sets, the stand-ins and the rules."""
        return hashlib.sha256(
            repr((self.factor_sets, self.factor_sets_for, self.stands_for, self.rules)).encode()
        ).hexdigest()

    def gas(self, rule: str) -> str:
        """The gas that the rules of this name are about, as their formulas say."""
        formulas = all_formulas()
        same = [each for each in self.rules if each.rule == rule]
        named = {each.gas or (each.formula and formulas[each.formula].equation.gas) for each in same} - {""}
        return named.pop() if len(named) == 1 and "item" not in named else ""

    def rules_for(self, category: str, item: str) -> list[Rule]:
        """The rules that serve an activity, one for each ``rule`` name, in the file's order."""
        best: dict[str, tuple[tuple[int, int], Rule]] = {}
        for rule in self.rules:
            fit = rule.fit(category, item)
            if fit and (rule.rule not in best or fit > best[rule.rule][0]):
                best[rule.rule] = (fit, rule)
        return [rule for _, rule in best.values()]


def available() -> list[str]:
    """The ids of all guidelines, shipped and of the workspace."""
    return [path.parent.name for path in folders.files("emission_factors", "guidelines/*/guideline.toml")]


def load(guideline_id: str) -> Guideline:
    """One guideline; UsageError with the nearest ids when unknown, InputError with the line when a rule is wrong."""
    if guideline_id not in available():
        near = "、".join(get_close_matches(guideline_id, available(), cutoff=0.3) or available())
        raise UsageError(Finding("guideline-unknown", found=guideline_id, details={"near": near}))
    described = tomllib.loads(
        folders.file("emission_factors", f"guidelines/{guideline_id}/guideline.toml").read_text("utf-8")
    )
    for name in ("factor_sets_for", "stands_for"):
        described[name] = {key: tuple(value) for key, value in described.get(name, {}).items()}
    described["factor_sets"] = tuple(described["factor_sets"])
    strange = [
        name for pair in described["stands_for"].items() for name in (pair[0], *pair[1]) if not items.known(name)
    ]
    if strange:
        place = f"{guideline_id}/guideline.toml"
        raise InputError(*(Finding("guideline-rule", file=place, found=f"stands_for: {name}") for name in strange))
    described["coverage"] = tuple(Coverage(**each) for each in described.get("coverage", ()))
    if base := described.get("rules_of"):
        return Guideline(**_standing_on(load(base), described))
    files = folders.files("emission_factors", f"guidelines/{guideline_id}/applies/*.csv")
    rules = [rule for path in files for rule in _rules(path)]
    if findings := [finding for path in files for finding in _findings(path, rules)]:
        raise InputError(*findings)
    return Guideline(**described, rules=tuple(rules))


def _standing_on(base: Guideline, described: dict[str, Any]) -> dict[str, Any]:
    """A guideline that takes the rules of another, and its factors where its own sets, asked first, have none."""
    own = described["factor_sets"]
    terms = {**base.factor_sets_for, **described["factor_sets_for"]}
    return described | {
        "factor_sets": (*own, *base.factor_sets),
        "factor_sets_for": {term: (*own, *(each for each in sets if each not in own)) for term, sets in terms.items()},
        "stands_for": {**base.stands_for, **described["stands_for"]},
        "rules": tuple(_counting(rule) for rule in base.rules) if described.get("counts_beyond") else base.rules,
    }


def _counting(rule: Rule) -> Rule:
    return replace(rule, memo="") if rule.memo == BEYOND else rule


def _rules(path: Path) -> Iterator[Rule]:
    for line, row in folders.rows(path):
        named = tuple(name for name in row.pop("item").split("|") if name)
        lookup = dict(part.split("=", 1) for part in row.pop("lookup").split(";") if part)
        yield Rule(**{"gas": "", **row}, items=named, lookup=lookup, line=f"{path.name}:{line}")


def _findings(path: Path, rules: Iterable[Rule]) -> Iterator[Finding]:
    place = "/".join(path.parts[-3:])
    for rule in rules:
        file, _, line = rule.line.partition(":")
        if file == path.name:
            for found in _faults(rule):
                yield Finding("guideline-rule", file=place, cell=f"line {line}", found=found)


def _faults(rule: Rule) -> list[str]:
    known = {
        f"category {rule.activity_category}": rule.activity_category in categories.tree(),
        f"category {rule.category}": rule.category in ("", "RA", *categories.tree()),
        f"formula {rule.formula}": rule.formula == "" or rule.formula in all_formulas(),
        f"formula/notation {rule.formula}{rule.notation}": bool(rule.formula) != (rule.notation in NOTATION_KEYS),
        f"memo {rule.memo}": rule.memo in MEMOS,
        f"scope {rule.scope}": rule.scope in ("1", "2", "3"),
        f"gas {rule.gas}": rule.gas in ("", "item", *gases.load()),
    }
    known |= {f"item {name}": name.startswith("kind:") or items.known(name) for name in rule.items}
    return [what for what, right in known.items() if not right]
