"""Against what the enterprise handed in for the year before: a jump, or the mark of a unit that was mistaken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum

from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.judgement import Source
from ghginv.workbooks.rules import facts
from ghginv.workbooks.rules.enterprise import identity
from ghginv.workbooks.rules.enterprise.bounds import thresholds
from ghginv.workbooks.rules.enterprise.totals import spike_of


def jumps(filled: Filled) -> Iterator[Finding]:
    """A source is of the size it had last year; by facility where it was given so, else by item."""
    known, year = filled.context.enterprises.get(identity.code(filled)), facts.year(filled)
    last = known.years.get(year - 1) if known and year else None
    if not last:
        return
    now = _now(filled)
    compared = set()
    for key, entries in now.items():
        if key in last:
            compared.add(key[1])
            yield from _compared(entries, last[key])
    for item in dict.fromkeys(key[1] for key in now):
        before = fsum(amount for key, amount in last.items() if key[1] == item)
        if item not in compared and before:
            yield from _compared([entry for key, entries in now.items() if key[1] == item for entry in entries], before)


def _now(filled: Filled) -> Mapping[Source, list[Entry]]:
    found: dict[Source, list[Entry]] = {}
    for entry in filled.entries:
        if entry.item and entry.category:
            found.setdefault((entry.category, entry.item.code, entry.facility), []).append(entry)
    return found


def _compared(entries: list[Entry], before: float) -> Iterator[Finding]:
    """One finding at most, at the first of the rows; none while one cannot be read or a month stands out already."""
    amounts = [entry.amount for entry in entries]
    if None in amounts or any(spike_of(entry) for entry in entries):
        return
    now, entry = fsum(amount or 0.0 for amount in amounts), entries[0]
    if now <= 0 or before <= 0 or entry.item is None:
        return
    limits, ratio = thresholds()["history"], now / before
    unit = entry.item.unit
    found, expected = f"{digits(now)} {unit}", f"{digits(before)} {unit}"
    told = {"times": digits(float(f"{max(ratio, 1 / ratio):.3g}")), "item": entry.item.zh, "item_en": entry.item.en}
    near = limits["slip_percent"] / 100
    for slip in limits["slips"]:
        if abs(max(ratio, 1 / ratio) / slip - 1) <= near:
            yield entry.finding("history-unit", "quantity", found, expected, slip=slip, **told)
            return
    if max(ratio, 1 / ratio) > limits["factor"]:
        code = "history-above" if ratio > 1 else "history-below"
        yield entry.finding(code, "quantity", found, expected, **told)
