"""The figures an evaluation rests on: one a subject and indicator, exact, each with its source and evidence mark.

Figures come from the budget itself or from what is handed in; where there is none, ``value`` is None (无数据). Flags of
vetoes and bonuses are figures under the id of the veto or bonus.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from ghginv.budget.evaluation.completion import BANDED
from ghginv.budget.evaluation.rules import Rule
from ghginv.errors import InputError
from ghginv.findings import Finding


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is evaluated: a district, a department or industry, an enterprise.

    ``sector`` is whom an enterprise is compared with; ``filled_share`` (0 … 1) of its emissions rests on filled data,
    None where that is not known.
    """

    code: str
    name: str
    kind: str
    sector: str = ""
    filled_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a subject: amounts of emissions in t, rates in percent, flags 1 or 0.

    ``origin`` is ``budget`` (known to the budget) or ``data`` (handed in); ``place`` where it stands there.
    """

    subject: str
    indicator: str
    value: Fraction | None
    target: Fraction | None = None
    source: str = ""
    evidence: str = ""
    note: str = ""
    origin: str = "data"
    place: str = ""


Figures = Mapping[tuple[str, str], Figure]
"""Figures by subject and indicator."""


def exact(value: float | int | Fraction | None) -> Fraction | None:
    """A number as it is written, exactly; None for none (NaN is none).

    >>> exact(0.1), exact(float("nan"))
    (Fraction(1, 10), None)
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def gathered(figures: Iterable[Figure], rule: Rule, subjects: Iterable[Subject]) -> Figures:
    """Figures by subject and indicator. InputError with every fault.

    Unknown subjects, indicators the rule does not have, two figures for one place, negative totals and counts, flags
    other than yes and no.
    """
    known = {each.code for each in subjects}
    wanted = set(rule.parts)
    found: dict[tuple[str, str], Figure] = {}
    wrong: list[Finding] = []
    for each in figures:
        key = (each.subject, each.indicator)
        place = {"place": each.place or f"{each.subject} {each.indicator}"}
        if each.subject not in known:
            wrong.append(Finding("budget-evaluate-subject", found=each.subject, details=place))
        elif each.indicator not in wanted:
            expected = "、".join(sorted(wanted))
            wrong.append(Finding("budget-evaluate-indicator", found=each.indicator, expected=expected, details=place))
        elif key in found:
            wrong.append(Finding("budget-evaluate-twice", found=" ".join(key), details=place))
        else:
            wrong += _impossible(each, rule, place)
            found[key] = each
    if wrong:
        raise InputError(*wrong)
    return found


def _impossible(figure: Figure, rule: Rule, place: Mapping[str, object]) -> list[Finding]:
    """Values no indicator, flag or bonus can have."""
    indicator = rule.indicator(figure.indicator)
    flags = {each.id for each in rule.vetoes} | {each.id for each in rule.bonuses if each.when == "flag"}
    formula = indicator.formula if indicator else "yes-no" if figure.indicator in flags else "count"
    value, target = figure.value, figure.target
    if value is None:
        return []
    if formula == "yes-no" and value not in (0, 1):
        return [Finding("budget-evaluate-flag", found=_shown(value), details=place)]
    if formula in ("total", "count", *BANDED) and (value < 0 or (target is not None and target < 0)):
        low = value if value < 0 else target
        return [Finding("budget-evaluate-negative", found=_shown(low or Fraction(0)), details=place)]
    return []


def _shown(value: Fraction) -> str:
    return f"{float(value):g}"


def with_medians(figures: Figures, rule: Rule, subjects: Iterable[Subject]) -> Figures:
    """The figures, those measured by ``distance`` with the median of the others and oneself in the sector as target.

    Where fewer than ``peers_least`` others are known there is no target: the indicator is without data. A target handed
    in (a published median) stays.
    """
    sectors = {each.code: each.sector for each in subjects}
    found = dict(figures)
    for indicator in (each for each in rule.indicators if each.formula == "distance"):
        values: dict[str, list[Fraction]] = {}
        mine = [each for each in figures.values() if each.indicator == indicator.id and each.value is not None]
        for each in mine:
            values.setdefault(sectors.get(each.subject, ""), []).append(each.value or Fraction(0))
        for each in mine:
            peers = values[sectors.get(each.subject, "")]
            if each.target is None and len(peers) - 1 >= rule.peers_least:
                key = (each.subject, each.indicator)
                made = {name: getattr(each, name) for name in Figure.__dataclass_fields__}
                found[key] = Figure(**{**made, "target": median(sorted(peers))})
    return found
