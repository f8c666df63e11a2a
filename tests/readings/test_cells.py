"""Live Excel formulas: a step a cell, everything in parentheses, constants as printed."""

from __future__ import annotations

import pytest

from ghginv.errors import UsageError
from ghginv.formulas import electricity, energy
from ghginv.formulas.equation import equation
from ghginv.formulas.words import exp, if_else, minimum
from ghginv.readings.cells import live

FUEL = {"quantity": "C7", "net_calorific_value": "D7", "carbon_content": "E7", "oxidation_rate": "F7"}


@equation("t", quantity="t", zh="乘方和条件", source="arithmetic")
def powers(quantity, load_factor):  # type: ignore[no-untyped-def]
    """Powers and a condition."""
    fuel = if_else(load_factor != 0.5, -(quantity**2), quantity)
    return minimum(fuel, exp(-load_factor)) - 2 ** (load_factor**2)


def test_a_cell_for_each_step() -> None:
    assert live(energy.fossil_combustion_co2, {**FUEL, "energy": "G7", "carbon": "H7"}) == [
        ("energy", "=((C7*D7)/1000)"),
        ("carbon", "=(G7*E7)"),
        ("result", "=((H7*F7)*(44/12))"),
    ]


def test_a_step_without_a_cell_is_written_out() -> None:
    assert live(energy.fossil_combustion_co2, {**FUEL, "carbon": "H7"}) == [
        ("carbon", "=(((C7*D7)/1000)*E7)"),
        ("result", "=((H7*F7)*(44/12))"),
    ]
    assert live(energy.fossil_combustion_co2, FUEL) == [("result", "=(((((C7*D7)/1000)*E7)*F7)*(44/12))")]


def test_a_default_may_have_a_cell() -> None:
    references = {**FUEL, "carbon": "H7", "co2_per_carbon": "参数!$C$4"}
    assert live(energy.fossil_combustion_co2, references)[-1] == ("result", "=((H7*F7)*参数!$C$4)")


def test_minus_is_a_difference() -> None:
    formulas = dict(live(energy.feedstock_deduction_ch4, {**dict(list(FUEL.items())[:2]), "ch4_emission_factor": "E7"}))
    assert formulas["result"] == "=(0-((((C7*D7)/1000)*E7)/1000))"


def test_words_and_powers() -> None:
    assert live(powers, {"quantity": "A1", "load_factor": "B1", "fuel": "C1"}) == [
        ("fuel", "=IF((B1<>0.5),(0-(A1^2)),A1)"),
        ("result", "=(MIN(C1,EXP((0-B1)))-(2^(B1^2)))"),
    ]
    references = {"quantity": "A1", "green_electricity": "B1", "residual_mix_factor": "C1"}
    assert live(electricity.market_electricity_co2, references) == [("result", "=(MAX((A1-B1),0)*C1)")]


def test_a_missing_reference_is_named() -> None:
    with pytest.raises(UsageError, match="oxidation_rate"):
        live(energy.fossil_combustion_co2, dict(list(FUEL.items())[:3]))
    with pytest.raises(UsageError, match="fuel_density"):
        live(energy.fossil_combustion_co2, {**FUEL, "fuel_density": "G7"})
