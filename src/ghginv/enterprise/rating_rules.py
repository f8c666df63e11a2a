"""Rating rules as data: ``emission_factors/rating_rules/*.toml``, checked when read.

A rule says which indicators count, against whom, where the grades begin, what the data must be and who counts as a
peer. What is published and what is our own default (``status = "own"``) stands beside each part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

FOLDER = "rating_rules"
DEFAULT = "four_colours"
LEVELS = ("group", "division", "section", "template")
RISING = ("distance", "history")
FALLING = ("ratio", "absolute")
MARKS = ("found", "value_found", "recalled", "derived", "doubtful", "own")
SOURCE = ("citation", "place", "status", "published_zh", "published_en", "own_zh", "own_en")
_COMBINE = ("worst", "weighted")
_VETOES = ("listed", "over_quota")
_COUNTS = ("annual", "estimated")


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade; ``points`` is what it counts in a weighted mean, ``start`` the mean from which on it is reached."""

    id: str
    zh: str
    en: str
    colour: str
    points: float
    start: float

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Demand:
    """What the data must be; ``filled_limit`` is a share of emissions (0 … 1)."""

    status: str
    states: Sequence[str]
    peer_states: Sequence[str]
    filled_limit: float
    filled_counts: Sequence[str]
    filled_words: Sequence[str]
    needs: int


@dataclass(frozen=True, slots=True)
class PeerRule:
    """Who is a peer and what may be shown of peers; see ``enterprise.peers``.

    ``outputs`` are items beside products that emissions are divided by where an enterprise has no product, ``shown``
    what an account shows beside the indicators of the rule.
    """

    status: str
    levels: Sequence[str]
    enough: int
    least: int
    digits: int
    dominance: float
    outputs: Sequence[str] = ()
    shown: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """What settles the grade before any indicator."""

    id: str
    measure: str
    grade: str
    zh: str
    en: str
    status: str
    enterprises: Sequence[str] = ()
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """One indicator: emissions per ``per`` (``product`` or an item), how it is measured and where grades begin."""

    id: str
    zh: str
    en: str
    per: str
    measure: str
    bounds: Sequence[float]
    weight: float
    status: str
    citation: str = ""
    years: int = 1

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en

    def grade(self, value: float) -> int:
        """The place of the grade that a value earns, 0 the best; a value on a bound earns the better one."""
        reached = (value >= bound if self.measure in RISING else value <= bound for bound in self.bounds)
        return next((place for place, good in enumerate(reached) if good), len(self.bounds))


@dataclass(frozen=True, slots=True)
class RatingRule:
    """A whole rule; ``grades`` stand from best to worst, ``source`` says what is published and what is our own."""

    id: str
    zh: str
    en: str
    combine: str
    source: Mapping[str, str]
    grades: Sequence[Grade]
    data: Demand
    peers: PeerRule
    vetoes: Sequence[Veto]
    indicators: Sequence[IndicatorRule]

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


def load() -> Mapping[str, RatingRule]:
    """All rules by id, a workspace's own before the shipped ones. InputError names the file and the part at fault."""
    return _load()


def find(rule: str = "") -> RatingRule:
    """A rule by its id, the four colours unless named; UsageError with the known ones."""
    known = load()
    if (rule or DEFAULT) not in known:
        raise UsageError(Finding("rating-rule-unknown", found=rule, details={"known": "、".join(known)}))
    return known[rule or DEFAULT]


@folders.remembered
def _load() -> dict[str, RatingRule]:
    rules = [read(path) for path in folders.files("emission_factors", f"{FOLDER}/*.toml")]
    return {rule.id: rule for rule in rules}


def read(path: Path) -> RatingRule:
    """One file as a rule, or InputError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        rule = _rule(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, ValueError) as fault:
        raise _broken(path, f"{type(fault).__name__}: {fault}") from None
    if wrong := next(filter(None, _faults(rule)), ""):
        raise _broken(path, wrong)
    return rule


def _broken(path: Path, fault: str) -> InputError:
    return InputError(Finding("rating-rule-broken", file=path.name, found=fault))


def _rule(data: Mapping[str, Any]) -> RatingRule:
    return RatingRule(
        id=str(data["id"]),
        zh=str(data["zh"]),
        en=str(data["en"]),
        combine=str(data["combine"]),
        source={name: str(data["source"][name]) for name in SOURCE},
        grades=[_made(Grade, {**{k: v for k, v in each.items() if k != "from"}, "start": each["from"]})
                for each in data["grades"]],
        data=_made(Demand, data["data"]),
        peers=_made(PeerRule, data["peers"]),
        vetoes=[_made(Veto, each) for each in data.get("vetoes", [])],
        indicators=[_made(IndicatorRule, each) for each in data["indicators"]],
    )  # fmt: skip


def _made(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """A part of a rule, its numbers and lists being such: TOML says 1 where 1.0 is meant, never "1"."""
    types = {field.name: str(field.type) for field in fields(kind)}
    for name, value in values.items():
        wanted = types.get(name, "")
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        listed = isinstance(value, list)
        if wanted in ("float", "int") and not number:
            raise ValueError(f"{name} = {value!r}")
        if wanted.startswith("Sequence") and not listed:
            raise ValueError(f"{name} = {value!r}")
        if wanted == "str" and not isinstance(value, str):
            raise ValueError(f"{name} = {value!r}")
    return kind(**values)


def _faults(rule: RatingRule) -> list[str]:
    """What does not fit together, empty texts where all does."""
    grades = [grade.id for grade in rule.grades]
    starts = [grade.start for grade in rule.grades]
    found = [
        _unless(rule.combine in _COMBINE, f"combine = {rule.combine}"),
        _unless(len(grades) > 1 and len(set(grades)) == len(grades), f"grades = {grades}"),
        _unless(starts == sorted(set(starts), reverse=True), f"from = {starts}"),
        _unless(0 <= rule.data.filled_limit <= 1, f"filled_limit = {rule.data.filled_limit}"),
        _unless(set(rule.data.filled_counts) <= set(_COUNTS), f"filled_counts = {rule.data.filled_counts}"),
        _unless(bool(rule.peers.levels) and set(rule.peers.levels) <= set(LEVELS), f"levels = {rule.peers.levels}"),
        _unless(rule.peers.least >= 1 and rule.peers.enough >= rule.peers.least, "enough, least"),
        _unless(rule.peers.digits >= 1, f"digits = {rule.peers.digits}"),
        _unless(bool(rule.indicators) and 1 <= rule.data.needs <= len(rule.indicators), f"needs = {rule.data.needs}"),
    ]
    for veto in rule.vetoes:
        found.append(_unless(veto.grade in grades and veto.measure in _VETOES, f"vetoes: {veto.id}"))
        found.append(_unless(veto.status in MARKS, f"vetoes: {veto.id}: status = {veto.status}"))
    for each in rule.indicators:
        rising = sorted(each.bounds, reverse=each.measure in RISING) == list(each.bounds)
        fits = len(each.bounds) == len(grades) - 1 and each.measure in (*RISING, *FALLING)
        found.append(_unless(rising and fits and each.weight > 0 and each.years >= 1, f"indicators: {each.id}"))
        found.append(_unless(each.status in MARKS, f"indicators: {each.id}: status = {each.status}"))
    return found


def _unless(good: bool, fault: str) -> str:
    return "" if good else fault
