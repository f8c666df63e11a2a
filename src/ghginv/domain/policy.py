"""Dated policy parameters 政策参数: what a rule sets, where, from when to when, and who says so.

``emission_factors/policy/*.csv`` (``parameter, value, unit, jurisdiction, citation, valid_from, valid_to, status,
note``); a file of the workspace stands before the shipped one of the same name, further files may stand beside.
``status`` is an evidence mark of the factor library, or ``own`` for a default of our own (本系统缺省) where nothing was
published. Days are ``2024``, ``2024-05`` or ``2024-05-01``; an open end is empty. A year asked for means its last day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from itertools import combinations

from ghginv import folders
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

COLUMNS = ("parameter", "value", "unit", "jurisdiction", "citation", "valid_from", "valid_to", "status", "note")
STATUSES = ("found", "value_found", "recalled", "derived", "doubtful", "own")
_DAY = re.compile(r"[12]\d{3}(-\d{2}(-\d{2})?)?", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dated:
    """One row: a value in force in a jurisdiction between two days, with its document."""

    parameter: str
    value: str
    unit: str
    jurisdiction: str
    citation: str
    valid_from: str
    valid_to: str
    status: str
    note: str

    @property
    def number(self) -> Fraction:
        """The value as an exact number; UsageError when it is words."""
        if not _NUMBER.fullmatch(self.value):
            raise UsageError(Finding("policy-not-number", found=f"{self.parameter} = {self.value}"))
        return Fraction(self.value)

    @property
    def id(self) -> str:
        """The name with the day from which it holds: ``ets_alpha_slope@2025-01-01``."""
        return f"{self.parameter}@{self.valid_from}"

    def holds(self, day: str) -> bool:
        """Whether it is in force on a day (``2024-05-01``)."""
        return _start(self.valid_from) <= day <= (_end(self.valid_to) if self.valid_to else "9999")


Policy = Mapping[str, tuple[Dated, ...]]


@folders.remembered
def load() -> Policy:
    """All parameters by name, oldest first. InputError with every fault: a row without source or with a wrong day,
    two values in force on one day."""
    found: dict[str, list[Dated]] = {}
    faults: list[Finding] = []
    for path in folders.files("emission_factors", "policy/*.csv"):
        for line, row in folders.rows(path):
            if set(row) != set(COLUMNS):
                raise InputError(Finding("policy-columns", file=path.name, expected=",".join(COLUMNS)))
            dated = Dated(**row)
            fault = _fault(dated)
            if fault:
                faults.append(Finding(fault, path.name, "", f"line {line}", dated.parameter))
            found.setdefault(dated.parameter, []).append(dated)
    faults += [fault for same in found.values() for fault in _overlaps(same)]
    if faults:
        raise InputError(*faults)
    return {name: tuple(sorted(rows, key=lambda row: _start(row.valid_from))) for name, rows in sorted(found.items())}


def find(parameter: str, on: str | int, jurisdiction: str = "", policy: Policy | None = None) -> Dated:
    """The value in force on a day (``2024-05-01``) or in a year (its last day).

    UsageError when the name is unknown (with near names), the jurisdiction has none, or none is in force then (with
    the days for which there is one).
    """
    known = load() if policy is None else policy
    if parameter not in known:
        near = "、".join(get_close_matches(parameter, list(known), cutoff=0.5)) or "-"
        raise UsageError(Finding("policy-unknown", found=parameter, details={"near": near}))
    there = [row for row in known[parameter] if jurisdiction in ("", row.jurisdiction)]
    places = sorted({row.jurisdiction for row in known[parameter]})
    if not there or (jurisdiction == "" and len(places) > 1):
        raise UsageError(
            Finding("policy-jurisdiction", found=f"{parameter} ({jurisdiction})", expected="、".join(places))
        )
    day = _end(str(on))
    serving = [row for row in there if row.holds(day)]
    if not serving:
        spans = "、".join(f"{row.valid_from}–{row.valid_to}" for row in there)
        raise UsageError(Finding("policy-not-in-force", found=parameter, expected=spans, details={"day": day}))
    return serving[0]


def _fault(row: Dated) -> str:
    """The code of what is wrong with a row, or nothing."""
    days = [row.valid_from, *([row.valid_to] if row.valid_to else [])]
    if not all(_DAY.fullmatch(day) for day in days) or (row.valid_to and _start(row.valid_from) > _end(row.valid_to)):
        return "policy-day"
    if not (row.parameter and row.value and row.citation and row.jurisdiction):
        return "policy-incomplete"
    return "" if row.status in STATUSES else "policy-status"


def _overlaps(same: list[Dated]) -> list[Finding]:
    return [
        Finding("policy-overlap", found=row.id, expected=other.id)
        for row, other in combinations(same, 2)
        if row.jurisdiction == other.jurisdiction
        and (row.holds(_start(other.valid_from)) or other.holds(_start(row.valid_from)))
    ]


def _start(day: str) -> str:
    return f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]


def _end(day: str) -> str:
    return f"{day}-12-31" if len(day) == 4 else (f"{day}-31" if len(day) == 7 else day)
