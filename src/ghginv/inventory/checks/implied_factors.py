"""Q4: the parameters used against their ranges, and implied factors against those of other regions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isnan
from statistics import median
from typing import Any

from ghginv.domain import units
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.factors.library import Library
from ghginv.findings import Finding
from ghginv.inventory.checks import subject as checked
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import SUBMITTED, Subject, Sums, figure, named, rules


def check(subject: Subject) -> Result:
    """Every parameter used, and every implied factor that at least one other region has too."""
    inventory = subject.inventory
    remarks, examined = [], 0
    records = {row["parameter_id"]: row for row in inventory.parameters.to_dict("records")}
    seen = set()
    for choice in inventory.choices[inventory.choices["formula"] != ""].to_dict("records"):
        for term in json.loads(choice["terms"]):
            if (term["parameter_id"], term["unit"]) not in seen:
                seen.add((term["parameter_id"], term["unit"]))
                place = choice["activity_category"], choice["item"], choice["gas"]
                remarks += list(_term(term, records[term["parameter_id"]], subject.library, place))
    examined += len(seen)
    mine = checked.implied_factors(inventory)
    shared = _shared(subject, mine)
    remarks += [remark for key, others in shared.items() for remark in _beside(mine[key], key, others)]
    left_out = () if subject.peers else (Finding("qa-no-peers"),)
    return Result("Q4", examined + len(shared), tuple(remarks), left_out)


def _term(term: Any, record: Any, library: Library, place: tuple[str, str, str]) -> Iterator[Remark]:
    """A value outside its own range, implausible for what it is, or submitted and outside the library's range."""
    details = named(*place) | {f"name_{lang}": TERMS[term["name"]].title(lang) for lang in ("zh", "en")}
    details["parameter"] = term["parameter_id"]

    def remark(code: str, found: float, lower: float, upper: float, unit: str) -> Remark:
        expected = f"{figure(lower)}–{figure(upper)} {unit}"
        return Remark(Finding(code, found=f"{figure(found)} {unit}", expected=expected, details=details), *place)

    lower, upper = _bound(record["lower"]), _bound(record["upper"])
    if not _between(record["value"], lower, upper):
        yield remark(
            "qa-factor-range", record["value"], lower or record["value"], upper or record["value"], record["unit"]
        )
    ranges = TERMS[term["name"]].ranges
    if term["unit"] in ranges and not TERMS[term["name"]].plausible(term["value"], term["unit"]):
        yield remark("qa-factor-implausible", term["value"], *ranges[term["unit"]], term["unit"])
    if record["tier"] in SUBMITTED and (known := _published(record, library)):
        least, most = min(low for low, _ in known), max(high for _, high in known)
        if not least <= record["value"] <= most:
            yield remark("qa-factor-submitted", record["value"], least, most, record["unit"])


def _published(record: Any, library: Library) -> list[tuple[float, float]]:
    """The published ranges for the same term and item, in the unit of the record."""
    rows: list[Parameter] = [row for row in library.named(record["name"], record["item"]) if row.tier not in SUBMITTED]
    return [
        (units.convert(row.lower, row.unit, record["unit"]), units.convert(row.upper, row.unit, record["unit"]))
        for row in rows
        if row.lower is not None and row.upper is not None
        if units.dimension(row.unit) == units.dimension(record["unit"])
    ]


def _bound(value: Any) -> float | None:
    return None if value is None or isnan(value) else float(value)


def _between(value: float, lower: float | None, upper: float | None) -> bool:
    return (lower is None or lower <= value) and (upper is None or value <= upper)


def _shared(subject: Subject, mine: Sums) -> dict[tuple[str, ...], list[float]]:
    """The implied factors of other regions, for what this inventory has too."""
    others = [checked.implied_factors(peer) for _, peer in sorted(subject.peers.items())]
    found = {key: [each[key] for each in others if key in each] for key in sorted(mine)}
    return {key: values for key, values in found.items() if values}


def _beside(mine: float, key: tuple[str, ...], others: list[float]) -> Iterator[Remark]:
    limit, middle = rules()["Q4"]["peers_percent"], median(others)
    if abs(mine - middle) > limit / 100 * abs(middle):
        details = named(*key) | {"regions": len(others), "limit": limit}
        yield Remark(Finding("qa-factor-peers", found=figure(mine), expected=figure(middle), details=details), *key)
