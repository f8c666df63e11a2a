"""The lines of a budget version as documents state them: whose they are, their sums, the digest printed beside them.

Lines are ``year, kind, region, industry, layer, enterprise, amount_kg``; kind ``available`` or ``reserve.…``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

Line = Mapping[str, Any]
KEYS = ("year", "kind", "region", "industry", "layer", "enterprise", "amount_kg")
SIDES = ("region", "industry", "enterprise")


def lines_of(lines: pd.DataFrame, side: str, codes: frozenset[str]) -> list[Line]:
    """The addressee's lines in order of their keys, nobody else's.

    ``side`` says which column ``codes`` are of: region, industry or enterprise; else UsageError. InputError where the
    version has no line of the addressee: a notice of nothing is none.
    """
    if side not in SIDES:
        raise UsageError(Finding("budget-report-side", found=side, expected=", ".join(SIDES)))
    found = [each for each in records(lines) if each[side] in codes]
    if not found:
        raise InputError(Finding("budget-report-no-lines", found=", ".join(sorted(codes))))
    return found


def records(lines: pd.DataFrame) -> list[Line]:
    """All lines in order of their keys."""
    found = [
        {key: int(each[key]) if key in ("year", "amount_kg") else str(each[key]) for key in KEYS}
        for each in lines.to_dict("records")
    ]
    return sorted(found, key=lambda each: tuple(each[key] for key in KEYS))


def digest(rows: Iterable[Line], keys: Sequence[str] = KEYS) -> str:
    """SHA-256 over the rows as CSV without header, in order of their text, a line feed after each.

    Fields are joined by commas as they are; a field with a comma, a quote or a line feed is quoted as in RFC 4180.
    """
    written = sorted(",".join(_field(str(each[key])) for key in keys) + "\n" for each in rows)
    return hashlib.sha256("".join(written).encode()).hexdigest()


def sums(rows: Iterable[Line], key: Callable[[Line], Any]) -> dict[Any, dict[int, int]]:
    """Whole kilograms by what ``key`` says of a line, by year; in order of first appearance."""
    found: dict[Any, dict[int, int]] = {}
    for each in rows:
        years = found.setdefault(key(each), {})
        years[each["year"]] = years.get(each["year"], 0) + each["amount_kg"]
    return found


def refuse_other_totals(rows: Iterable[Line], totals: Mapping[int, int]) -> None:
    """InputError, naming the years, where lines do not add up to the totals in kilograms."""
    made: dict[int, int] = sums(rows, lambda each: None).get(None, {})
    wrong = [
        Finding("budget-report-total", found=f"{made.get(year, 0):,}", expected=f"{totals.get(year, 0):,}",
                details={"year": year})
        for year in sorted({*made, *totals})
        if made.get(year, 0) != totals.get(year, 0)
    ]  # fmt: skip
    if wrong:
        raise InputError(*wrong)


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n\r') else text
