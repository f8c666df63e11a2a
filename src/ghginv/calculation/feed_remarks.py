"""What to know of a feed (see ``enterprise_feed``): remainders below zero, what stands alone, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ghginv.calculation.feed_relations import FEEDSTOCK, LACKING, OTHERWISE, PROCESS_FUEL, REASONS, UNSERVED
from ghginv.domain import categories, items, regions
from ghginv.findings import Finding

LARGEST, SHOWN = 3, 8
_NOT_TOLD = ("electricity", "heat")  # most guidelines for regions have no such rule, for anybody
CODES = {
    OTHERWISE: "feed-otherwise",
    LACKING: "feed-lacking",
    UNSERVED: "feed-unserved",
    FEEDSTOCK: "feed-feedstock",
    PROCESS_FUEL: "feed-process-fuel",
}


def findings(record: Mapping[str, Any], region: str, names: Mapping[str, str]) -> list[Finding]:
    """The findings of a feed as recorded; ``names`` are those of the enterprises, by code."""
    return [
        *_negative(record, region, names),
        *_short(record),
        *_left_out(record),
        *_alone(record),
    ]


def _negative(record: Mapping[str, Any], region: str, names: Mapping[str, str]) -> Iterator[Finding]:
    place = regions.find_code(region)
    for group in record["groups"]:
        if group["excess"] == "0":
            continue
        ranked = list(group["by_enterprise"].items())[:LARGEST]
        largest = "、".join(
            f"{' '.join(filter(None, (code, names.get(code, ''))))} {_number(amount)}" for code, amount in ranked
        )
        yield Finding(
            "feed-negative",
            found=f"{_number(group['enterprises'])} {group['unit']}",
            expected=f"{_number(group['quantity'])} {group['unit']}",
            details={**_what(group["category"], group["item"]), **_both("place", place), "largest": largest},
        )


def _short(record: Mapping[str, Any]) -> Iterator[Finding]:
    for item, unit, amount, held in record["short"]:
        details = _both("item", items.find_code(item))
        found, expected = f"{_number(amount)} {unit}", f"{_number(held)} {unit}"
        yield Finding("feed-feedstock-short", found=found, expected=expected, details=details)


def _left_out(record: Mapping[str, Any]) -> Iterator[Finding]:
    rows: dict[tuple[int, str, str], list[Mapping[str, Any]]] = {}
    for each in record["left_out"].values():
        rows.setdefault((REASONS.index(each["reason"]), each["category"], each["item"]), []).append(each)
    for (reason, category, item), same in sorted(rows.items()):
        if REASONS[reason] == UNSERVED and items.find_code(item).kind in _NOT_TOLD:
            continue
        other = same[0]["other"]
        details = {**_what(category, item), "count": len({each["enterprise"] for each in same})}
        details |= dict(zip(("why_zh", "why_en"), same[0]["why"], strict=False))
        told = f"{other[0]} {items.find_code(other[1]).zh}" if other else ""
        if REASONS[reason] == PROCESS_FUEL:
            told, told_en = _carbon(other)
            details["expected_en"] = told_en
        yield Finding(CODES[REASONS[reason]], expected=told, details=details)


def _carbon(other: list[str]) -> tuple[str, str]:
    if other:
        return f"仍在统计的 {other[0]} 中", f"stays in {other[0]} of the statistics"
    return "统计的工业消费量中也没有，可能漏算", "is not in the statistics of industry either and may be missing"


def _alone(record: Mapping[str, Any]) -> Iterator[Finding]:
    if pairs := record["alone_as"]:
        shown = "、".join(f"{category} {items.find_code(item).zh}" for category, item in pairs[:SHOWN])
        more = " …" if len(pairs) > SHOWN else ""
        yield Finding("feed-alone", found=shown + more, details={"count": len(pairs)})


def _what(category: str, item: str) -> dict[str, str]:
    return {**_both("category", categories.tree()[category]), **_both("item", items.find_code(item))}


def _both(name: str, named: Any) -> dict[str, str]:
    return {f"{name}_{lang}": named.name(lang) for lang in ("zh", "en")}


def _number(text: str) -> str:
    return f"{Decimal(text):,.6f}".rstrip("0").rstrip(".")
