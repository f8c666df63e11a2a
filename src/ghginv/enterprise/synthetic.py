"""Enterprises that do not exist: what they would have filled in, drawn from a seed, for tests, the demo and benchmarks.

``templates/synthetic/industries/*.toml`` says what an industry's enterprise uses and makes; sizes and intensities are
round numbers of our own, no statistics. The same seed, number and year give the same figures on every machine, whatever
the count. Numbers hold together: months add up, purchases and stocks explain the use, green power is a part of what was
bought, value added a part of the gross output. Codes are valid by checksum, yet none was ever given out: they say FAKE
where the organisation stands.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import count, islice
from random import Random
from typing import Any

from ghginv import folders
from ghginv.domain import credit_codes, regions

Row = dict[str, str | float]

REMARK = "虚构企业，数据由 ghginv synthetic 随机生成，仅供测试和演示，不代表任何真实企业。"
LABORATORY = "虚构检测机构"
_BASE_YEAR = 2020  # from which growth is counted
_EVIDENCE = (
    ("E01", "电费和燃料结算单（虚构）", "invoice"),
    ("E02", "检测报告（虚构）", "laboratory_report"),
    ("E03", "生产月报（虚构）", "production_report"),
)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of made-up enterprises, as its file says."""

    id: str
    zh: str
    gbt4754: str
    weight: float
    market: str
    size: Mapping[str, float]
    facilities: Sequence[Sequence[str]]
    rows: Sequence[Mapping[str, Any]]
    measured: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up enterprise in a year; ``rows`` by sheet hold codes and numbers, by the fields of the workbook.

    The keys ``facilities``, ``measured`` and ``evidence`` of ``rows`` stand for the sheets with these roles.
    """

    number: int
    name: str
    credit_code: str
    template: str
    industry: str
    region: str
    market: str
    year: int
    facilities: tuple[tuple[str, str], ...] = ()
    rows: Mapping[str, list[Row]] = field(default_factory=dict)


@folders.remembered
def industries() -> tuple[Industry, ...]:
    """The industries, in the order of their files."""
    paths = folders.files("templates", "synthetic/industries/*.toml")
    return tuple(Industry(**tomllib.loads(path.read_text("utf-8"))) for path in paths)


@folders.remembered
def profiles() -> Mapping[str, tuple[float, ...]]:
    """The twelve shares of the year of each seasonal profile."""
    found = {}
    for _, row in folders.rows(folders.file("templates", "synthetic/profiles.csv")):
        weights = [float(weight) for name, weight in row.items() if name != "profile"]
        found[row["profile"]] = tuple(weight / sum(weights) for weight in weights)
    return found


def enterprises(number: int, seed: int, year: int, region: str) -> Iterator[Made]:
    """The first ``number`` enterprises; each industry comes once before any comes twice, then by its weight."""
    places = districts(region, year)
    for index, (industry, nth) in enumerate(islice(_order(), number), start=1):
        place = places[index % len(places)]
        yield _made(industry, nth, index, seed, year, place)


def credit_code(number: int, region: str) -> str:
    """A code that is right by its checksum and says that it is made up.

    >>> credit_code(7, "440311")
    '91440311FAKE00007R'
    """
    body = f"91{region if region.isdecimal() else '440300'}FAKE{number:05d}"
    return body + credit_codes.check_sign(body)


def districts(region: str, year: int) -> list[str]:
    """Where the enterprises of a region stand: its districts, or itself where it has none."""
    below = [each.code for each in regions.children(region, year) if each.code.isdecimal()]
    return below or [region]


def _order() -> Iterator[tuple[Industry, int]]:
    """Industries by turns, each with its number among its like."""
    turns = [_turns(place, industry) for place, industry in enumerate(industries())]
    for _, place, nth in merge(*turns):
        yield industries()[place], nth


def _turns(place: int, industry: Industry) -> Iterator[tuple[float, int, int]]:
    """When an industry's next enterprise comes: a heavy one more often."""
    yield from ((before / industry.weight, place, before + 1) for before in count())


def _made(industry: Industry, nth: int, number: int, seed: int, year: int, region: str) -> Made:
    lasting = Random(f"{seed}|{number}")  # what stays from year to year
    drawn = Random(f"{seed}|{number}|{year}")
    low, high = industry.size["low"], industry.size["high"]
    first = low * (high / low) ** lasting.random()
    growth = 1 + lasting.uniform(-0.03, 0.05)
    size = first * growth ** (year - _BASE_YEAR) * drawn.uniform(0.95, 1.05)
    rows: dict[str, list[Row]] = {
        "facilities": [{"code": code, "name": name, "opened": opened} for code, name, opened in industry.facilities],
        "evidence": [{"number": code, "title": title, "kind": kind} for code, title, kind in _EVIDENCE],
    }
    for described in industry.rows:
        base = first if described.get("constant") else size
        row = _row(described, base, lasting, drawn)
        if row:
            rows.setdefault(described["sheet"], []).append(row)
    rows["measured"] = [_measured(described, lasting, drawn) for described in industry.measured]
    return Made(
        number, f"虚构{industry.zh}企业{nth:03d}", credit_code(number, region), industry.id, industry.gbt4754, region,
        industry.market, year, tuple((code, name) for code, name, _ in industry.facilities), rows,
    )  # fmt: skip


_NAMED = ("facility", "category", "item", "technology", "unit")


def _row(described: Mapping[str, Any], size: float, lasting: Random, drawn: Random) -> Row | None:
    """A row of activity data or output, or None where the enterprise has none; draws are the same in number."""
    there = lasting.random() < described.get("chance", 1)
    level = 1 + described.get("spread", 0) * lasting.uniform(-1, 1)
    shares = {name: lasting.uniform(*bounds) for name, bounds in described.get("of", {}).items()}
    terms = {name: lasting.uniform(*bounds) for name, bounds in described.get("terms", {}).items()}
    fixed = lasting.uniform(*described.get("fixed", (0, 0)))
    changed = 1 if described.get("constant") or not described.get("spread") else drawn.uniform(0.97, 1.03)
    amount = fixed or size * described["per"] * level * changed
    digits = described.get("digits", 2 if amount < 10_000 else 1)
    row: Row = {name: described[name] for name in _NAMED if name in described}
    if described.get("yearly"):
        row["quantity"] = total = round(amount, digits)
    else:
        months = _months(amount, described.get("profile", "steady"), digits, drawn)
        row |= {f"month_{month}": value for month, value in enumerate(months, start=1)}
        total = sum(months)
    if described.get("stocks"):
        row |= _stocks(total, digits, drawn)
    row |= {name: round(share * total, 3) for name, share in shares.items()}
    row |= {name: round(value, 4) for name, value in terms.items()}
    row |= dict.fromkeys(described.get("zeros", ()), 0.0)
    row["evidence"] = "E03" if described["sheet"] == "产量产值" else "E01"
    return row if there and total else None


def _months(amount: float, profile: str, digits: int, drawn: Random) -> list[float]:
    weights = [share * drawn.uniform(0.94, 1.06) for share in profiles()[profile]]
    return [round(amount * weight / sum(weights), digits) for weight in weights]


def _stocks(total: float, digits: int, drawn: Random) -> Row:
    """Stocks of a few days, and purchases that explain the use."""
    opening, closing = (round(total * drawn.uniform(0.01, 0.06), digits) for _ in range(2))
    bought = round(total - opening + closing, digits)
    return {"purchased": bought, "opening_stock": opening, "closing_stock": closing}


def _measured(described: Mapping[str, Any], lasting: Random, drawn: Random) -> Row:
    """Values of twelve months around the enterprise's own level, within the range."""
    low, high = described["range"]
    digits, level = described.get("digits", 2), lasting.uniform(low, high)
    values = [min(high, max(low, level * drawn.uniform(0.99, 1.01))) for _ in range(12)]
    named = {name: described[name] for name in ("facility", "item", "parameter", "unit", "method") if name in described}
    months = {f"month_{month}": round(value, digits) for month, value in enumerate(values, start=1)}
    return {**named, **months, "laboratory": LABORATORY, "evidence": "E02"}
