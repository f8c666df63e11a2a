"""What a budget itself knows of those it evaluates: execution, data quality, monthly reports, warnings, projects.

Frames in, figures out. A figure the budget does not know is left out: it is 无数据 unless it is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pandas as pd

from ghginv.budget.evaluation.figures import Figure, Subject
from ghginv.budget.evaluation.rule_parts import Indicator
from ghginv.budget.evaluation.rules import Rule
from ghginv.budget.ledger import consumption
from ghginv.budget.ledger.accounts import parse
from ghginv.domain.monthly import COVERED, FILLED

_MONTHS, _KG, _PERCENT = 12, 1000, 100
LEDGER, PLAN, LEDGER_MARK = "budget", "plan", "ledger"
Codes = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Known:
    """What is known of a year. ``column`` is the coordinate by which subjects are told: region, industry, enterprise.

    ``codes`` are the codes below each subject, itself included; ``final_kg`` and ``consumed_kg`` what the statement
    of the year says by subject, ``prior_kg`` what was corrected since it was closed. ``months`` are account-months in
    force, ``keys`` the keys of all entries, ``enterprises`` final and consumed by industry and enterprise. ``red``
    counts red warnings, ``breaches`` those of the project gate; None where nothing keeps them. ``cuts`` are cumulative
    cuts of intensity in percent with their targets, exact.
    """

    year: int
    column: str
    codes: Codes
    final_kg: Mapping[str, int]
    consumed_kg: Mapping[str, int]
    prior_kg: Mapping[str, int]
    months: pd.DataFrame
    keys: Iterable[str] = ()
    enterprises: pd.DataFrame | None = None
    red: Mapping[str, int] | None = None
    breaches: Mapping[str, int] | None = None
    cuts: Mapping[str, tuple[Fraction, Fraction | None]] = field(default_factory=dict)


def figures(known: Known, rule: Rule) -> list[Figure]:
    """A figure for each subject and indicator that the budget knows."""
    found = []
    for indicator in rule.indicators:
        if indicator.source not in SOURCES:
            continue
        for subject in known.codes:
            figure = SOURCES[indicator.source](known, indicator, subject)
            if figure is not None:
                found.append(figure)
    return found


def filled_shares(known: Known) -> dict[str, Fraction]:
    """The share of each subject's emissions that rests on filled data, where there are emissions."""
    shares = {}
    for subject, codes in known.codes.items():
        whole, filled = _emitted(known, codes, (FILLED,))
        if whole:
            shares[subject] = Fraction(filled, whole)
    return shares


def with_shares(subjects: Iterable[Subject], shares: Mapping[str, Fraction]) -> list[Subject]:
    """The subjects with the share of filled data."""
    return [
        Subject(each.code, each.name, each.kind, each.sector, shares.get(each.code, each.filled_share))
        for each in subjects
    ]


def _figure(subject: str, indicator: Indicator, value: Fraction, source: str, **more: Any) -> Figure:
    evidence = more.pop("evidence", LEDGER_MARK)
    return Figure(subject, indicator.id, value, source=source, evidence=evidence, **{"origin": LEDGER, **more})


def _execution(known: Known, indicator: Indicator, subject: str) -> Figure | None:
    """Emissions, corrected since, against the budget; t."""
    final, used = known.final_kg.get(subject, 0), known.consumed_kg.get(subject, 0)
    if not final and not used:
        return None
    prior = known.prior_kg.get(subject, 0)
    note = f"以前年度调整 prior-period adjustment {prior / _KG:+,.3f} t" if prior else ""
    target = Fraction(final, _KG)
    return _figure(subject, indicator, Fraction(used + prior, _KG), "台账 ledger", target=target, note=note)


def _emitted(known: Known, codes: frozenset[str], statuses: Iterable[str]) -> tuple[int, int]:
    """All emissions of a subject in force, and those of some statuses; kg."""
    mine = known.months[known.months[known.column].isin(codes)]
    chosen = mine[mine["status"].isin(list(statuses))]
    return int(mine["emissions_kg"].sum()), int(chosen["emissions_kg"].sum())


def _quality(known: Known, indicator: Indicator, subject: str) -> Figure | None:
    whole, own = _emitted(known, known.codes[subject], COVERED)
    return _figure(subject, indicator, Fraction(_PERCENT * own, whole), "执行数据 execution") if whole else None


def _reporting(known: Known, indicator: Indicator, subject: str) -> Figure | None:
    """Account-months with an estimate of their own, of twelve for each account that ever had one; percent."""
    codes, seen = known.codes[subject], set()
    for key in known.keys:
        month, account = consumption.month(key)
        if month.startswith(f"{known.year}-") and getattr(parse(account), known.column) in codes:
            seen.add((month, account))
    accounts = {account for _, account in seen}
    if not accounts:
        return None
    mine = known.months[known.months[known.column].isin(codes)]
    filled = int(((mine["status"] == FILLED) & (mine["month"] > 0)).sum())
    share = Fraction(_PERCENT * max(0, len(seen) - filled), _MONTHS * len(accounts))
    return _figure(subject, indicator, share, "台账 ledger")


def _enterprises(known: Known, indicator: Indicator, subject: str) -> Figure | None:
    """The share of the enterprises with a budget that kept within it; percent."""
    table = known.enterprises
    if table is None:
        return None
    mine = table[table["industry"].isin(known.codes[subject]) & (table["final_kg"] > 0)]
    if mine.empty:
        return None
    kept = int((mine["consumed_kg"] <= mine["final_kg"]).sum())
    return _figure(subject, indicator, Fraction(_PERCENT * kept, len(mine)), "台账 ledger")


def _counted(name: str, source: str) -> Callable[[Known, Indicator, str], Figure | None]:
    def figure(known: Known, indicator: Indicator, subject: str) -> Figure | None:
        counts = getattr(known, name)
        return None if counts is None else _figure(subject, indicator, Fraction(counts.get(subject, 0)), source)

    return figure


def _intensity(known: Known, indicator: Indicator, subject: str) -> Figure | None:
    """The cumulative cut of intensity since the base year; its target may be replaced by one handed in."""
    if subject not in known.cuts:
        return None
    value, target = known.cuts[subject]
    source = "执行指标、编制表 execution, plan"
    return _figure(subject, indicator, value, source, target=target, origin=PLAN, evidence="derived")


SOURCES: Mapping[str, Callable[[Known, Indicator, str], Figure | None]] = {
    "execution": _execution,
    "data-quality": _quality,
    "reporting": _reporting,
    "enterprises": _enterprises,
    "warnings": _counted("red", "预警事件 warnings"),
    "projects": _counted("breaches", "项目事件 projects"),
    "intensity": _intensity,
}
"""The sources of indicators that are not handed in."""
