"""An evaluation as records: what is kept with its event, printed, put into workbooks, read back for an appeal.

Numbers are decimals of at most twelve places, so that a record is read by people and programs alike; grades were
decided on exact fractions before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from ghginv.budget.evaluation.figures import Figure, Subject, exact
from ghginv.budget.evaluation.rules import Rule
from ghginv.budget.evaluation.scoring import Added, Result, Scored

Record = Mapping[str, Any]
_PLACES = 12


def records(results: Iterable[Result]) -> list[dict[str, Any]]:
    """A record a subject, in the order of the results."""
    return [_record(each) for each in results]


def _record(each: Result) -> dict[str, Any]:
    subject = each.subject
    return {
        "subject": subject.code, "name": subject.name, "kind": subject.kind, "sector": subject.sector,
        "filled_share": decimal(subject.filled_share), "points": decimal(each.points),
        "possible": decimal(each.possible), "score": decimal(each.score), "missed": dict(each.missed),
        "grade": each.grade.id if each.grade else "", "rank": each.rank,
        "vetoes": [veto.id for veto in each.vetoes],
        "bonuses": [_bonus(bonus) for bonus in each.bonuses],
        "reasons": [{"code": reason.code, "found": reason.found, "expected": reason.expected,
                     "details": dict(reason.details)} for reason in each.reasons],
        "indicators": [_indicator(scored) for scored in each.scored],
    }  # fmt: skip


def _indicator(scored: Scored) -> dict[str, Any]:
    figure = scored.figure
    return {
        "indicator": scored.indicator.id, "value": decimal(figure.value), "target": decimal(scored.target),
        "measured": decimal(scored.measured), "completion": decimal(scored.completion),
        "points": decimal(scored.points), "met": scored.met, "missing": scored.missing, "source": figure.source,
        "evidence": figure.evidence, "note": figure.note, "origin": figure.origin, "place": figure.place,
    }  # fmt: skip


def _bonus(added: Added) -> dict[str, Any]:
    figure = added.figure
    return {
        "bonus": added.bonus.id, "value": decimal(figure.value), "claimed": decimal(added.claimed),
        "counted": decimal(added.counted), "source": figure.source, "evidence": figure.evidence,
    }  # fmt: skip


def decimal(value: Fraction | None) -> float | int | None:
    """A fraction as a decimal number, whole numbers as such.

    >>> decimal(Fraction(40)), decimal(Fraction(1, 3))
    (40, 0.333333333333)
    """
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), _PLACES)


def digest(made: Sequence[Record], rule: Rule, year: int) -> str:
    """SHA-256 of what an evaluation says: year, rule with the values in force, every record."""
    told = {"year": year, "rules": rule.id, "digest": rule.digest, "scores": list(made)}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def subject_of(record: Record) -> Subject:
    """The subject of a record."""
    share = exact(record["filled_share"])
    return Subject(record["subject"], record["name"], record["kind"], record["sector"], share)


def figures_of(record: Record, rule: Rule) -> list[Figure]:
    """The figures of a record as they were, vetoes and bonuses too: what an appeal does not reopen stays."""
    subject, found = str(record["subject"]), []
    flags = {each.id for each in rule.vetoes if each.when == "flag"}
    for each in record["indicators"]:
        said = {name: str(each[name]) for name in ("source", "evidence", "note", "origin", "place")}
        if each["value"] is not None:
            found.append(Figure(subject, each["indicator"], exact(each["value"]), exact(each["target"]), **said))
    found += [Figure(subject, each, Fraction(1), source="former", evidence="found") for each in record["vetoes"]
              if each in flags]  # fmt: skip
    for each in record["bonuses"]:
        source, evidence = (str(each[name]) for name in ("source", "evidence"))
        found.append(Figure(subject, each["bonus"], exact(each["value"]), None, source, evidence))
    return found


def replaced(former: Sequence[Record], fresh: Sequence[Record], rule: Rule) -> list[dict[str, Any]]:
    """The former records with the fresh ones in their place, ranked anew; nobody else's grade or points change."""
    by_code = {each["subject"]: dict(each) for each in (*former, *fresh)}

    def standing(each: Record) -> tuple[int, float, int]:
        if not each["grade"]:
            return len(rule.grades), 0.0, 0
        missed = sum(each["missed"].values()) if each["score"] is None else 0
        return rule.place_of(each["grade"]), -float(each["score"] or 0), missed

    found: list[dict[str, Any]] = []
    for at, each in enumerate(sorted(by_code.values(), key=lambda one: (standing(one), one["subject"])), start=1):
        same = found and standing(found[-1]) == standing(each)
        rank = 0 if not each["grade"] else found[-1]["rank"] if same else at
        found.append({**each, "rank": rank})
    return found


def about(rule: Rule) -> dict[str, Any]:
    """What is said of a rule beside every result: published or own, document, mark, whether it is in force."""
    names = ("id", "zh", "en", "status", "citation", "place", "published_zh", "published_en", "own_zh", "own_en",
             "combine", "valid_from", "valid_to", "in_force", "digest")  # fmt: skip
    return {name: getattr(rule, name) for name in names} | {"parameters": [asdict(each) for each in rule.parameters]}
