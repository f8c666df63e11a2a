"""Q3: activity data, implied factors and emissions against the year before."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import (
    Subject,
    Sums,
    activity_sums,
    emission_sums,
    figure,
    implied_factors,
    named,
    rules,
)

MEASURES = (
    (activity_sums, ("category", "item"), ("活动水平", "activity data")),
    (implied_factors, ("category", "item", "gas"), ("隐含排放因子", "implied emission factor")),
    (emission_sums, ("category", "gas"), ("排放量 tCO2e", "emissions in t CO2e")),
)
"""What is compared: the sums, what their keys are, and what they are called."""


def check(subject: Subject) -> Result:
    """Every activity sum, implied factor and emission of this year or the nearest earlier one."""
    before = subject.before()
    if before is None:
        return Result("Q3", 0, left_out=(Finding("qa-no-history"),))
    year, earlier = before
    examined, remarks = 0, []
    for sums, names, words in MEASURES:
        first, second = sums(earlier), sums(subject.inventory)
        examined += len(set(first) | set(second))
        for key, change in changed(first, second, subject.year - year):
            place = dict(zip(names, key, strict=True))
            said = {"change": change, "year": year, "measure_zh": words[0], "measure_en": words[1]}
            finding = Finding("qa-change", "", "", "", _told(second, key), _told(first, key), named(**place) | said)
            remarks.append(Remark(finding, **place))
    return Result("Q3", examined, tuple(remarks))


def changed(first: Sums, second: Sums, years: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """The keys whose figure changed by more than the threshold a year, came or went, with the change in percent."""
    limit = rules()["Q3"]["change_percent"]
    for key in sorted(set(first) | set(second)):
        before, after = first.get(key, 0.0), second.get(key, 0.0)
        if before == after:
            continue
        if before == 0 or after == 0 or (before < 0) != (after < 0):
            yield key, "±∞"
        elif abs(change := 100.0 * ((after / before) ** (1 / years) - 1)) > limit:
            yield key, f"{change:+.1f}"


def _told(sums: Sums, key: tuple[str, ...]) -> str:
    return figure(sums[key]) if key in sums else "-"
