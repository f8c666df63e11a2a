"""Evaluation rules 评价考核规则 as data: ``emission_factors/evaluation_rules/*.toml``, every fault of a file named.

A rule says what is looked at, how completion is measured, what vetoes a grade, what earns more points, where grades
begin, what follows, and what happens where a figure is missing (``无数据``): nothing is shared out anew in silence. A
number may be the name of a dated parameter of ``emission_factors/policy`` (``"policy:NAME"``), whose document and mark
then stand beside it. Every part bears an evidence mark; ``own`` is 本系统缺省. A workspace's file stands before ours.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.budget.evaluation.rule_faults import faults
from ghginv.budget.evaluation.rule_numbers import Numbers, decimal
from ghginv.budget.evaluation.rule_parts import Bonus, Consequence, Grade, Group, Indicator, Veto
from ghginv.domain.policy import Dated
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

FOLDER = "evaluation_rules"
_OPEN = 9999
DEFAULT = {"region": "local-100", "department": "department-100", "enterprise": "enterprise-100"}
_TEXTS = ("id", "zh", "en", "jurisdiction", "status", "citation", "place", "combine", "outside", "published_zh",
          "published_en", "own_zh", "own_en")  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """A whole rule with the values in force in a year.

    ``combine``: ``points`` sum by weight, ``worst`` the worst indicator, ``checks`` 达标/不达标 counted by group.
    ``outside``: what happens outside the valid years: ``refuse`` or ``compare`` (for comparison only, and said so).
    ``filled_limit`` is the largest share of emissions on filled data with which anybody is rated (None: not asked),
    ``peers_least`` the fewest others a sector's median is taken of. ``parameters`` are the dated values used.
    """

    id: str
    zh: str
    en: str
    jurisdiction: str
    status: str
    citation: str
    place: str
    combine: str
    outside: str
    published_zh: str
    published_en: str
    own_zh: str
    own_en: str
    applies_to: tuple[str, ...]
    valid_from: int
    valid_to: int
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...]
    bonuses: tuple[Bonus, ...]
    bonus_cap: Fraction
    grades: tuple[Grade, ...]
    consequences: tuple[Consequence, ...]
    filled_limit: Fraction | None
    peers_least: int
    parameters: tuple[Dated, ...]
    digest: str
    year: int

    @property
    def full(self) -> Fraction:
        """The sum of the weights."""
        return sum((each.weight for each in self.indicators), Fraction(0))

    @property
    def in_force(self) -> bool:
        """Whether the year is one in which the rule holds."""
        return self.valid_from <= self.year <= self.valid_to

    @property
    def valid(self) -> str:
        """The years in which it holds: ``2021–`` where no last one is said."""
        return f"{self.valid_from}–{'' if self.valid_to == _OPEN else self.valid_to}"

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en

    @property
    def parts(self) -> Mapping[str, tuple[str, str]]:
        """What a figure may be about: indicators, vetoes and bonuses by id, with their names."""
        found: dict[str, tuple[str, str]] = {each.id: (each.zh, each.en) for each in self.indicators}
        found |= {each.id: (each.zh, each.en) for each in self.vetoes}
        return found | {each.id: (each.zh, each.en) for each in self.bonuses}

    def indicator(self, word: str) -> Indicator | None:
        """The indicator of this id or name."""
        return next((each for each in self.indicators if word in (each.id, each.zh, each.en)), None)

    def grade(self, grade: str) -> Grade:
        """The grade of this id."""
        return next(each for each in self.grades if each.id == grade)

    def place_of(self, grade: str) -> int:
        """The place of a grade, 0 the best."""
        return next(place for place, each in enumerate(self.grades) if each.id == grade)


def names() -> tuple[str, ...]:
    """The ids of all rules, by the names of their files."""
    return tuple(path.stem for path in folders.files("emission_factors", f"{FOLDER}/*.toml"))


def load(name: str, year: int) -> Rule:
    """A rule with the values of a year (its last day).

    UsageError: unknown (with near ones), or the year is outside and the rule says ``refuse``. InputError: the file is
    no rule, with every fault.
    """
    known = names()
    if name not in known:
        near = "、".join(get_close_matches(name, known, cutoff=0.3) or known) or "-"
        raise UsageError(Finding("budget-evaluate-rule-unknown", found=name or "-", details={"near": near}))
    path = folders.file("emission_factors", f"{FOLDER}/{name}.toml")
    rule = read(path, year)
    if not rule.in_force and rule.outside == "refuse":
        raise UsageError(Finding("budget-evaluate-rule-year", found=name, expected=rule.valid, details={"year": year}))
    return rule


def read(path: Path, year: int) -> Rule:
    """One file as a rule, or InputError with all its faults; outside its years with the values of the nearest one."""
    content = path.read_bytes()
    try:
        told = tomllib.loads(content.decode("utf-8"), parse_float=decimal)
    except ValueError as fault:
        raise _broken(path, [str(fault)]) from None
    numbers = Numbers(str(told.get("jurisdiction", "")), _within(year, told.get("valid_from"), told.get("valid_to")))
    wrong = list(faults(told, path.stem, numbers))
    if wrong:
        raise _broken(path, wrong)
    return _rule(told, hashlib.sha256(content).hexdigest(), year, numbers)


def _within(year: int, first: object, last: object) -> int:
    year = max(year, first) if isinstance(first, int) else year
    return min(year, last) if isinstance(last, int) else year


def _broken(path: Path, wrong: list[str]) -> InputError:
    return InputError(*(Finding("budget-evaluate-rule-broken", file=path.name, found=each) for each in wrong))


def _rule(told: Mapping[str, Any], content: str, year: int, numbers: Numbers) -> Rule:
    number, data = numbers.number, told.get("data", {})
    made: dict[str, Any] = {
        **{name: str(told.get(name, "")) for name in _TEXTS},
        "outside": told.get("outside", "refuse"),
        "applies_to": tuple(told["applies_to"]),
        "valid_from": told["valid_from"], "valid_to": told.get("valid_to", _OPEN),
        "groups": tuple(Group(**each) for each in told["groups"]),
        "indicators": tuple(_indicator(each, told.get("missing", "zero"), numbers) for each in told["indicators"]),
        "vetoes": tuple(_veto(each, numbers) for each in told.get("vetoes", ())),
        "bonuses": tuple(
            Bonus(**{**each, "points": number(each["points"]), "step": number(each.get("step", 1))})
            for each in told.get("bonuses", ())
        ),
        "bonus_cap": number(told.get("bonus_cap", 0)),
        "grades": tuple(_grade(each, numbers) for each in told["grades"]),
        "consequences": tuple(Consequence(**each) for each in told.get("consequences", ())),
        "filled_limit": number(data["filled_limit"]) if "filled_limit" in data else None,
        "peers_least": int(number(data.get("peers_least", 1))),
    }  # fmt: skip
    used = tuple(numbers.used)
    digest = hashlib.sha256("\n".join((content, *map(repr, used))).encode()).hexdigest()
    return Rule(**made, parameters=used, digest=digest, year=year)


def _indicator(each: Mapping[str, Any], missing: str, numbers: Numbers) -> Indicator:
    made = {"missing": missing, **each}
    for name in ("weight", "target", "scale"):
        if name in made:
            made[name] = numbers.number(made[name])
    bands = tuple((numbers.number(start), numbers.number(value)) for start, value in made.get("bands", ()))
    return Indicator(**{**made, "bands": bands})


def _veto(each: Mapping[str, Any], numbers: Numbers) -> Veto:
    return Veto(**{**each, "below": numbers.number(each.get("below", 1)), "subjects": tuple(each.get("subjects", ()))})


def _grade(each: Mapping[str, Any], numbers: Numbers) -> Grade:
    made = {name: value for name, value in each.items() if name not in ("from", "missed_below")}
    below = {group: numbers.number(count) for group, count in each.get("missed_below", {}).items()}
    start = numbers.number(each["from"]) if "from" in each else None
    return Grade(**made, start=start, missed_below=below or None)
