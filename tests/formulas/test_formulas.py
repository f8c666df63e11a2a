"""Formulas are found by name, say what they are, speak only of terms, and load no heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ghginv.formulas
from ghginv.domain.terms import TERMS
from ghginv.errors import UsageError
from ghginv.formulas.equation import Formula, equation

ALL = pytest.mark.parametrize("formula", ghginv.formulas.all_formulas().values(), ids=lambda formula: formula.__name__)


@ALL
def test_every_argument_is_a_term(formula: Formula) -> None:
    assert formula.equation.arguments[0] == "quantity"
    assert [name for name in formula.equation.arguments if name not in TERMS] == []


@ALL
def test_every_formula_is_described(formula: Formula) -> None:
    described = formula.equation
    assert described.name == formula.__name__
    assert described.zh
    assert described.en
    assert described.source
    assert described.status in ("found", "recalled")
    assert set(described.quantity) <= set(TERMS["quantity"].units)
    for unit in described.quantity:
        assert list(described.units(unit)) == list(described.arguments)


@ALL
def test_every_formula_stands_in_its_sector(formula: Formula) -> None:
    sector = getattr(ghginv.formulas, formula.equation.sector)
    assert getattr(sector, formula.__name__) is formula
    assert ghginv.formulas.find(formula.__name__) is formula


def test_no_title_stands_twice() -> None:
    for lang in ("zh", "en"):
        titles = [formula.equation.title(lang) for formula in ghginv.formulas.all_formulas().values()]
        assert len(set(titles)) == len(titles)


def test_unknown_formula_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="fossil_combustion_co2") as caught:
        ghginv.formulas.find("fosil_combustion")
    assert caught.value.findings[0].code == "formula-unknown"
    assert caught.value.exit_code == 2


def test_unlike_anything_lists_all() -> None:
    with pytest.raises(UsageError, match="steam_heat"):
        ghginv.formulas.find("zzzz")


def test_formulas_load_no_heavy_library() -> None:
    heavy = {"duckdb", "ibis", "numpy", "openpyxl", "pandas", "pint", "uncertainties"}
    program = f"import sys, ghginv.formulas, ghginv.readings.grammar; print({heavy!r} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_equation_of_a_formula() -> None:
    described = ghginv.formulas.energy.fossil_combustion_co2.equation
    assert (described.sector, described.result, described.gas) == ("energy", "tCO2", "CO2")
    assert described.parameters[-1] == "co2_per_carbon"
    assert described.defaults == ("co2_per_carbon",)
    assert described.required == ("net_calorific_value", "carbon_content", "oxidation_rate")
    assert described.units("10^4 m3")["net_calorific_value"] == "GJ/10^4 m3"
    with pytest.raises(ValueError, match="MWh"):
        described.units("MWh")


def test_a_result_that_is_no_gas() -> None:
    assert ghginv.formulas.energy.road_fuel.equation.gas == ""
    assert ghginv.formulas.energy.combustion_n2o.equation.gas == "N2O"


def test_the_function_stays_itself() -> None:
    def half(quantity):  # type: ignore[no-untyped-def]
        """Half of it. Not more."""
        return quantity / 2

    described = equation("t", quantity="t", zh="一半", source="arithmetic")(half)
    assert described is half
    assert described(quantity=3) == 1.5
    assert described.equation.en == "Half of it"
    assert described.equation.quantity == ("t",)
