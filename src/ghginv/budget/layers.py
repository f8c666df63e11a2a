"""Where a facility stands: on any day in one region, one industry, one layer 层; its moves are rows with dates.

Layers: ETSN national-ETS facilities, ETSL local-ETS facilities, KEY other key emitters, NEW projects not yet running,
DIF diffuse, PWR net imported power; SINK is a memo. A facility is known by its enterprise and its own code. All
functions take the table of facilities of a plan (``enterprise, name, facility, region, industry, layer, valid_from,
valid_to``; days ISO, empty = open) and do not depend on the order of its rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ghginv.budget.rules import Rules
from ghginv.budget.trees import FIRST, LAST, Tree, day_before, next_day
from ghginv.domain import credit_codes, names
from ghginv.domain.monthly import last_day
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

NATIONAL, LOCAL = "ETSN", "ETSL"
PLACES = ("region", "industry", "layer")
MOVES = ("enterprise", "name", "facility", "day", "what", "before", "after")
Fault = tuple[Hashable, str, Finding]
"""The index of a row, the column, the finding without place."""


def on(facilities: pd.DataFrame, day: str) -> pd.DataFrame:
    """The rows in force on a day: at most one a facility where the table is without faults."""
    first = facilities["valid_from"].where(facilities["valid_from"] != "", FIRST)
    last = facilities["valid_to"].where(facilities["valid_to"] != "", LAST)
    return _ordered(facilities[(first <= day) & (day <= last)])


def of_year(facilities: pd.DataFrame, year: int) -> pd.DataFrame:
    """Each facility that stood on some day of the year, with the row that counts for the year, and that ``day``.

    The row of the last day of the year counts; of a facility closed before, that of its last valid day.
    """
    return _within(facilities, f"{year}-01-01", f"{year}-12-31")


def of_month(facilities: pd.DataFrame, year: int, month: int) -> pd.DataFrame:
    """The same for a month: who closed or moved within it is where it stood last."""
    return _within(facilities, f"{year}-{month:02d}-01", last_day(year, month))


def _within(facilities: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    first = facilities["valid_from"].where(facilities["valid_from"] != "", FIRST)
    last = facilities["valid_to"].where(facilities["valid_to"] != "", LAST)
    there = facilities[(first <= end) & (last >= start)]
    there = there.assign(day=last[there.index].clip(upper=end))
    by_day = there.sort_values(["enterprise", "facility", "day"])
    return _ordered(by_day.drop_duplicates(["enterprise", "facility"], keep="last"))


def moves(facilities: pd.DataFrame) -> pd.DataFrame:
    """What changed and when, with the columns of MOVES: a row for each change of region, industry or layer.

    ``what`` is also ``opened`` (a first day is named), ``closed`` (a last day is named, and nothing follows) and
    ``gap`` (days without a row between two rows: ``before`` and ``after`` are the first and the last of them).
    """
    import pandas as pd

    found = []
    for stays in _histories(facilities):
        who = {name: stays[-1][name] for name in ("enterprise", "name", "facility")}
        if stays[0]["valid_from"]:
            found.append({**who, "day": stays[0]["valid_from"], "what": "opened", "before": "", "after": ""})
        for before, after in pairwise(stays):
            day = _first(after)
            if _first(after) > next_day(_last(before)):
                gap = {"before": next_day(_last(before)), "after": day_before(day)}
                found.append({**who, "day": gap["before"], "what": "gap", **gap})
            for what in PLACES:
                if before[what] != after[what]:
                    found.append({**who, "day": day, "what": what, "before": before[what], "after": after[what]})
        if stays[-1]["valid_to"]:
            found.append({**who, "day": stays[-1]["valid_to"], "what": "closed", "before": "", "after": ""})
    table = pd.DataFrame(found, columns=list(MOVES))
    return table.sort_values(list(MOVES), ignore_index=True)


def held(regions: Tree, day: str = "") -> tuple[str, ...]:
    """The regions held by the city itself 市级直管: those of kind ``held`` and all below them."""
    tops = [code for code in regions.subtree(regions.root, day) if regions.node(code, day).kind == "held"]
    return tuple(dict.fromkeys(below for code in tops for below in regions.subtree(code, day)))


def faults(facilities: pd.DataFrame, rules: Rules) -> list[Fault]:
    """What is wrong with the table by itself: credit codes, two rows on one day, gaps, two markets in one year.

    Trees are not looked at here (``plan_checks.facilities`` does); blank cells are findings of the row.
    """
    found = list(_codes(facilities))
    for stays in _histories(facilities):
        for before, after in pairwise(stays):
            found += _neighbours(before, after)
        found += _two_markets(stays)
        for stay in stays:
            layer = rules.layer(str(stay["layer"]))
            if layer and not layer.enterprises:
                detail = {"name": stay["name"], "layer_zh": layer.zh, "layer": layer.en}
                found.append((stay["index"], "layer", Finding("budget-facility-unnamed", details=detail)))
    return found


def _neighbours(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Fault]:
    """Two rows on one day, or days without a row, between rows that follow each other."""
    shown = f"{after['name']} {after['facility']}"
    if _last(before) >= _first(after):
        same = all(before[what] == after[what] for what in PLACES)
        where = "、".join(f"{stay['region']}·{stay['industry']}·{stay['layer']}" for stay in (before, after))
        finding = Finding("budget-facility-twice", found=shown, details={"day": _first(after), "where": where})
        yield after["index"], "facility" if same else "valid_from", finding
    elif _first(after) > next_day(_last(before)):
        details = {"first": next_day(_last(before)), "last": day_before(_first(after))}
        yield after["index"], "valid_from", Finding("budget-facility-gap", found=shown, details=details)


def _two_markets(stays: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    """Rows of the national and of a local market that touch the same year."""
    national = [stay for stay in stays if stay["layer"] == NATIONAL]
    local = [stay for stay in stays if stay["layer"] == LOCAL]
    for one in national:
        for other in local:
            first = max(_first(one)[:4], _first(other)[:4])
            if first <= min(_last(one)[:4], _last(other)[:4]):
                later = max(one, other, key=_first)
                year = later["valid_from"][:4] or "—"
                shown = f"{later['name']} {later['facility']}"
                finding = Finding("budget-facility-two-markets", found=shown, details={"year": year})
                yield later["index"], "layer", finding


def _codes(facilities: pd.DataFrame) -> Iterator[Fault]:
    """Credit codes that cannot be, with two names, or two for one name."""
    called: dict[str, dict[str, str]] = {}
    coded: dict[str, dict[str, None]] = {}
    rows = _records(facilities)
    for row in rows:
        problem = credit_codes.problem(row["enterprise"])
        if problem:
            yield row["index"], "enterprise", problem
        code = credit_codes.plain(row["enterprise"])
        called.setdefault(code, {}).setdefault(names.plain(row["name"]), row["name"])
        coded.setdefault(names.plain(row["name"]), {})[code] = None
    for row in rows:
        code, name = credit_codes.plain(row["enterprise"]), names.plain(row["name"])
        first = next(iter(called[code]))
        if name != first:
            details = {"names": "、".join(called[code].values())}
            yield row["index"], "name", Finding("budget-facility-two-names", found=code, details=details)
        if code != next(iter(coded[name])):
            finding = Finding("budget-facility-two-codes", found=row["name"], expected="、".join(coded[name]))
            yield row["index"], "enterprise", finding


def _histories(facilities: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The rows of each facility, the oldest first."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in _records(facilities):
        found.setdefault((credit_codes.plain(row["enterprise"]), row["facility"]), []).append(row)
    return [sorted(found[key], key=lambda row: (_first(row), _last(row))) for key in sorted(found)]


def _records(facilities: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows in order of content, each with its index in the table."""
    rows = _ordered(facilities)
    return [{**row, "index": index} for index, row in zip(rows.index, rows.to_dict("records"), strict=True)]


def _ordered(facilities: pd.DataFrame) -> pd.DataFrame:
    return facilities.sort_values(["enterprise", "facility", "valid_from", "valid_to", "region", "industry", "layer"])


def _first(row: dict[str, Any]) -> str:
    return str(row["valid_from"]) or FIRST


def _last(row: dict[str, Any]) -> str:
    return str(row["valid_to"]) or LAST
