"""What a unit must have before it can be given a quota: each fault by its name, all of them in one pass.

The plausible ranges are wide on purpose: they catch a wrong unit (GWh for GJ, GWh for MWh), not an odd plant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from fractions import Fraction

from ghginv.domain import units as measures
from ghginv.enterprise.quotas.rules import Class, InForce
from ghginv.enterprise.quotas.tables import place
from ghginv.enterprise.quotas.units import Unit
from ghginv.errors import InputError
from ghginv.findings import Finding

MOST_HEAT = 100
"""GJ of heat beside a MWh of power: more and one of the two is in another unit."""
ENERGY_INTENSITY = (Fraction("0.05"), Fraction("3"))
"""tCO2 for a MWh of power and heat together: outside and one of them is in another unit."""
POWER = ("power_generated", "power_supplied")
HISTORICAL = ("historical_output", "historical_value_added", "historical_emission")


def check(units: Sequence[Unit], rules: InForce, stage: str) -> list[Finding]:
    """All that is wrong or odd with the units, in their order; what only warns is not an error."""
    found = [*_twice(units), *_two_markets(units)]
    settled = left_out(units, rules)
    for unit in units:
        kind = rules.rules.classes.get(unit.kind)
        if kind is None:
            near = "、".join(get_close_matches(unit.kind, list(rules.rules.classes), cutoff=0.3) or rules.rules.classes)
            found.append(_finding("quota-class", unit, unit.kind, near=near))
            continue
        found += _market(unit, rules)
        found += _unit(unit, kind, rules, stage, settled[unit.key])
    return found + _thresholds(units, rules)


def left_out(units: Sequence[Unit], rules: InForce) -> dict[tuple[str, str], str]:
    """Which rule settles a unit before its method is asked: ``special``, ``closed``, ``new``, ``small``, or none.

    Small is the enterprise, not the unit.
    """
    said = {"special": rules.rules.special, "closed": rules.rules.closed, "new": rules.rules.new}
    below = {enterprise for enterprise, _ in _below(units, rules)} if rules.rules.small else set()
    found = {}
    for unit in units:
        named = [why for why, rule in said.items() if unit.words.get(why) and rule in ("verified", "excluded")]
        found[unit.key] = named[0] if named else "small" if unit.enterprise in below else ""
    return found


def activity(unit: Unit, stage: str) -> dict[str, Fraction]:
    """The activity that counts: what is expected of the year, else last year's, when pre-allocating; the actual one."""
    if stage == "final":
        return dict(unit.activity)
    return {**unit.activity, **(unit.last.activity if unit.last else {}), **unit.expected}


def _unit(unit: Unit, kind: Class, rules: InForce, stage: str, settled: str) -> Iterator[Finding]:
    if stage == "pre" and rules.rules.pre.get("basis") == "verified":
        newest = unit.last
        if not unit.words.get("new") and (newest is None or newest.emissions is None or newest.year != rules.year - 1):
            yield _finding("quota-history-missing", unit, expected=str(rules.year - 1))
        return
    if settled or kind.method == "verified":
        excluded = settled in ("special", "closed", "new") and getattr(rules.rules, settled) == "excluded"
        if unit.verified is None and not excluded and stage == "final":
            yield _finding("quota-verified-missing", unit)
        return
    yield from _products(unit, kind, stage)
    if kind.method in POWER:
        yield from _power(unit, kind, stage)
    if kind.method == "balance":
        yield from _balance(unit)
    if kind.method in HISTORICAL and not _history(unit, kind):
        yield _finding("quota-history-missing", unit, expected=str(rules.year - 1))


def _products(unit: Unit, kind: Class, stage: str) -> Iterator[Finding]:
    for item in kind.products:
        given = unit.units.get(item, "")
        wanted = kind.unit if item == kind.products[0] else {"heat_supplied": "GJ"}.get(item, "")
        if given and wanted and measures.find(given) != measures.find(wanted):
            yield _finding("quota-output-unit", unit, given, wanted, item=item)
    if kind.products and not _made(unit, kind, stage):
        yield _finding("quota-output-zero", unit, item=kind.products[0])


def _made(unit: Unit, kind: Class, stage: str) -> bool:
    counted = activity(unit, stage)
    items = kind.products if kind.method in POWER else kind.products[:1]
    return any(counted.get(item, Fraction(0)) > 0 for item in items)


def _power(unit: Unit, kind: Class, stage: str) -> Iterator[Finding]:
    counted = activity(unit, stage)
    power, heat = (counted.get(item, Fraction(0)) for item in kind.products[:2])
    load = counted.get("load_factor_output")
    if "peaking" in kind.options and power > 0:
        if load is None:
            yield _finding("quota-load-missing", unit)
        elif load > 100:
            yield _finding("quota-load-factor", unit, str(float(load)))
        elif load <= 1:
            yield _finding("quota-load-fraction", unit, str(float(load)))
    if power > 0 and heat > MOST_HEAT * power:
        yield _finding("quota-heat-ratio", unit, f"{float(heat):g} GJ / {float(power):g} MWh", str(MOST_HEAT))
    energy = power + heat / Fraction("3.6")
    if stage == "final" and unit.verified is None:
        yield _finding("quota-verified-missing", unit)
    elif stage == "final" and unit.verified and energy:
        low, high = ENERGY_INTENSITY
        if not low <= unit.verified / energy <= high:
            found = f"{float(unit.verified / energy):.4g} tCO2/MWh"
            yield _finding("quota-energy-ratio", unit, found, f"{float(low):g}–{float(high):g}")


def _balance(unit: Unit) -> Iterator[Finding]:
    if not unit.verified:
        yield _finding("quota-verified-missing", unit)


def _history(unit: Unit, kind: Class) -> bool:
    """Whether there is a year of history that the method can use."""
    item = kind.products[0] if kind.products else ""
    return any(
        year.emissions is not None
        and (not item or kind.method == "historical_emission" or year.activity.get(item, 0) > 0)
        for year in unit.history
    )


def _market(unit: Unit, rules: InForce) -> Iterator[Finding]:
    market = unit.words.get("market", "")
    if market and market != rules.rules.market:
        yield _finding("quota-other-market", unit, market, rules.rules.market)


def _below(units: Sequence[Unit], rules: InForce) -> list[tuple[str, Fraction]]:
    """Enterprises whose units together emit less than the threshold of the market, as far as that is known."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    unknown = {unit.enterprise for unit in units if unit.verified is None}
    for unit in units:
        sums[unit.enterprise] += unit.verified or 0
    if not rules.rules.threshold:
        return []
    limit = rules.value(rules.rules.threshold)
    return [(name, total) for name, total in sums.items() if total < limit and name not in unknown]


def _thresholds(units: Sequence[Unit], rules: InForce) -> list[Finding]:
    """Who is below the threshold and still listed."""
    below = _below(units, rules)
    limit = f"{float(rules.value(rules.rules.threshold)):g}" if below else ""
    return [
        Finding("quota-below-threshold", cell=name, found=f"{float(total):g}", expected=limit) for name, total in below
    ]


def _twice(units: Sequence[Unit]) -> list[Finding]:
    counts = Counter((unit.key, unit.words.get("market", "")) for unit in units)
    return [Finding("quota-unit-twice", cell=place(*key), found=str(n)) for (key, _), n in counts.items() if n > 1]


def _two_markets(units: Sequence[Unit]) -> list[Finding]:
    markets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units:
        markets[unit.key].add(unit.words.get("market", ""))
    return [
        Finding("quota-two-markets", cell=place(*key), found="、".join(sorted(filter(None, names))))
        for key, names in markets.items()
        if len(names - {""}) > 1
    ]


def refuse(findings: Sequence[Finding]) -> list[Finding]:
    """InputError with all errors, if there is one; else what only warns."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise InputError(*errors)
    return list(findings)


def _finding(code: str, unit: Unit, found: str = "", expected: str = "", **details: str) -> Finding:
    return Finding(code, cell=place(*unit.key), found=found, expected=expected, details=details)
