"""One table of the factor library: its rows as parameters, and all that is wrong with them, by file and line.

The columns of a table are ``COLUMNS``; ``gas`` may be left out where no number is about one gas alone. One row is one
number. ``value`` may be a ratio (``44/12``) and is kept as
written.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ghginv.domain import gases, items, units
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.errors import InputError
from ghginv.findings import Finding

COLUMNS = (
    "parameter_id", "name", "value", "unit", "lower", "upper", "distribution", "region", "valid_from", "valid_to",
    "category", "item", "technology", "gas", "factor_set", "source_id", "place", "tier", "status", "confirmed", "note",
)  # fmt: skip
STATUSES = ("found", "value_found", "recalled", "derived", "doubtful")
"""Evidence marks: figure and source read; figure read, document recalled; recalled; computed; to be checked first."""
TIERS = ("international", "national", "local", "measured")
DISTRIBUTIONS = ("", "normal", "lognormal", "triangular", "uniform", "truncated_normal", "beta")

_WORDS = {"status": STATUSES, "tier": TIERS, "distribution": DISTRIBUTIONS}
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_DATE = re.compile(r"[12]\d{3}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that a row may name."""

    sources: Collection[str]
    items: Collection[str]
    regions: Collection[str]
    categories: Collection[str]


@dataclass(frozen=True, slots=True)
class Line:
    """Where a row stands."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}:{self.number}"

    def finding(self, code: str, found: str = "", expected: str = "", **details: str) -> Finding:
        """A finding at this line."""
        return Finding(code, self.file, "", f"line {self.number}", found, expected, details)


def number(text: str) -> float | None:
    """A number, or the ratio of two (``44/12``); None for anything else."""
    parts = text.split("/")
    if len(parts) > 2 or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
        return None
    numerator, denominator = float(parts[0]), float(parts[1]) if len(parts) == 2 else 1.0
    return numerator / denominator if denominator else None


def read(path: Path, known: Known) -> tuple[list[tuple[Line, Parameter]], list[Finding]]:
    """The sound rows of a table with their lines, and the findings of all others."""
    rows: list[tuple[Line, Parameter]] = []
    findings: list[Finding] = []
    for line, row in _texts(path, findings):
        faults = [
            *_identity(line, row, known),
            *_quantity(line, row),
            *_scope(line, row, known),
            *_numbers(line, row),
            *_years(line, row),
        ]
        findings += faults
        if not any(fault.severity == "error" for fault in faults):
            rows.append((line, _parameter(row)))
    return rows, findings


def _texts(path: Path, findings: list[Finding]) -> Iterator[tuple[Line, dict[str, str]]]:
    name = f"{path.parent.name}/{path.name}"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        header = [column.strip() for column in next(reader, [])]
        if header not in (list(COLUMNS), [column for column in COLUMNS if column != "gas"]):
            odd = sorted(set(header) ^ set(COLUMNS)) or header
            findings.append(Line(name, 1).finding("factor-header", ", ".join(odd), ",".join(COLUMNS)))
            return
        for cells in reader:
            line = Line(name, reader.line_num)
            if len(cells) != len(header):
                findings.append(line.finding("factor-columns", str(len(cells)), str(len(header))))
            else:
                yield line, {"gas": "", **{column: cell.strip() for column, cell in zip(header, cells, strict=True)}}


def _identity(line: Line, row: Mapping[str, str], known: Known) -> Iterator[Finding]:
    if not row["parameter_id"]:
        suggested = ".".join(row[column] for column in ("factor_set", "name", "item", "category") if row[column])
        yield line.finding("factor-id-missing", expected=suggested)
    if not row["source_id"]:
        yield line.finding("factor-uncited", row["parameter_id"])
    elif row["source_id"] not in known.sources:
        yield line.finding("factor-source-unknown", row["source_id"], near=_near(row["source_id"], known.sources))
    for column, words in _WORDS.items():
        if row[column] not in words:
            yield line.finding("factor-word-unknown", row[column], " | ".join(filter(None, words)), column=column)
    if not row["factor_set"]:
        yield line.finding("factor-word-unknown", "", "pg2011, ipcc2006, …", column="factor_set")


def _quantity(line: Line, row: Mapping[str, str]) -> Iterator[Finding]:
    term = TERMS.get(row["name"])
    if term is None:
        yield line.finding("factor-name-unknown", row["name"], near=_near(row["name"], TERMS))
        return
    expected = " | ".join(term.units)
    dimension = _dimension(row["unit"])
    if dimension is None:
        yield line.finding("factor-unit-unknown", row["unit"], expected)
        return
    fitting = [unit for unit in term.units if _dimension(unit) == dimension]
    if not fitting:
        yield line.finding("factor-unit", row["unit"], expected)
    elif (value := number(row["value"])) is not None:
        value = units.convert(value, row["unit"], fitting[0])
        if not term.plausible(value, fitting[0]):
            low, high = term.ranges[fitting[0]]
            usual = f"{low:g}–{high:g} {fitting[0]}"
            yield line.finding("factor-implausible", f"{row['value']} {row['unit']}", usual)


def _scope(line: Line, row: Mapping[str, str], known: Known) -> Iterator[Finding]:
    if row["item"] and row["item"] not in known.items:
        near = "、".join(items.nearest(row["item"])) or "-"
        yield line.finding("factor-item-unknown", row["item"], near=near)
    if row["region"] and row["region"] not in known.regions:
        yield line.finding("factor-region-unknown", row["region"])
    if row["category"] and row["category"] not in known.categories:
        yield line.finding("factor-category-unknown", row["category"])
    if row["gas"] and row["gas"] not in gases.load():
        yield line.finding("factor-word-unknown", row["gas"], "SF6, PFC-14, HFC-23, …", column="gas")


def _numbers(line: Line, row: Mapping[str, str]) -> Iterator[Finding]:
    value, lower, upper = (number(row[column]) for column in ("value", "lower", "upper"))
    for column, parsed in (("value", value), ("lower", lower), ("upper", upper)):
        if parsed is None and (row[column] or column == "value"):
            yield line.finding("factor-number", row[column], column=column)
    if value is not None and not (value if lower is None else lower) <= value <= (value if upper is None else upper):
        yield line.finding("factor-bounds", f"{row['lower']}–{row['upper']}", row["value"])


def _years(line: Line, row: Mapping[str, str]) -> Iterator[Finding]:
    first, last = row["valid_from"], row["valid_to"]
    in_years = all(_YEAR.fullmatch(year) for year in (first, last) if year)
    if not in_years or (first and last and first > last):
        yield line.finding("factor-year", f"{first}–{last}")
    if row["confirmed"] and not _DATE.fullmatch(row["confirmed"]):
        yield line.finding("factor-word-unknown", row["confirmed"], "2026-01-31", column="confirmed")


def _parameter(row: dict[str, str]) -> Parameter:
    given = {**row, "written": row["value"]}
    numbers = {column: number(given.pop(column)) for column in ("value", "lower", "upper")}
    years = {column: int(given.pop(column) or 0) or None for column in ("valid_from", "valid_to")}
    return Parameter(**given, **numbers, **years)  # type: ignore[arg-type]


@cache
def _dimension(unit: str) -> str | None:
    try:
        return units.dimension(unit)
    except InputError:
        return None


def _near(text: str, known: Collection[str]) -> str:
    return "、".join(get_close_matches(text, list(known), cutoff=0.5)) or "-"
