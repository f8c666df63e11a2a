"""A unit that is wrong in kind or only in scale does not pass."""

from __future__ import annotations

import pint
import pytest

from ghginv.domain.terms import TERMS
from ghginv.formulas import electricity, energy
from ghginv.formulas.equation import equation
from ghginv.formulas.words import CONSTANTS, GJ_PER_TJ, KG_PER_T, exp, if_else, minimum
from ghginv.readings.dimensions import check, disagreements, quantity


@equation("tCO2", quantity="t", zh="忘记除以一千", source="arithmetic")
def thousandfold(quantity, net_calorific_value, carbon_content, co2_per_carbon):  # type: ignore[no-untyped-def]
    """A thousand forgotten."""
    return quantity * net_calorific_value * carbon_content * co2_per_carbon


@equation("tCO2", quantity="t", zh="碳当作二氧化碳", source="arithmetic")
def carbon_taken_for_co2(quantity, net_calorific_value, carbon_content):  # type: ignore[no-untyped-def]
    """Carbon taken for CO2."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    return energy * carbon_content


@equation("t", quantity="t", zh="吨加千克", source="arithmetic")
def tonnes_and_kilograms(quantity, landing_take_offs, lto_fuel):  # type: ignore[no-untyped-def]
    """Kilograms added to tonnes."""
    return quantity + landing_take_offs * lto_fuel


@equation("t", quantity="t", zh="步骤单位不符", source="arithmetic")
def step_in_kilograms(quantity):  # type: ignore[no-untyped-def]
    """A step in kilograms that is a term in tonnes."""
    fuel = quantity * KG_PER_T
    return fuel / KG_PER_T


@equation("t", quantity="t", zh="各种词", source="arithmetic")
def every_word(quantity, load_factor):  # type: ignore[no-untyped-def]
    """Words with units."""
    fuel = if_else(load_factor > 0.5, quantity, 0 * quantity)
    return minimum(fuel, 0) * exp(-load_factor)


@equation("t", quantity="t", zh="有单位的指数", source="arithmetic")
def exponential_of_tonnes(quantity):  # type: ignore[no-untyped-def]
    """An exponent with a unit."""
    return quantity * exp(-quantity)


@pytest.mark.parametrize(
    ("formula", "found", "expected"),
    [
        (thousandfold, "GJ", "tCO2"),
        (carbon_taken_for_co2, "tC", "tCO2"),
        (tonnes_and_kilograms, "t", "t"),
        (step_in_kilograms, "kg", "t"),
        (exponential_of_tonnes, "[mass]", "t"),
    ],
)
def test_wrong_formulas_are_found(formula, found: str, expected: str) -> None:  # type: ignore[no-untyped-def]
    findings = check(formula)
    assert [finding.code for finding in findings] == ["formula-dimension"]
    assert found in findings[0].found
    assert findings[0].expected == expected
    assert formula.__name__ in findings[0].message("en")


def test_words_keep_units() -> None:
    assert check(every_word) == []


def test_each_unit_of_the_quantity_is_checked() -> None:
    units = energy.fossil_combustion_co2.equation.units("10^4 m3")
    assert disagreements(energy.fossil_combustion_co2, units) == []
    findings = disagreements(energy.fossil_combustion_co2, {**units, "net_calorific_value": "GJ/t"})
    assert "net_calorific_value GJ/t" in findings[0].message()


def test_what_cannot_be_subtracted() -> None:
    units = {**electricity.market_electricity_co2.equation.units(), "green_electricity": "t"}
    assert "mass" in disagreements(electricity.market_electricity_co2, units)[0].message()


def test_spellings() -> None:
    assert quantity(1, "GJ/10^4 m3") == quantity(1e-4, "GJ/m3")
    assert quantity(1, "tCH4/10^8 m3") == quantity(1e-4, "tCH4/10^4 m3")
    assert quantity(1, "L/100km") == quantity(0.01, "L/km")
    assert quantity(1, "tce") == quantity(1000, "kgce")
    assert quantity(1, "MWh").to("GJ").magnitude == pytest.approx(3.6)
    assert quantity(25, "%") == quantity(0.25, "1")
    assert quantity(1, "tC").dimensionality != quantity(1, "t").dimensionality
    assert quantity(1, "tC").dimensionality != quantity(1, "tCO2").dimensionality
    assert quantity(1, "m3CH4").dimensionality != quantity(1, "m3").dimensionality


def test_nothing_else_is_a_unit() -> None:
    with pytest.raises(pint.UndefinedUnitError):
        quantity(1, "kt")


def test_every_unit_of_terms_and_constants_is_known() -> None:
    assert all(quantity(1, unit) for term in TERMS.values() for unit in term.units)
    assert all(quantity(1, constant.unit) for constant in CONSTANTS.values())
