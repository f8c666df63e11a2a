"""Rating 评级 of an enterprise-year by a rule: vetoes first, then the demands on data, then the indicators.

A rating always says what it rests on: each indicator with its value, what it was measured against, the bound it
passed and the evidence mark of that bound. Where no grade can be given it says why.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.enterprise import peers
from ghginv.enterprise.peers import Peers, Standing
from ghginv.enterprise.rating_rules import Grade, IndicatorRule, RatingRule, Veto
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

INDICATORS = (
    "indicator zh en per measure own reference value grade weight points bounds status citation level group others "
    "reason_zh reason_en"
).split()

STATES = {
    "draft": ("草稿", "draft"),
    "submitted": ("已提交", "submitted"),
    "resubmitted": ("已重报", "resubmitted"),
    "returned": ("已退回", "returned"),
    "verified": ("已核查", "verified"),
    "locked": ("已锁定", "locked"),
    "superseded": ("已被新版本替代", "superseded"),
    "withdrawn": ("已撤回", "withdrawn"),
}
"""The states of a submission, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is rated: an enterprise's year.

    ``filled_share`` is 0 … 1 (NaN without emissions), ``over_quota`` the share by which emissions exceed the quota
    (negative below it), None without a quota.
    """

    enterprise: str
    year: int
    status: str
    filled_share: float
    over_quota: float | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """The grade, or None with ``reasons``; ``indicators`` have the columns of ``INDICATORS``.

    ``points`` is the weighted mean where the rule weighs, else the points of the grade; ``veto`` what settled it.
    """

    rule: RatingRule
    grade: Grade | None
    points: float | None
    veto: Veto | None
    reasons: Sequence[Finding]
    indicators: Sequence[Mapping[str, Any]]

    @property
    def rated(self) -> bool:
        """Whether there is a grade."""
        return self.grade is not None

    def why(self, lang: str = "zh") -> str:
        """Why there is no grade, or what vetoed a better one; empty otherwise."""
        if self.veto:
            return self.veto.zh if lang == "zh" else self.veto.en
        return ("；" if lang == "zh" else "; ").join(reason.text(lang) for reason in self.reasons)


def rate(case: Case, rule: RatingRule, among: Peers, intensities: pd.DataFrame) -> Rating:
    """Rate an enterprise's year among its peers; ``intensities`` are those of all years, for its own history."""
    rows = [_indicator(case, each, rule, among, intensities) for each in rule.indicators]
    for veto in rule.vetoes:
        if _vetoed(case, veto, rule):
            grade = next(each for each in rule.grades if each.id == veto.grade)
            return Rating(rule, grade, grade.points, veto, (), rows)
    known = [row for row in rows if row["grade"]]
    reasons = list(_unfit(case, rule))
    if len(known) < rule.data.needs:
        reasons.append(Finding("rating-few-indicators", found=str(len(known)), expected=str(rule.data.needs)))
        reasons += _lacking(rows, rule, among, case)
    if reasons:
        return Rating(rule, None, None, None, tuple(reasons), rows)
    grade, points = _combined(known, rule)
    return Rating(rule, grade, points, None, (), rows)


def _vetoed(case: Case, veto: Veto, rule: RatingRule) -> bool:
    """A veto over the quota rests on verified emissions only."""
    if veto.measure == "listed":
        return case.enterprise in veto.enterprises
    return case.over_quota is not None and case.over_quota > veto.above and case.status in rule.data.states


def _unfit(case: Case, rule: RatingRule) -> list[Finding]:
    """What is wrong with the data."""
    found = []
    if case.status not in rule.data.states:
        found.append(Finding("rating-unverified", details=_states(case, rule)))
    if math.isnan(case.filled_share):
        found.append(Finding("rating-no-emissions"))
    elif case.filled_share > rule.data.filled_limit:
        limit = f"{rule.data.filled_limit:.0%}"
        found.append(Finding("rating-filled", found=f"{case.filled_share:.1%}", expected=limit))
    return found


def _states(case: Case, rule: RatingRule) -> dict[str, str]:
    """The state of the data and those that the rule asks for, in both languages."""
    details = {}
    for place, lang in enumerate(("zh", "en")):
        names = [STATES.get(state, (state, state))[place] for state in rule.data.states]
        details[f"state_{lang}"] = STATES.get(case.status, (case.status, case.status))[place] or "-"
        details[f"asked_{lang}"] = ("或" if lang == "zh" else " or ").join(names)
    return details


def _lacking(rows: Sequence[Mapping[str, Any]], rule: RatingRule, among: Peers, case: Case) -> list[Finding]:
    """Why the indicators are not known, each reason once."""
    found: dict[str, Finding] = {}
    for each, row in zip(rule.indicators, rows, strict=True):
        if not row["grade"] and each.measure != "history":
            found |= {reason.text("en"): reason for reason in among.standing(case.enterprise, each.per).reasons}
    return list(found.values())


def _combined(known: Sequence[Mapping[str, Any]], rule: RatingRule) -> tuple[Grade, float]:
    """The worst grade, or the grade of the mean of the points by weight over what is known."""
    by_id = {grade.id: place for place, grade in enumerate(rule.grades)}
    if rule.combine == "worst":
        grade = rule.grades[max(by_id[row["grade"]] for row in known)]
        return grade, grade.points
    weights = sum(row["weight"] for row in known)
    points = sum(row["weight"] * row["points"] for row in known) / weights
    # A mean that is a bound but for the last binary digit counts as the bound.
    reached = (grade for grade in rule.grades if points >= grade.start - 1e-9)
    return next(reached, rule.grades[-1]), points


def _indicator(
    case: Case, each: IndicatorRule, rule: RatingRule, among: Peers, intensities: pd.DataFrame
) -> dict[str, Any]:
    """One row of ``INDICATORS``: own intensity, what it is measured against, the measure, the grade it earns."""
    standing = among.standing(case.enterprise, each.per)
    own, reference, value, reasons = _measured(case, each, standing, intensities)
    grade = rule.grades[each.grade(value)] if value is not None else None
    past = each.measure == "history"
    return {
        "indicator": each.id,
        "zh": each.zh,
        "en": each.en,
        "per": standing.item or each.per,
        "measure": each.measure,
        "own": own,
        "reference": reference,
        "value": value,
        "grade": grade.id if grade else "",
        "weight": each.weight,
        "points": grade.points if grade else None,
        "bounds": list(each.bounds),
        "status": each.status,
        "citation": each.citation or ("" if each.status == "own" else rule.source["citation"]),
        "level": "" if past else standing.level,
        "group": "" if past else standing.group,
        "others": 0 if past else standing.others,
        "reason_zh": "；".join(reason.text("zh") for reason in reasons),
        "reason_en": "; ".join(reason.text("en") for reason in reasons),
    }


def _measured(
    case: Case, each: IndicatorRule, standing: Standing, intensities: pd.DataFrame
) -> tuple[float | None, float | None, float | None, Sequence[Finding]]:
    if each.measure == "absolute":
        return standing.intensity, None, standing.intensity, () if standing.intensity is not None else standing.reasons
    if each.measure == "history":
        past = peers.history(intensities, case.enterprise, standing.item or each.per, case.year, each.years)
        if not past:
            return standing.intensity, None, None, (Finding("rating-no-history", found=str(each.years)),)
        return past["own"], past["before"], past["fall"], ()
    reference = standing.median if each.measure == "distance" else standing.mean
    value = standing.distance if each.measure == "distance" else standing.ratio
    return standing.intensity, reference, value, () if value is not None else standing.reasons
