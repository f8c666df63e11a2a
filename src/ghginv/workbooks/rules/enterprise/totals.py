"""The year's total beside its months: that they agree, that none is missing, that none stands out."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import MONTHS
from ghginv.workbooks.rules.enterprise import facilities
from ghginv.workbooks.rules.enterprise.bounds import thresholds

SUMMED = ("activity", "output")


def levels(entry: Entry) -> bool:
    """Whether the months are levels, such as people or percent, of which a sum says nothing."""
    return entry.item is not None and entry.item.code in thresholds()["operation"]["levels"]


def differs(filled: Filled) -> Iterator[Finding]:
    """A total that was typed is the sum of the months; a formula with another result adds up other cells."""
    share = thresholds()["months"]["sum_percent"] / 100
    for entry in filled.of_role(*SUMMED):
        total, months = entry.total.number, entry.quantity.number
        if not entry.months or total is None or months is None or levels(entry):
            continue
        if abs(total - months) > share * max(abs(total), abs(months)):
            column = entry.column("quantity")
            cell = entry.cell(column) if column else None
            formula = cell is not None and cell.formula is not None
            code = "total-formula-differs" if formula else "total-differs"
            yield entry.finding(code, "quantity", digits(total), digits(months))


def months_missing(filled: Filled) -> Iterator[Finding]:
    """All months are given in which the facility runs; a month without any is 0 and not blank."""
    spans = facilities.spans(filled)
    enterprise = spans.get("", facilities.Span())
    for entry in filled.of_role(*SUMMED):
        if not entry.months or len(entry.months) == 12:
            continue
        facility = spans.get(entry.site, enterprise)
        missing = [
            month for month in range(1, 13) if month not in entry.months and month in facility and month in enterprise
        ]
        if missing:
            told = "、".join(map(str, missing))
            where = MONTHS[missing[0] - 1]
            yield entry.finding("months-missing", where, told, "1-12", found_en=told.replace("、", ", "))


def only_total(filled: Filled) -> Iterator[Finding]:
    """Where only the year's total is given the data are of lower quality."""
    for entry in filled.entries:
        if entry.located.table.months and not entry.months and entry.total.number:
            yield entry.finding("year-only", "quantity", digits(entry.total.number))


def spikes(filled: Filled) -> Iterator[Finding]:
    """A month that stands far above or below the others is mostly in another unit, or has a digit too many."""
    for entry in filled.of_role(*SUMMED):
        if spike := spike_of(entry):
            month, number, others = spike
            more = number > others
            times = digits(round(number / others if more else others / number, 1))
            code = "month-spike" if more else "month-drop"
            yield entry.finding(code, MONTHS[month - 1], digits(number), digits(others), times=times, month=str(month))


def spike_of(entry: Entry) -> tuple[int, float, float] | None:
    """The month that stands out most, its number and the median of the others; None where none does."""
    limits = thresholds()["months"]
    numbers = {month: figure.number for month, figure in entry.months.items() if figure.number and figure.number > 0}
    if len(numbers) <= limits["least_months"]:
        return None
    low, high = min(numbers, key=numbers.__getitem__), max(numbers, key=numbers.__getitem__)
    for month, most in ((high, limits["spike_factor"]), (low, limits["drop_factor"])):
        others = median(number for other, number in numbers.items() if other != month)
        number = numbers[month]
        if max(number / others, others / number) > most and (number > others) == (month == high):
            return month, number, others
    return None
