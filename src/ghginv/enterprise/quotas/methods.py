"""From a class of units to whole tonnes: which numbers go into which method, and what is written down beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ghginv.domain.remainders import largest_remainder
from ghginv.enterprise.quotas import balance, checks, historical, load_factor, power
from ghginv.enterprise.quotas.exact import text, whole
from ghginv.enterprise.quotas.rules import Class, InForce
from ghginv.enterprise.quotas.tables import place
from ghginv.enterprise.quotas.units import Amount, Unit
from ghginv.errors import InputError
from ghginv.findings import Finding

ZERO, ONE = Fraction(0), Fraction(1)
Method = Callable[[Sequence[Unit], Class, InForce, str], list[Amount]]


def amounts(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """What the method of a class gives its units, in their order."""
    return METHODS[kind.method](units, kind, rules, stage)


def verified(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """A = E: verified emissions, rounded (steel, cement, aluminium 2024; special cases)."""
    return [as_verified(unit, "verified") for unit in units]


def as_verified(unit: Unit, method: str) -> Amount:
    """The verified emissions as a quota, rounded down; ``method`` names why."""
    emitted = unit.verified or ZERO
    why = unit.words.get("special", "")
    return Amount(
        whole(emitted, "floor"), method, {"E": text(emitted), "why": why}, activity=text(emitted), activity_unit="tCO2e"
    )


def _power(unit: Unit, kind: Class, rules: InForce, stage: str) -> Amount:
    counted = checks.activity(unit, stage)
    roles = kind.parameters
    electricity, heat = (counted.get(item, ZERO) for item in kind.products[:2])
    load = counted.get("load_factor_output", Fraction(100)) / 100
    peaking = load_factor.RULES[kind.options["peaking"]](load) if "peaking" in kind.options and electricity else ONE
    for_power, for_heat = rules.value(roles["electricity"]), rules.value(roles["heat"])
    basis = {"Qe": electricity, "Be": for_power, "F": 100 * load, "Ff": peaking, "Qh": heat, "Bh": for_heat}
    used = [roles["electricity"], roles["heat"]]
    if kind.method == "power_supplied":
        cooling = rules.value(roles["cooling"]) if counted.get("air_cooled", ZERO) > 0 else ONE
        heating = power.heating_factor(counted.get("heat_supply_ratio", ZERO) / 100, rules.value(roles["heating"]))
        basis |= {"Fl": cooling, "Fr": heating}
        used += [roles["cooling"], roles["heating"]]
        parts = power.supplied(electricity, heat, for_power, for_heat, peaking, cooling, heating)
    else:
        parts = power.generated(electricity, heat, for_power, for_heat, peaking)
    quota = sum(parts)
    written = {name: text(value) for name, value in basis.items()} | {"Ae": str(parts[0]), "Ah": str(parts[1])}
    method = kind.method
    if "gas" in kind.options and stage == "final" and power.gas_topped_up(quota, unit.verified or ZERO) > quota:
        written |= {"A": str(quota), "E": text(unit.verified or ZERO)}
        quota, method = power.gas_topped_up(quota, unit.verified or ZERO), "gas_top_up"
    return Amount(quota, method, written, text(for_power), "tCO2/MWh", text(electricity), "MWh", "floor", tuple(used))


def generated(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """Power units, by generation or supply."""
    return [_power(unit, kind, rules, stage) for unit in units]


def balanced(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """Lines of steel, cement or aluminium around the balance value: the published one, else that of these lines."""
    item, roles = kind.products[0], kind.parameters
    slope, limit = rules.value(roles["slope"]), rules.value(roles["limit"])
    lines = [(unit.verified or ZERO, unit.numbers.get("process_t", unit.verified or ZERO) / unit.activity[item])
             for unit in units]  # fmt: skip
    published = rules.has(roles.get("balance", ""))
    value = rules.value(roles["balance"]) if published else balance.balance_value(lines, slope, limit)
    exact = {unit.key: e * (1 + balance.coefficient(i, value, slope, limit))
             for unit, (e, i) in zip(units, lines, strict=True)}  # fmt: skip
    if kind.rounding == "largest_remainder":
        quotas = largest_remainder(exact, whole(sum(exact.values(), ZERO), "floor"))
    else:
        quotas = {key: whole(amount, kind.rounding) for key, amount in exact.items()}
    found = []
    for unit, (emitted, intensity) in zip(units, lines, strict=True):
        alpha = balance.coefficient(intensity, value, slope, limit)
        basis = {"E": emitted, "I": intensity, "BP": value, "X": 100 * (value - intensity) / value, "a": alpha}
        used = (roles["slope"], roles["limit"], *([roles["balance"]] if published else []))
        written = {name: text(each) for name, each in basis.items()}
        found.append(Amount(quotas[unit.key], "balance", written, text(value),
                            f"tCO2e/{kind.unit}", text(unit.activity[item]), kind.unit, kind.rounding, used,
                            peers=not published))  # fmt: skip
    return found


def benchmarked(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """A = b q. Where no benchmark was published, our own: the intensity of the class last year, reduced."""
    item, name = kind.products[0], kind.parameters.get("benchmark", "")
    peers = not rules.has(name)
    if peers:
        value = _of_peers(units, item, kind, rules)
        used: tuple[str, ...] = (kind.parameters["reduction"],)
    else:
        value, used = rules.value(name), (name,)
    found = []
    for unit in units:
        output = checks.activity(unit, stage)[item]
        exact = historical.benchmark(output, value)
        basis = {"b": text(value), "q": text(output), "unit": kind.unit}
        method = "benchmark_of_peers" if peers else "benchmark"
        found.append(Amount(whole(exact, kind.rounding), method, basis, text(value), f"tCO2e/{kind.unit}", text(output),
                            kind.unit, kind.rounding, used, peers))  # fmt: skip
    return found


def _of_peers(units: Sequence[Unit], item: str, kind: Class, rules: InForce) -> Fraction:
    reduction = kind.parameters.get("reduction", "")
    lasts = [(unit.last.emissions, unit.last.activity.get(item, ZERO)) for unit in units if unit.last]
    years = [(emitted, output) for emitted, output in lasts if emitted is not None and output > 0]
    if not years or not rules.has(reduction):
        where = place(*units[0].key)
        raise InputError(
            Finding("quota-benchmark", cell=where, found=kind.id, expected=kind.parameters.get("benchmark", ""))
        )
    return historical.target(historical.mean_intensity(years), _factor(reduction, rules))


def own_history(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """A = target intensity x activity, by output or value added."""
    item, reduction = kind.products[0], kind.parameters["reduction"]
    factor, found = _factor(reduction, rules), []
    for unit in units:
        years = [(year.emissions or ZERO, year.activity[item]) for year in _years(unit, rules)
                 if year.emissions is not None and year.activity.get(item, ZERO) > 0]  # fmt: skip
        ceiling = unit.numbers.get("target_last") if unit.words.get("restructured") else None
        mean = historical.mean_intensity(years)
        value = historical.target(mean, factor, ceiling)
        output = checks.activity(unit, stage)[item]
        basis = {"i": text(mean), "f": text(factor), "target": text(value), "q": text(output), "n": str(len(years)),
                 "unit": kind.unit}  # fmt: skip
        used = (reduction, rules.rules.history)
        found.append(Amount(whole(historical.benchmark(output, value), kind.rounding), kind.method, basis, text(value),
                            f"tCO2e/{kind.unit}", text(output), kind.unit, kind.rounding, used))  # fmt: skip
    return found


def own_emissions(units: Sequence[Unit], kind: Class, rules: InForce, stage: str) -> list[Amount]:
    """A = mean emissions of the history x factor."""
    reduction = kind.parameters["reduction"]
    factor, found = _factor(reduction, rules), []
    for unit in units:
        years = [year.emissions for year in _years(unit, rules) if year.emissions is not None]
        mean = historical.mean_emissions(years)
        exact = historical.target(mean, factor)
        basis = {"E": text(mean), "f": text(factor), "n": str(len(years))}
        found.append(Amount(whole(exact, kind.rounding), kind.method, basis, text(exact), "tCO2e", text(mean), "tCO2e",
                            kind.rounding, (reduction, rules.rules.history)))  # fmt: skip
    return found


def _years(unit: Unit, rules: InForce):  # type: ignore[no-untyped-def]
    """The years of history that count: the newest, as many as the rules say."""
    return unit.history[-int(rules.value(rules.rules.history)) :]


def _factor(name: str, rules: InForce) -> Fraction:
    """The yearly factor: as given, or one less the reduction in percent."""
    return 1 - rules.percent(name) if rules.values[name].unit.startswith("%") else rules.value(name)


METHODS: Mapping[str, Method] = {
    "power_generated": generated,
    "power_supplied": generated,
    "verified": verified,
    "balance": balanced,
    "benchmark": benchmarked,
    "historical_output": own_history,
    "historical_value_added": own_history,
    "historical_emission": own_emissions,
}
