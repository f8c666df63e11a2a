"""All that an evaluation rule may not say, each fault in words that lead to its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ghginv.budget.evaluation.completion import BANDED, FORMULAS, SCALED, TARGETED
from ghginv.budget.evaluation.rule_numbers import Numbers

MARKS = ("found", "value_found", "recalled", "derived", "doubtful", "own")
SUBJECTS = ("region", "department", "enterprise")
COMBINE = ("points", "worst", "checks")
MISSING = ("zero", "exclude", "unrated")
OUTSIDE = ("refuse", "compare")
SOURCES = ("data", "execution", "intensity", "data-quality", "reporting", "warnings", "projects", "enterprises")
"""Where a figure comes from: handed in, or known to the budget (those of ``budget.evaluation.known``)."""
FULL = 100
_NEEDED = ("id", "zh", "en", "jurisdiction", "applies_to", "valid_from", "status", "citation", "combine",
           "published_zh", "published_en", "own_zh", "own_en", "groups", "indicators", "grades")  # fmt: skip
_MAY = (*_NEEDED, "place", "valid_to", "outside", "missing", "bonus_cap", "data", "vetoes", "bonuses", "consequences")
_PARTS: Mapping[str, tuple[str, str]] = {
    "groups": ("id zh en", ""),
    "indicators": ("id zh en group formula",
                   "unit weight source direction target scale bands missing status citation note_zh note_en"),
    "vetoes": ("id zh en when grade", "indicator below subjects status citation"),
    "bonuses": ("id zh en points", "when step status citation"),
    "grades": ("id zh en", "from missed_below colour"),
    "consequences": ("grade zh en status", "citation"),
}  # fmt: skip
Told = Mapping[str, Any]


def faults(told: Told, stem: str, numbers: Numbers) -> Iterator[str]:
    """Every fault of a file; parts are judged together only where each has what it needs."""
    shape = list(_shape(told))
    yield from shape
    if shape:
        return
    yield from _head(told, stem, numbers)
    for at, each in enumerate(told["indicators"]):
        yield from _indicator(f"indicators[{at + 1}] {each['id']}", each, told, numbers)
    yield from _weights(told, numbers)
    yield from _grades(told, numbers)
    yield from _vetoes(told, numbers)
    for each in told.get("bonuses", ()):
        here = f"bonuses: {each['id']}"
        yield from _word(here, "when", each.get("when", "flag"), ("flag", "each"))
        yield from _numbers(here, each, ("points", "step"), numbers)


def _shape(told: Told) -> Iterator[str]:
    """What is not there, of another kind or unknown, in the head and in each part."""
    yield from (f"{name} = ?" for name in _NEEDED if name not in told)
    yield from (f"{name}?" for name in told if name not in _MAY)
    for name in ("valid_from", "valid_to"):
        if name in told and (isinstance(told[name], bool) or not isinstance(told[name], int)):
            yield f"{name} = {told[name]!r}"
    applies = told.get("applies_to", [])
    if not isinstance(applies, list) or not all(isinstance(each, str) for each in applies):
        yield f"applies_to = {applies!r}"
    if not isinstance(told.get("data", {}), dict) or not set(told.get("data", {})) <= {"filled_limit", "peers_least"}:
        yield f"data: {told['data']!r}"
    for part, (needed, may) in _PARTS.items():
        rows = told.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
            yield f"{part} = {rows!r}"
            continue
        for at, each in enumerate(rows):
            here = f"{part}[{at + 1}]"
            yield from (f"{here}: {name} = ?" for name in needed.split() if not isinstance(each.get(name), _kind(name)))
            yield from (f"{here}: {name}?" for name in each if name not in needed.split() + may.split())
        ids = [each.get("id") for each in rows] if part != "consequences" else []
        yield from (f"{part}: {each} ×{ids.count(each)}" for each in dict.fromkeys(ids) if ids.count(each) > 1)


def _kind(name: str) -> type | tuple[type, ...]:
    return (str, int, Fraction) if name == "points" else str


def _head(told: Told, stem: str, numbers: Numbers) -> Iterator[str]:
    if told["id"] != stem:
        yield f"id = {told['id']}"
    yield from _word("", "status", told["status"], MARKS)
    yield from _word("", "combine", told["combine"], COMBINE)
    yield from _word("", "missing", told.get("missing", "zero"), MISSING)
    yield from _word("", "outside", told.get("outside", "refuse"), OUTSIDE)
    if not told["applies_to"] or not set(told["applies_to"]) <= set(SUBJECTS):
        yield f"applies_to = {told['applies_to']!r}"
    if told["valid_from"] > told.get("valid_to", 9999):
        yield f"valid_from = {told['valid_from']} > {told['valid_to']}"
    yield from _numbers("", told, ("bonus_cap",), numbers)
    yield from _numbers("data", told.get("data", {}), ("filled_limit", "peers_least"), numbers)
    if not told["indicators"] or len(told["grades"]) < 2:
        yield "indicators, grades = ?"
    for part in ("indicators", "vetoes", "bonuses", "consequences"):
        for each in told.get(part, ()):
            here = f"{part}: {each.get('id', each.get('grade'))}"
            yield from _word(here, "status", each.get("status", "own"), MARKS)
            if each.get("status", "own") not in ("own",) and not (each.get("citation") or told["citation"]):
                yield f"{here}: citation = ?"


def _indicator(here: str, each: Told, told: Told, numbers: Numbers) -> Iterator[str]:
    """One indicator: words known, numbers numbers, all there that its formula needs."""
    yield from _word(here, "formula", each["formula"], FORMULAS)
    yield from _word(here, "group", each["group"], [group["id"] for group in told["groups"]])
    yield from _word(here, "source", each.get("source", "data"), SOURCES)
    yield from _word(here, "missing", each.get("missing", "zero"), MISSING)
    yield from _word(here, "direction", each.get("direction", "up"), ("up", "down"))
    yield from _numbers(here, each, ("weight", "scale"), numbers)
    yield from _numbers(here, each, ("target",), numbers, None)
    formula = each["formula"]
    if formula in SCALED and not _positive(each.get("scale"), numbers):
        yield f"{here}: scale = {each.get('scale')}"
    if "target" in each and formula not in TARGETED:
        yield f"{here}: target?"
    bands = each.get("bands", [])
    if formula in BANDED and not bands:
        yield f"{here}: bands = ?"
    yield from _bands(here, bands, numbers)


def _bands(here: str, bands: object, numbers: Numbers) -> Iterator[str]:
    if not isinstance(bands, list) or not all(isinstance(each, list) and len(each) == 2 for each in bands):
        yield f"{here}: bands = {bands!r}"
        return
    wrong = [fault for pair in bands for fault in (numbers.fault(pair[0], None), numbers.fault(pair[1])) if fault]
    yield from (f"{here}: bands: {fault}" for fault in wrong)
    if wrong:
        return
    made = [(numbers.number(start), numbers.number(value)) for start, value in bands]
    starts, values = [pair[0] for pair in made], [pair[1] for pair in made]
    falling = starts == sorted(set(starts), reverse=True) and values == sorted(values, reverse=True)
    if not falling or any(value > 1 for value in values):
        yield f"{here}: bands: {'、'.join(f'{start}→{value}' for start, value in made)}"


def _weights(told: Told, numbers: Numbers) -> Iterator[str]:
    """Points come to 100; in a rule of checks there are none."""
    weights = [each.get("weight", 0) for each in told["indicators"]]
    if any(numbers.fault(each) for each in weights):
        return
    whole = sum((numbers.number(each) for each in weights), Fraction(0))
    if told["combine"] == "points" and (whole != FULL or not all(numbers.number(each) for each in weights)):
        yield f"weight: {float(whole):g} ≠ {FULL}"
    if told["combine"] == "checks" and (whole or told.get("bonuses")):
        yield "combine = checks: weight, bonuses?"


def _grades(told: Told, numbers: Numbers) -> Iterator[str]:
    """From best to worst, the last one for what is left."""
    grades, groups = told["grades"], {group["id"] for group in told["groups"]}
    starts: list[Fraction] = []
    for each in grades:
        here = f"grades: {each['id']}"
        below = each.get("missed_below", {})
        if not isinstance(below, dict) or not set(below) <= groups:
            yield f"{here}: missed_below = {below!r}"
            continue
        yield from _numbers(here, each, ("from",), numbers)
        yield from _numbers(here, below, tuple(below), numbers)
        if "from" in each and not numbers.fault(each["from"]):
            starts.append(numbers.number(each["from"]))
        last = each is grades[-1]
        needs = "missed_below" if told["combine"] == "checks" else "from"
        if (needs not in each) != last or (told["combine"] == "checks" and "from" in each):
            yield f"{here}: {needs} = {'?' if not last else each.get(needs)}"
    if starts != sorted(set(starts), reverse=True):
        yield f"grades: from = {[float(each) for each in starts]}"
    known = [each["id"] for each in grades]
    for part in ("vetoes", "consequences"):
        for each in told.get(part, ()):
            yield from _word(f"{part}: {each.get('id', '')}", "grade", each["grade"], known)


def _vetoes(told: Told, numbers: Numbers) -> Iterator[str]:
    known = [each["id"] for each in told["indicators"]]
    for each in told.get("vetoes", ()):
        here = f"vetoes: {each['id']}"
        yield from _word(here, "when", each["when"], ("flag", "missed", "listed"))
        yield from _numbers(here, each, ("below",), numbers)
        if each["when"] == "missed":
            yield from _word(here, "indicator", each.get("indicator", ""), known)
        if each["id"] in known or each["id"] in [bonus["id"] for bonus in told.get("bonuses", ())]:
            yield f"{here}: id?"
        subjects = each.get("subjects", [])
        if not isinstance(subjects, list) or (each["when"] == "listed") != ("subjects" in each):
            yield f"{here}: subjects = {subjects!r}"


def _word(here: str, name: str, value: object, known: Sequence[str]) -> Iterator[str]:
    if value not in known:
        yield f"{f'{here}: ' if here else ''}{name} = {value} ({' | '.join(known)})"


def _numbers(here: str, told: Told, names: Sequence[str], numbers: Numbers, least: int | None = 0) -> Iterator[str]:
    for name in names:
        if name in told and (fault := numbers.fault(told[name], least)):
            yield f"{f'{here}: ' if here else ''}{name} = {fault}"


def _positive(written: object, numbers: Numbers) -> bool:
    return written is not None and not numbers.fault(written) and numbers.number(written) > 0
