"""OUT: activity data and implied factors that stand out of their own history, implied factors out of the other regions.

The modified z-score 0.6745 (x - median) / MAD of Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC 1993;
where more than half of the values are equal (MAD 0) the mean deviation takes its place, with 1/1.253314.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, median

from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, Sums, activity_sums, figure, implied_factors, named, rules

HISTORY, PEERS = ("历年", "other years"), ("其他地区", "other regions")


def robust_z(value: float, others: Sequence[float]) -> float:
    """How far a value stands from the others, in robust standard deviations; infinite where all others are equal.

    >>> round(robust_z(10.0, [1.0, 2.0, 3.0, 4.0, 5.0]), 4)
    4.7215
    """
    middle = median(others)
    distances = [abs(each - middle) for each in others]
    if spread := median(distances):
        return 0.6745 * (value - middle) / spread
    if mean := fmean(distances):
        return (value - middle) / (1.253314 * mean)
    return 0.0 if value == middle else float("inf") if value > middle else float("-inf")


def check(subject: Subject) -> Result:
    """Every figure that at least as many other years, or regions, have as the rules ask for."""
    mine = subject.inventory
    history = [each for _, each in sorted(subject.earlier.items())]
    peers = [each for _, each in sorted(subject.peers.items())]
    compared = [
        (activity_sums(mine), [activity_sums(each) for each in history], ("category", "item"), HISTORY),
        (implied_factors(mine), [implied_factors(each) for each in history], ("category", "item", "gas"), HISTORY),
        (implied_factors(mine), [implied_factors(each) for each in peers], ("category", "item", "gas"), PEERS),
    ]
    examined, remarks = 0, []
    for sums, others, names, among in compared:
        known = {key: values for key in sorted(sums) if (values := _enough(key, others))}
        examined += len(known)
        for key, values in known.items():
            remarks += list(_stands_out(sums[key], values, dict(zip(names, key, strict=True)), among))
    few = Finding("qa-few", found=f"{len(history)}, {len(peers)}", expected=str(rules()["OUT"]["least_values"]))
    return Result("OUT", examined, tuple(remarks), () if examined else (few,))


def _enough(key: tuple[str, ...], others: Sequence[Sums]) -> list[float]:
    values = [each[key] for each in others if key in each]
    return values if len(values) >= rules()["OUT"]["least_values"] else []


def _stands_out(
    value: float, others: Sequence[float], place: dict[str, str], among: tuple[str, str]
) -> Iterator[Remark]:
    limits = rules()["OUT"]
    score, middle = robust_z(value, others), median(others)
    if abs(score) > limits["score"] and abs(value - middle) > limits["least_percent"] / 100 * abs(middle):
        details = named(**place) | {
            "score": f"{score:+.1f}",
            "among_zh": among[0],
            "among_en": among[1],
            "number": len(others),
        }
        yield Remark(Finding("qa-outlier", found=figure(value), expected=figure(middle), details=details), **place)
