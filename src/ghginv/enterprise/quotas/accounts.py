"""From enterprises' accounts (who they are, what they made, what they emitted) to the units that quotas are given to.

Sums are exact: emissions are whole grams, output the decimals that were reported.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ghginv.enterprise.quotas.exact import number
from ghginv.enterprise.quotas.methods import ZERO
from ghginv.enterprise.quotas.rules import Class, InForce
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

GRAMS = 10**6
VERIFIED = ("verified", "locked")
"""States of a filing that has been verified."""
LARGE_UNIT_KW = 400_000
"""Rated capacity from which a conventional coal unit is of class I (2023-2024 plan, annex 1 table 1)."""
_NOT_SUMMED = ("load_factor_output", "heat_supply_ratio", "months_stopped", "months_below")
GAS = ("natural_gas", "lng")
GAS_SHARE = Fraction(9, 10)
"""Gas units burn natural gas, other fuels up to 10 % (annex 1 table 1, there by heat, here by emissions)."""
Emitted = Mapping[tuple[str, str, int], Fraction]
Made = Mapping[tuple[str, str, int], Mapping[str, Fraction]]


@dataclass(frozen=True)
class Accounts:
    """``years``, ``indicators`` and ``emissions`` of all years at hand, as workspace.enterprise_years gives them.

    ``emissions`` has ``enterprise, facility, year, scope, item, co2e_g`` of what counts.
    """

    years: pd.DataFrame
    indicators: pd.DataFrame
    emissions: pd.DataFrame


def units(
    accounts: Accounts, rules: InForce, register: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """The tables that ``allocate`` takes, and what stands in the way.

    ``register`` is what the authority knows beside the workbooks: ``enterprise, facility, class`` and any column of
    ``units.MARKS`` and ``units.NUMBERS``; what it says goes before what is concluded here.
    """
    import pandas as pd

    made, places = _made(accounts.indicators)
    emitted = _emitted(accounts.emissions, rules.rules.scopes)
    gas = _emitted(accounts.emissions[accounts.emissions["item"].isin(GAS)], ("1",))
    told = {_key(row): row for row in register.to_dict("records")}
    rows: list[dict[str, Any]] = []
    history: list[dict[str, Any]] = []
    findings: list[Finding] = []
    current = accounts.years[accounts.years["year"] == rules.year]
    for about in current.sort_values("enterprise").to_dict("records"):
        enterprise = str(about["enterprise"])
        mine = {key: row for key, row in told.items() if key[0] == enterprise}
        if about["market"] != rules.rules.market and not any(
            row.get("market") == rules.rules.market for row in mine.values()
        ):
            continue
        known = _Known(made, emitted, gas, places[enterprise, rules.year])
        kinds = _kinds(about, mine, known, rules, findings)
        for facility, kind in kinds.items():
            rows.append(_row(about, facility, kind, made, emitted, mine, kinds, rules))
            history += _history(enterprise, facility, kinds, made, emitted, rules.year)
        findings += _unassigned(enterprise, kinds, emitted, rules.year)
        if kinds and about["status"] not in VERIFIED:
            findings.append(Finding("quota-not-verified", cell=enterprise, found=str(about["status"])))
    absent = sorted({key[0] for key in told} - {row["enterprise"] for row in rows})
    if absent:
        findings.append(Finding("quota-units-unknown", found="、".join(absent)))
    base = ["enterprise", "facility"]
    entities = pd.DataFrame(rows) if rows else pd.DataFrame(columns=[*base, "class"])
    earlier = pd.DataFrame(history) if history else pd.DataFrame(columns=[*base, "year", "emissions_t"])
    return entities, earlier, findings


def _key(row: Mapping[Any, Any]) -> tuple[str, str]:
    facility = row.get("facility")
    return str(row["enterprise"]), "" if facility is None or facility != facility else str(facility)


def _made(indicators: pd.DataFrame) -> tuple[Made, Mapping[tuple[str, int], set[str]]]:
    """The year's quantity of each item by enterprise, facility and year, and which facilities report anything.

    The year's own figure goes before the sum of its months; of shares and capacities the mean of the months.
    """
    parts: dict[tuple[str, str, int, str], dict[int, Fraction]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    for row in indicators.to_dict("records"):
        key = (str(row["enterprise"]), str(row["facility"] or ""), int(row["year"]), str(row["item"]))
        parts[key][int(row["month"])] = number(row["quantity"])
        kinds[str(row["item"])] = str(row["unit"])
    made: dict[tuple[str, str, int], dict[str, Fraction]] = defaultdict(dict)
    places: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (enterprise, facility, year, item), months in parts.items():
        rate = kinds[item] in ("%", "kW")
        total = sum(months.values(), ZERO) / (len(months) if rate else 1)
        made[enterprise, facility, year][item] = months.get(0, total)
        places[enterprise, year].add(facility)
        if item == "running_hours" and set(range(1, 13)) <= set(months):
            made[enterprise, facility, year] |= _idle(months, year)
    return made, places


def _idle(months: Mapping[int, Fraction], year: int) -> dict[str, Fraction]:
    """Months without an hour of running, and months that ran below one half."""
    shares = [months[month] / (24 * monthrange(year, month)[1]) for month in range(1, 13)]
    stopped, below = (sum(share == 0 for share in shares), sum(share < Fraction(1, 2) for share in shares))
    return {"months_stopped": Fraction(stopped), "months_below": Fraction(below)}


def _emitted(emissions: pd.DataFrame, scopes: Iterable[str]) -> Emitted:
    found: dict[tuple[str, str, int], int] = defaultdict(int)
    names = ("enterprise", "facility", "year", "scope", "co2e_g")
    for enterprise, facility, year, scope, grams in zip(*(emissions[name] for name in names), strict=True):
        if str(scope) in scopes:
            found[str(enterprise), str(facility or ""), int(year)] += int(grams)
    return {key: Fraction(grams, GRAMS) for key, grams in found.items()}


@dataclass(frozen=True)
class _Known:
    """What is known of all units: made and emitted, of that from gas, and the places that report anything."""

    made: Made
    emitted: Emitted
    gas: Emitted
    places: set[str]


def _kinds(
    about: Mapping[Any, Any],
    told: Mapping[tuple[str, str], Mapping[Any, Any]],
    known: _Known,
    rules: InForce,
    findings: list[Finding],
) -> dict[str, str]:
    """By facility (empty: the enterprise itself) the class of each unit of an enterprise."""
    enterprise, industry = str(about["enterprise"]), str(about["industry"])
    named = {key[1]: str(row["class"]) for key, row in told.items() if _said(row.get("class"))}
    if named:
        return named
    fitting = _fitting(industry, rules)
    if not fitting:
        findings.append(Finding("quota-outside", cell=enterprise, found=industry, expected=rules.rules.id))
        return {}
    items = {item for kind in fitting for item in kind.products}
    sites = [place for place in sorted(known.places) if place]
    sites = [place for place in sites if items & set(known.made.get((enterprise, place, rules.year), {}))]
    found = {}
    for facility in sites if fitting[0].level == "facility" and sites else [""]:
        where = f"{enterprise}/{facility}" if facility else enterprise
        quantities = _quantities(known.made, enterprise, facility, rules.year)
        kind = _kind(fitting, quantities, _gas(known, enterprise, facility, rules.year))
        if kind is None:
            options = "、".join(each.id for each in fitting)
            findings.append(Finding("quota-class-open", cell=where, found=industry, expected=options))
        else:
            found[facility] = kind.id
            if kind.id in ("I", "II") and "peaking" in kind.options:
                findings.append(Finding("quota-class-assumed", cell=where, found=kind.id))
    return found


def _said(value: Any) -> bool:
    """Whether a cell of the register says something."""
    return value is not None and value == value and value != ""


def _gas(known: _Known, enterprise: str, facility: str, year: int) -> Fraction:
    """Which share of the emissions of a facility comes from natural gas; of all, where none names a facility."""
    key = (enterprise, facility, year)
    if key not in known.emitted:
        key = (enterprise, "", year)
    return known.gas.get(key, ZERO) / known.emitted[key] if known.emitted.get(key) else ZERO


def _fitting(industry: str, rules: InForce) -> list[Class]:
    """The classes whose industries fit best: the longest prefix of the code."""
    lengths = {
        kind.id: max((len(code) for code in kind.industries if industry.startswith(code)), default=0)
        for kind in rules.rules.classes.values()
    }
    longest = max(lengths.values())
    return [kind for kind in rules.rules.classes.values() if longest and lengths[kind.id] == longest]


def _kind(fitting: list[Class], quantities: Mapping[str, Fraction], gas: Fraction) -> Class | None:
    """The one class that is left: of power units by fuel and capacity, else by what is made."""
    if len(fitting) == 1:
        return fitting[0]
    capacity, named = quantities.get("installed_capacity"), {kind.id: kind for kind in fitting}
    if {"I", "II", "IV"} <= set(named):
        if gas >= GAS_SHARE:
            return named["IV"]
        if capacity is None or gas > 1 - GAS_SHARE:
            return None
        return named["I" if capacity >= LARGE_UNIT_KW else "II"]
    made = [kind for kind in fitting if kind.products and quantities.get(kind.products[0], ZERO) > 0]
    return made[0] if len(made) == 1 else None


def _quantities(made: Made, enterprise: str, facility: str, year: int) -> dict[str, Fraction]:
    """What a facility made; of the enterprise as a whole its own figures, else the sum of its facilities.

    Shares and months are not summed: they hold for the enterprise where one facility reports them.
    """
    own = dict(made.get((enterprise, facility, year), {}))
    if facility:
        return own
    parts: dict[str, list[Fraction]] = defaultdict(list)
    for (name, place, when), items in made.items():
        if name == enterprise and place and when == year:
            for item, quantity in items.items():
                parts[item].append(quantity)
    sums = {item: sum(each, ZERO) for item, each in parts.items() if len(each) == 1 or item not in _NOT_SUMMED}
    return {**sums, **own}


def _tonnes(enterprise: str, facility: str, alone: bool, emitted: Emitted, year: int) -> Fraction | None:
    """Emissions of a unit: those of its facility, or where it is the only unit all of the enterprise."""
    if not alone:
        return emitted.get((enterprise, facility, year))
    found = [amount for (name, _, when), amount in emitted.items() if name == enterprise and when == year]
    return sum(found, ZERO) if found else None


def _row(
    about: Mapping[Any, Any], facility: str, kind: str, made: Made,
    emitted: Emitted, told: Mapping[tuple[str, str], Mapping[Any, Any]],
    kinds: Mapping[str, str], rules: InForce,
) -> dict[str, Any]:  # fmt: skip
    enterprise = str(about["enterprise"])
    extra = {
        str(name): value
        for name, value in told.get((enterprise, facility), {}).items()
        if value == value and value != ""
    }
    words = {name: about[name] for name in ("name", "market", "region", "closed") if about.get(name) == about.get(name)}
    return {
        **_quantities(made, enterprise, facility, rules.year),
        **{name: value for name, value in words.items() if value is not None},
        "verified_t": _tonnes(enterprise, facility, len(kinds) == 1, emitted, rules.year),
        **extra,
        "enterprise": enterprise, "facility": facility, "class": kind,
    }  # fmt: skip


def _history(
    enterprise: str, facility: str, kinds: Mapping[str, str], made: Made,
    emitted: Emitted, before: int,
) -> list[dict[str, Any]]:  # fmt: skip
    years = sorted({year for name, _, year in (*made, *emitted) if name == enterprise and year < before})
    return [
        {"enterprise": enterprise, "facility": facility, "year": year,
         "emissions_t": _tonnes(enterprise, facility, len(kinds) == 1, emitted, year),
         **_quantities(made, enterprise, facility, year)}
        for year in years
    ]  # fmt: skip


def _unassigned(enterprise: str, kinds: Mapping[str, str], emitted: Emitted, year: int) -> list[Finding]:
    """Emissions that name no facility where an enterprise has several units."""
    left = emitted.get((enterprise, "", year), ZERO)
    if len(kinds) < 2 or "" in kinds or not left:
        return []
    return [Finding("quota-unassigned", cell=enterprise, found=f"{float(left):g}")]
