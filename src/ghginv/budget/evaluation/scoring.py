"""Scoring 评分: completion, points, vetoes before points, bonuses within their cap, grade; and the order of all.

What is missing is never shared out in silence: ``zero`` counts it as nothing, ``exclude`` leaves its weight out, says
so and gives points of the rest in full points, ``unrated`` gives a grade only where it cannot depend on the missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ghginv.budget.evaluation import completion
from ghginv.budget.evaluation.completion import ONE, ZERO
from ghginv.budget.evaluation.figures import Figure, Figures, Subject, gathered, with_medians
from ghginv.budget.evaluation.rule_parts import Bonus, Grade, Indicator, Veto
from ghginv.budget.evaluation.rules import Rule
from ghginv.findings import Finding

FULL = 100


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator of a subject: its figure, the measure, what of it counts (0 … 1), points of its weight.

    ``met`` is 达标; None without data, and ``missing`` then says what the rule does about it.
    """

    indicator: Indicator
    figure: Figure
    target: Fraction | None
    measured: Fraction | None
    completion: Fraction | None
    points: Fraction
    met: bool | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A bonus as claimed: how often, what it would give, what counts within the caps."""

    bonus: Bonus
    figure: Figure
    claimed: Fraction
    counted: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """What an evaluation says of a subject.

    ``points`` were earned of ``possible``; ``score`` is in full points with bonuses (None in a rule of checks),
    ``missed`` how many indicators of each group were not met, ``grade`` None where unrated, with ``reasons``;
    ``rank`` is 0 without grade.
    """

    subject: Subject
    rule: Rule
    scored: tuple[Scored, ...]
    vetoes: tuple[Veto, ...]
    bonuses: tuple[Added, ...]
    points: Fraction
    possible: Fraction
    score: Fraction | None
    missed: Mapping[str, int]
    grade: Grade | None
    reasons: tuple[Finding, ...]
    rank: int = 0


def evaluate(rule: Rule, subjects: Sequence[Subject], figures: Iterable[Figure]) -> list[Result]:
    """Results in order of rank, then of code; InputError with every fault of the figures."""
    known = with_medians(gathered(figures, rule, subjects), rule, subjects)
    return ranked([_result(rule, each, known) for each in subjects])


def ranked(results: Iterable[Result]) -> list[Result]:
    """By grade, then score (of checks: fewer missed); equal ones share a rank, the next has its place in the row.

    Unrated ones come last.
    """

    def standing(each: Result) -> tuple[int, Fraction, int]:
        if each.grade is None:
            return len(each.rule.grades), ZERO, 0
        missed = sum(each.missed.values()) if each.score is None else 0
        return each.rule.place_of(each.grade.id), -(each.score or ZERO), missed

    found: list[Result] = []
    for at, each in enumerate(sorted(results, key=lambda one: (standing(one), one.subject.code)), start=1):
        same = found and standing(found[-1]) == standing(each)
        rank = 0 if each.grade is None else found[-1].rank if same else at
        found.append(replace(each, rank=rank))
    return found


def _result(rule: Rule, subject: Subject, figures: Figures) -> Result:
    scored = tuple(_scored(each, subject, figures) for each in rule.indicators)
    vetoes = tuple(each for each in rule.vetoes if _vetoed(each, subject, scored, figures))
    bonuses = _bonuses(rule, subject, figures)
    possible = sum((each.indicator.weight for each in scored if each.missing != "exclude"), ZERO)
    points = sum((each.points for each in scored), ZERO)
    score = _score(rule, scored, bonuses)
    grade, reasons = _grade(rule, subject, scored, bonuses)
    if vetoes:
        worst = max([*(rule.place_of(each.grade) for each in vetoes), rule.place_of(grade.id) if grade else 0])
        grade, reasons = rule.grades[worst], []
    return Result(
        subject, rule, scored, vetoes, bonuses, points, possible, score, _missed(rule, scored), grade, tuple(reasons)
    )


def _scored(indicator: Indicator, subject: Subject, figures: Figures) -> Scored:
    figure = figures.get((subject.code, indicator.id)) or Figure(subject.code, indicator.id, None)
    target = indicator.target if figure.target is None else figure.target
    measured = None
    if figure.value is not None:
        measured = completion.measure(indicator.formula, figure.value, target, indicator.scale, indicator.direction)
    if measured is None:
        met = False if indicator.missing == "zero" else None
        return Scored(indicator, figure, target, None, None, ZERO, met, indicator.missing)
    counted = completion.counted(measured, indicator.bands)
    return Scored(indicator, figure, target, measured, counted, indicator.weight * counted, counted == ONE)


def _vetoed(veto: Veto, subject: Subject, scored: Iterable[Scored], figures: Figures) -> bool:
    if veto.when == "listed":
        return subject.code in veto.subjects
    if veto.when == "flag":
        figure = figures.get((subject.code, veto.id))
        return figure is not None and figure.value == ONE
    return any(
        each.indicator.id == veto.indicator and each.completion is not None and each.completion < veto.below
        for each in scored
    )


def _bonuses(rule: Rule, subject: Subject, figures: Figures) -> tuple[Added, ...]:
    """Bonuses claimed, in the order of the rule, each within its own cap and all within that of the rule."""
    found, left = [], rule.bonus_cap
    for bonus in rule.bonuses:
        figure = figures.get((subject.code, bonus.id))
        if figure is None or not figure.value:
            continue
        claimed = bonus.points if bonus.when == "flag" else figure.value * bonus.step
        counted = max(ZERO, min(claimed, bonus.points, left))
        left -= counted
        found.append(Added(bonus, figure, claimed, counted))
    return tuple(found)


def _score(rule: Rule, scored: Sequence[Scored], bonuses: Iterable[Added], missing: Fraction = ZERO) -> Fraction | None:
    """The score in full points; ``missing`` is the completion that indicators of kind ``unrated`` are taken to have."""
    if rule.combine == "checks":
        return None
    kept = [each for each in scored if each.missing != "exclude"]
    if not kept:
        return None
    taken = [missing if each.missing == "unrated" else each.completion or ZERO for each in kept]
    extra = sum((each.counted for each in bonuses), ZERO)
    if rule.combine == "worst":
        return FULL * min(taken) + extra
    whole = sum((each.indicator.weight for each in kept), ZERO)
    earned = sum((each.indicator.weight * value for each, value in zip(kept, taken, strict=True)), ZERO)
    return (earned / whole * rule.full if whole else ZERO) + extra


def _missed(rule: Rule, scored: Iterable[Scored], unrated: bool = False) -> dict[str, int]:
    """How many indicators of each group were not met; those of kind ``unrated`` count where ``unrated`` says so."""
    missed = dict.fromkeys((group.id for group in rule.groups), 0)
    for each in scored:
        if each.met is False or (unrated and each.missing == "unrated"):
            missed[each.indicator.group] += 1
    return missed


def _grade(
    rule: Rule, subject: Subject, scored: Sequence[Scored], bonuses: Iterable[Added]
) -> tuple[Grade | None, list[Finding]]:
    """The grade, or why there is none."""
    share, limit = subject.filled_share, rule.filled_limit
    if limit is not None and share is not None and share > limit:
        return None, [Finding("budget-evaluate-filled", found=_percent(share), expected=_percent(limit))]
    without = [each for each in scored if each.completion is None]
    if len(without) == len(scored):
        return None, [Finding("budget-evaluate-no-figures")]
    best, least = (
        _reached(rule, _score(rule, scored, bonuses, taken), _missed(rule, scored, unrated=not taken))
        for taken in (ONE, ZERO)
    )
    if best is not least:
        names = {lang: [each.indicator.name(lang) for each in without if each.missing == "unrated"]
                 for lang in ("zh", "en")}  # fmt: skip
        told = {"which_zh": "、".join(names["zh"]), "which_en": ", ".join(names["en"])}
        return None, [Finding("budget-evaluate-open-figures", found=str(len(names["zh"])), details=told)]
    return best, []


def _reached(rule: Rule, score: Fraction | None, missed: Mapping[str, int]) -> Grade:
    for grade in rule.grades[:-1]:
        high = grade.start is None or (score is not None and score >= grade.start)
        few = all(missed[group] < below for group, below in (grade.missed_below or {}).items())
        if high and few:
            return grade
    return rule.grades[-1]


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.4g}%"
