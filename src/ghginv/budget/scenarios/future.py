"""The activities of the years ahead: base × driver × intensity × what has moved to another item.

A source is an activity of the base year, or what moves from one to another item; it keeps its number in all scenarios
and years. Its factors stand beside its quantity, so that the decomposition rests on what was computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ghginv.budget.plan_numbers import Row
from ghginv.budget.scenarios import drivers, matching, paths, switches
from ghginv.budget.scenarios.emissions import KEY, Base
from ghginv.budget.scenarios.plan import Plan
from ghginv.budget.scenarios.switches import Switch
from ghginv.calculation.choose import ActivityKey
from ghginv.domain import items
from ghginv.errors import InputError
from ghginv.findings import Finding

FACTORS = ("activity", "structure", "intensity", "mix", "power")
"""What multiplies an activity of the base year, and the factor of electricity."""
NCV = "net_calorific_value"
_BLANK: Mapping[str, Any] = {"technology": "", "facility": "", "vintage": 0}


@dataclass(frozen=True)
class Sources:
    """``table``: ``source, activity_id, origin`` (number of the source it moves from, -1 for none), key columns,
    ``quantity`` of the base year (of a move: if all of it moved), ``driver`` ("" where no line of the mapping fits).

    ``moves``: by source that receives, the switch of each scenario.
    """

    table: pd.DataFrame
    base: Base
    moves: Mapping[int, Mapping[str, Switch]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """What moves: from which source to which key, by a switch of which category, at which ratio (0: none given)."""

    origin: int
    key: ActivityKey
    category: str
    ratio: float


def sources(plan: Plan, base: Base) -> Sources:
    """The sources of a plan. InputError: a switch without ratio, or to what the guideline does not serve."""
    table = base.activity.reset_index(drop=True)
    places = {matching.place(row): row.text("driver") for row in plan.tables["mapping"]}
    table = table.assign(source=range(len(table)), origin=-1)
    kinds = {kind: matching.closest(places, *kind) for kind in _kinds(table)}
    own = [kinds[kind] for kind in zip(table["category"], table["item"], strict=True)]
    table["driver"] = [places[place] if place else "" for place in own]
    moved = _moves(plan, table)
    if not moved:
        return Sources(table, base)
    extended = base.extended(sorted({move.key for move in moved}))
    served = {each.key for each in extended.choices.chosen if each.computed}
    faults = [
        each.row.finding("scenario-switch-unserved", "to_item", category=move.key.category)
        for move, by_scenario in moved.items() for each in by_scenario.values() if move.key not in served
    ]  # fmt: skip
    if faults:
        raise InputError(*{fault.place: fault for fault in faults}.values())
    rows, moves = [], {}
    for number, move in enumerate(moved, start=len(table)):
        told = table.loc[move.origin].to_dict()
        ratio = _ratio(next(iter(moved[move].values())), told, move.key, extended)
        told |= {name: getattr(move.key, name) for name in KEY}
        rows.append({**told, "source": number, "origin": move.origin, "quantity": told["quantity"] * ratio})
        moves[number] = moved[move]
    return Sources(pd.concat([table, pd.DataFrame(rows)], ignore_index=True), extended, moves)


def _kinds(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(dict.fromkeys(zip(table["category"], table["item"], strict=True)))


def _moves(plan: Plan, table: pd.DataFrame) -> dict[Move, dict[str, Switch]]:
    """The moves of all scenarios, each with the switch that each scenario has of it."""
    found: dict[Move, dict[str, Switch]] = {}
    for scenario in plan.scenarios:
        for switch in switches.of(plan, scenario):
            fitting = {kind for kind in _kinds(table) if switch.fits(*kind)}
            if not fitting:
                raise InputError(switch.row.finding("scenario-switch-nothing", "category"))
            for row in table.to_dict("records"):
                if (row["category"], row["item"]) in fitting:
                    known = {name: row[name] for name in KEY} | dict(_BLANK)
                    known |= {"category": switch.to_category or row["category"], "item": switch.to_item}
                    known["unit"] = items.find_code(switch.to_item).unit
                    given = switch.row.number("ratio") if switch.row.has("ratio") else 0.0
                    move = Move(row["source"], ActivityKey(**known), switch.category, given)
                    found.setdefault(move, {})[scenario] = switch
    return found


def _ratio(switch: Switch, told: Mapping[str, Any], key: ActivityKey, base: Base) -> float:
    """Units of the new item for a unit of the old: as given, else by equal net calorific values."""
    if switch.row.has("ratio"):
        return switch.row.number("ratio")
    old = ActivityKey(**{name: told[name] for name in KEY})
    heat = {each.key: each.served.terms[NCV] for each in base.choices.chosen if NCV in each.served.terms}
    if old not in heat or not heat.get(key):
        raise InputError(switch.row.finding("scenario-switch-no-ratio", "ratio"))
    return heat[old] / heat[key]


def activities(plan: Plan, found: Sources, scenario: str, variant: str = "") -> pd.DataFrame:
    """The activities of a scenario: ``source, at, quantity, factor`` and ``FACTORS``, a row a source and year."""
    made = drivers.of(plan, scenario, variant)
    if made.findings:
        raise InputError(*made.findings)
    reference = made.index.get(plan.facts.get("reference_driver", ""))
    intensity = matching.by_place(matching.in_force(plan.tables["intensity"], scenario, ["category", "item"]))
    changed = {place: _index(rows, plan, growth="change", value="") for place, rows in intensity.items()}
    power = power_index(plan, scenario)
    table = found.table
    mine = table[table["origin"] < 0]
    parts = []
    for (category, item, driver), rows in mine.groupby(["category", "item", "driver"], sort=False):
        place = matching.closest(changed, category, item)
        frame = pd.DataFrame({"at": list(plan.horizon.years)})
        frame["driven"] = [made.index.get(driver, made.index[drivers.CONSTANT])[year] for year in frame["at"]]
        frame["activity"], frame["structure"] = _split(frame, reference)
        frame["intensity"] = [changed[place][year] if place else 1.0 for year in frame["at"]]
        parts.append(rows[["source"]].merge(frame, how="cross"))
    own = pd.concat(parts, ignore_index=True)
    ahead = pd.concat([own, *_moving(found, own)], ignore_index=True)
    ahead["mix"] = _mix(plan, found, scenario, ahead)
    ahead["power"] = ahead["at"].map(power)
    ahead["factor"] = ahead["driven"] * ahead["intensity"] * ahead["mix"]
    whole = ahead.merge(table[["source", "quantity"]], on="source")
    whole["quantity"] = whole["quantity"] * whole["factor"]
    return whole.sort_values(["source", "at"], ignore_index=True)


def power_index(plan: Plan, scenario: str) -> dict[int, float]:
    """The emission factor of electricity by year, 1 in the base year."""
    rows = matching.in_force(plan.tables["power"], scenario, []).get((), [])
    return _index(rows, plan)


def _index(rows: Sequence[Row], plan: Plan, growth: str = "growth", value: str = "value") -> dict[int, float]:
    return paths.path(rows, plan.horizon, filled=True, growth=growth, value=value).index


def _split(frame: pd.DataFrame, reference: Mapping[int, float] | None) -> tuple[pd.Series, pd.Series]:
    """The index of a driver as activity (growth of the reference driver) and structure (the rest of its growth).

    All is activity where no reference is named; neither moves where nothing drives.
    """
    ones = pd.Series(1.0, index=frame.index)
    if reference is None or (frame["driven"] == 1.0).all():
        return frame["driven"], ones
    activity = frame["at"].map(reference)
    return activity, frame["driven"] / activity


def _moving(found: Sources, own: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The factors of what moves: those of the source it moves from."""
    moved = found.table[found.table["origin"] >= 0][["source", "origin"]]
    if not moved.empty:
        yield moved.merge(own.rename(columns={"source": "origin"}), on="origin").drop(columns="origin")


def _mix(plan: Plan, found: Sources, scenario: str, rows: pd.DataFrame) -> pd.Series:
    """What is left of a source after what has moved; of a source that receives what has come."""
    left: dict[int, dict[int, float]] = {}
    come: dict[int, dict[int, float]] = {}
    origins = dict(zip(found.table["source"], found.table["origin"], strict=True))
    for number, by_scenario in found.moves.items():
        share = by_scenario[scenario].share(plan.horizon) if scenario in by_scenario else {}
        come[number] = share
        gone = left.setdefault(origins[number], dict.fromkeys(plan.horizon.years, 1.0))
        for year, part in share.items():
            gone[year] = max(0.0, gone[year] - part)
    pairs = zip(rows["source"], rows["at"], strict=True)
    return pd.Series(
        [come[source].get(year, 0.0) if source in come else left.get(source, {}).get(year, 1.0)
         for source, year in pairs], index=rows.index,
    )  # fmt: skip


def unmapped(found: Sources) -> list[tuple[str, str]]:
    """Category and item of what no line of the mapping names."""
    rows = found.table[(found.table["driver"] == "") & (found.table["origin"] < 0)]
    return sorted(set(_kinds(rows)))


def idle(plan: Plan, found: Sources) -> Iterator[Finding]:
    """Lines of mapping and intensity that fit nothing of the inventory."""
    kinds = _kinds(found.table[found.table["origin"] < 0])
    for table, code in (("mapping", "scenario-mapping-nothing"), ("intensity", "scenario-intensity-nothing")):
        for row in plan.tables[table]:
            if not any(matching.fits(matching.place(row), *kind) for kind in kinds):
                yield row.finding(code, "category")
