"""From enterprises to the district: what enterprises account for is taken off the statistics, the remainder is shown.

Where the statistics hold a figure, the rows of enterprises stand for their part of it, with what they measured, and
the figure becomes a remainder: statistics less enterprises, never below zero. Where the statistics have none, the rows
stand alone. What would count twice is left out, with a reason. Amounts are summed as decimals, so the order of
enterprises cannot change a digit. Tables in, a record out: whoever has the record can say what was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from ghginv.calculation.feed_relations import LACKING, NON_ENERGY, Key, Place, Relations, fed
from ghginv.domain import regions
from ghginv.factors.guidelines import Guideline
from ghginv.findings import LANGUAGES, Finding

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from ghginv.factors.library import Library

Names = Mapping[tuple[str, str], frozenset[str]]
"""What an enterprise and a facility (or the enterprise itself, facility blank) are called, for statistics by plant."""
FORMAT = 1
_DIGITS, _SMALLEST, _NEGLIGIBLE = 60, Decimal("1E-9"), Decimal("1E-9")
_MOST_UNCERTAIN = 100.0


@dataclass(slots=True)
class Group:
    """A figure of the statistics and its part that enterprises account for.

    ``quantities`` and ``left`` are by row of the statistics, ``parts`` by row of an enterprise. ``excess`` is what
    enterprises have beyond the statistics.
    """

    key: Key
    quantities: dict[str, Decimal]
    left: dict[str, Decimal]
    parts: dict[str, Decimal] = field(default_factory=dict)
    wanted: dict[frozenset[str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    excess: Decimal = Decimal()

    @property
    def quantity(self) -> Decimal:
        """The figure of the statistics."""
        return sum(self.quantities.values(), Decimal())


@dataclass(frozen=True)
class Feed:
    """What became of the rows of enterprises in a region's year.

    ``groups`` are the figures of the statistics of which enterprises account for a part, ``alone`` the rows without a
    figure in the statistics, ``left_out`` the reason and the statistics' figure by row, ``short`` the feedstock that
    the statistics' industry cannot hold.
    """

    groups: tuple[Group, ...]
    alone: tuple[str, ...]
    left_out: Mapping[str, Place]
    short: tuple[tuple[str, str, Decimal, Decimal], ...]

    @property
    def replaced(self) -> tuple[str, ...]:
        """The rows of the statistics for which a remainder stands."""
        return tuple(sorted(each for group in self.groups for each in group.quantities))


def within(enterprises: pd.DataFrame, region: str) -> pd.DataFrame:
    """The rows of enterprises that a region's inventory is about: with an amount, of its categories, standing in it."""
    inside = {code for code in set(enterprises["region"]) if region in regions.chain(code)}
    feeding = {code for code in set(enterprises["category"]) if fed(code)}
    kept = enterprises["quantity"].notna() & enterprises["region"].isin(inside)
    return enterprises[kept & enterprises["category"].isin(feeding)]


def lacking(enterprises: pa.Table, guideline: Guideline, library: Library) -> dict[str, Finding]:
    """The rows for which a guideline has a formula but no factor, by id: one enterprise must not stop a region."""
    from ghginv.calculation import apply, choose

    rows = apply.told_apart(enterprises, library.measured_for()).to_pylist()
    keys = {row["activity_id"]: choose.ActivityKey(**{name: row[name] for name in apply.KEY}) for row in rows}
    # What holds for the year and all facilities holds for each: only what fails so is looked at more closely.
    plain = {key: replace(key, facility="", month=0) for key in set(keys.values())}
    failing = choose.choose(set(plain.values()), guideline, library).lacking
    closer = [key for key, whole in plain.items() if whole in failing]
    errors = choose.choose(closer, guideline, library).lacking
    return {name: errors[key][0] for name, key in keys.items() if key in errors}


def feed(
    statistics: pd.DataFrame,
    enterprises: pd.DataFrame,
    guideline: Guideline,
    names: Names,
    lacking: Mapping[str, Finding] | None = None,
) -> Feed:
    """Take enterprises off statistics (rows with the columns of ``domain.records.Activity`` and ``activity_id``)."""
    with localcontext(prec=_DIGITS):
        groups, rows = _figures(statistics)
        relations = Relations(guideline, frozenset(groups))
        alone, left_out = [], {}
        for row in sorted(enterprises.to_dict("records"), key=lambda each: each["activity_id"]):
            place = relations.place(_key(row))
            if missing := (lacking or {}).get(row["activity_id"]):
                place = Place(reason=LACKING, why=tuple(missing.text(lang) for lang in LANGUAGES))
            if place.reason:
                left_out[row["activity_id"]] = place
            elif place.within:
                group = groups[place.within[0]]
                amount = _decimal(row["quantity"])
                group.parts[row["activity_id"]] = amount
                group.wanted[_rows_for(row, [rows[each] for each in group.quantities], names)] += amount
            else:
                alone.append(row["activity_id"])
        _settle(groups, relations)
        touched = tuple(groups[key] for key in sorted(groups) if groups[key].parts)
        feedstock = enterprises[enterprises["activity_id"].isin([*alone, *(i for g in touched for i in g.parts)])]
        return Feed(touched, tuple(alone), left_out, tuple(_short(feedstock, groups, relations)))


def _figures(statistics: pd.DataFrame) -> tuple[dict[Key, Group], dict[str, Mapping[str, Any]]]:
    """The figures of the statistics from which enterprises can be taken off, and their rows by id."""
    groups: dict[Key, Group] = {}
    rows = {}
    for row in statistics[statistics["quantity"] >= 0].sort_values("activity_id").to_dict("records"):
        if fed(row["category"]):
            group = groups.setdefault(_key(row), Group(_key(row), {}, {}))
            group.quantities[row["activity_id"]] = group.left[row["activity_id"]] = _decimal(row["quantity"])
            rows[row["activity_id"]] = row
    return groups, rows


def _rows_for(own: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], names: Names) -> frozenset[str]:
    """The rows of a figure that are about this plant and technology, as far as the statistics say so."""
    enterprise, facility = own["enterprise"], own["facility"]
    called = {enterprise, facility, *names.get((enterprise, ""), ()), *names.get((enterprise, facility), ())} - {""}
    for column, same in (("facility", called), ("technology", {own["technology"]} - {""})):
        named = [row for row in rows if row[column] in same]
        rows = named or [row for row in rows if not row[column]] or rows
    return frozenset(row["activity_id"] for row in rows)


def _settle(groups: Mapping[Key, Group], relations: Relations) -> None:
    """Take what is wanted off the rows it is about, then off the whole figure, then off the figure beside it."""
    for group in groups.values():
        spilt = Decimal()
        for rows, amount in sorted(group.wanted.items(), key=lambda each: (len(each[0]), sorted(each[0]))):
            spilt += _take(group.left, sorted(rows), amount)
        group.excess = _take(group.left, sorted(group.left), spilt)
    for key in sorted(groups):
        group = groups[key]
        for beside in relations.place(key).within[1:]:
            if group.excess and not _negligible(group):
                _move(group, groups[beside])
        if _negligible(group):
            group.excess = Decimal()


def _take(left: dict[str, Decimal], rows: Sequence[str], amount: Decimal) -> Decimal:
    """Take an amount off rows in proportion to what is left of them; what they do not hold is returned."""
    pool = sum((left[row] for row in rows), Decimal())
    if amount >= pool:
        left.update(dict.fromkeys(rows, Decimal()))
        return amount - pool
    rest = amount
    for row in sorted(rows, key=lambda each: (left[each], each)):
        part = rest if left[row] == pool else (rest * left[row] / pool).quantize(_SMALLEST, ROUND_DOWN)
        part = min(part, left[row])
        rest, pool, left[row] = rest - part, pool - left[row], left[row] - part
    return rest


def _move(group: Group, beside: Group) -> None:
    """What a figure does not hold is part of the one beside it, as far as that holds it."""
    before = group.excess
    group.excess = _take(beside.left, sorted(beside.left), before)
    moved, total = before - group.excess, sum(group.parts.values(), Decimal())
    rest = moved
    for row in sorted(group.parts) if moved else ():
        amount = group.parts[row]
        share = (amount * moved / total).quantize(_SMALLEST, ROUND_DOWN) if row != max(group.parts) else rest
        rest -= share
        group.parts[row] = amount - share
        beside.parts[row] = beside.parts.get(row, Decimal()) + share


def _negligible(group: Group) -> bool:
    return group.excess <= _NEGLIGIBLE * max(group.quantity, Decimal(1))


def _short(
    rows: pd.DataFrame, groups: Mapping[Key, Group], relations: Relations
) -> Iterable[tuple[str, str, Decimal, Decimal]]:
    """Feedstock of enterprises above what is left of the industry's fuel, off which the guideline takes it."""
    wanted: dict[Key, Decimal] = defaultdict(Decimal)
    for row in rows[rows["category"] == NON_ENERGY].to_dict("records"):
        if relations.deducted(key := _key(row)):
            wanted[key] += _decimal(row["quantity"])
    for key, amount in sorted(wanted.items()):
        industry = relations.industry(key.item, key.unit)
        held = sum((left for each in industry for left in groups[each].left.values()), Decimal())
        if amount > held:
            yield key.item, key.unit, amount, held


def remainders(
    feed: Feed, statistics: pd.DataFrame, enterprises: pd.DataFrame, submission: str
) -> list[dict[str, Any]]:
    """The rows that stand for the statistics' own: what is left, at the statistics' cell, saying what was taken off."""
    owners = dict(zip(enterprises["activity_id"], enterprises["enterprise"], strict=True))
    rows = statistics.set_index("activity_id", drop=False).to_dict("index")
    made = []
    for group in feed.groups:
        count = len({owners[each] for each in group.parts})
        for place, quantity in group.quantities.items():
            left = group.left[place]
            taken = f"统计 {_plain(quantity)} {group.key.unit} − 企业合计 {_plain(quantity - left)} {group.key.unit}"
            text = f"{taken}（{count} 家）" + (f"；{rows[place]['source']}" if rows[place]["source"] else "")
            made.append(
                {
                    **rows[place],
                    "activity_id": f"{submission}:{place}",
                    "submission": submission,
                    "quantity": float(left),
                    "uncertainty": _uncertainty(rows[place]["uncertainty"], quantity, left),
                    "reported_value": "",
                    "reported_unit": "",
                    "source": text,
                }
            )
    return sorted(made, key=lambda each: each["activity_id"])


def _uncertainty(given: float | None, quantity: Decimal, left: Decimal) -> float | None:
    """The error of the statistics is that of the remainder, and larger beside it."""
    if given is None or given != given or not left:
        return None
    return given if quantity == left else min(_MOST_UNCERTAIN, given * float(quantity / left))


def record(feed: Feed, enterprises: pd.DataFrame) -> dict[str, Any]:
    """What was done, as plain data: figures with their cells and the rows of enterprises, amounts as written."""
    rows = enterprises.set_index("activity_id").to_dict("index")
    return {
        "format": FORMAT,
        "groups": [_group(group, rows) for group in feed.groups],
        "alone": list(feed.alone),
        "left_out": {name: {**_named(rows[name]), **_reason(place)} for name, place in sorted(feed.left_out.items())},
        "alone_as": sorted({(rows[name]["category"], rows[name]["item"]) for name in feed.alone}),
        "short": [[item, unit, _plain(amount), _plain(held)] for item, unit, amount, held in feed.short],
    }


def _group(group: Group, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    by_enterprise: dict[str, Decimal] = defaultdict(Decimal)
    for name, amount in group.parts.items():
        by_enterprise[rows[name]["enterprise"]] += amount
    ranked = sorted(by_enterprise.items(), key=lambda each: (-each[1], each[0]))
    return {
        **group.key._asdict(),
        "quantity": _plain(group.quantity),
        "enterprises": _plain(sum(group.parts.values(), Decimal())),
        "remainder": _plain(sum(group.left.values(), Decimal())),
        "excess": _plain(group.excess),
        "statistics": {name: [_plain(group.quantities[name]), _plain(group.left[name])] for name in group.quantities},
        "parts": {name: _plain(amount) for name, amount in sorted(group.parts.items())},
        "by_enterprise": {name: _plain(amount) for name, amount in ranked},
    }


def _reason(place: Place) -> dict[str, Any]:
    return {"reason": place.reason, "other": list(place.other or ()), "why": list(place.why)}


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: row[name] for name in ("enterprise", "category", "item")}


def _key(row: Mapping[str, Any]) -> Key:
    return Key(row["category"], row["item"], row["unit"], int(row["vintage"]))


def _decimal(quantity: float) -> Decimal:
    return Decimal(repr(float(quantity)))


def _plain(amount: Decimal) -> str:
    """A number as people write it: 12480.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
