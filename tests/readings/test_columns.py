"""Columns of whole numbers, decimals and doubles come out in double precision, whatever library holds them."""

from __future__ import annotations

from decimal import Decimal

import ibis
import numpy
import pandas
import pytest

from ghginv.errors import UsageError
from ghginv.formulas import electricity, energy
from ghginv.formulas.equation import equation
from ghginv.formulas.words import CONSTANTS, exp, if_else, minimum
from ghginv.readings.columns import compute


@equation("t", quantity="t", zh="条件和指数", source="arithmetic")
def conditional(quantity, load_factor):  # type: ignore[no-untyped-def]
    """A condition and an exponential."""
    fuel = if_else(quantity > 10, quantity * 2, quantity)
    return minimum(fuel, 25) * exp(-load_factor)


def test_numbers() -> None:
    assert compute(electricity.purchased_heat_co2, {"quantity": 10, "heat_emission_factor": 0.11}) == pytest.approx(1.1)


def test_arrays_of_whole_numbers() -> None:
    large = numpy.array([3_000_000_000, 1], dtype="int64")
    found = compute(energy.road_distance_ch4, {"quantity": large, "annual_mileage": large, "ch4_distance_factor": 1})
    assert found.tolist() == [9e18 / 1e9, 1e-9]


def test_series_keep_the_index() -> None:
    quantity = pandas.Series([1, 2], index=["a", "b"])
    found = compute(electricity.purchased_heat_co2, {"quantity": quantity, "heat_emission_factor": 0.5})
    pandas.testing.assert_series_equal(found, pandas.Series([0.5, 1.0], index=["a", "b"]))


def test_ibis_columns_are_cast() -> None:
    table = ibis.memtable(
        {"quantity": [1, 7], "factor": [Decimal("0.0000001"), Decimal("0.3000000")]},
        schema={"quantity": "int64", "factor": "decimal(18, 7)"},
    )
    found = compute(energy.biomass_combustion_ch4, {"quantity": table.quantity, "biomass_ch4_factor": table.factor})
    assert found.type().is_float64()
    assert found.execute().tolist() == [1e-7 / 1000, 7 * 0.3 / 1000]


def test_words_over_ibis() -> None:
    table = ibis.memtable({"quantity": [5.0, 11.0, 20.0], "load_factor": [0.0, 0.5, 1.0]})
    values = {name: table[name] for name in table.columns}
    expected = compute(conditional, {name: table[name].execute().to_numpy() for name in table.columns})
    assert compute(conditional, values).execute().tolist() == pytest.approx(expected.tolist(), rel=1e-15)
    assert expected.tolist() == pytest.approx([5, 22 * numpy.exp(-0.5), 25 * numpy.exp(-1)])


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_constant_is_exact_in_sql(name: str) -> None:
    one = ibis.memtable({"quantity": [1.0]}).quantity
    assert (one * CONSTANTS[name].value).execute().tolist() == [CONSTANTS[name].value]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UsageError, match="net_calorific_value"):
        compute(energy.combustion_ch4, {"quantity": 1, "ch4_emission_factor": 1})
