"""The uncertainty of compiled inventories: their own formulas are varied, and each figure says who says so."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest

from ghginv import folders
from ghginv.calculation.inventory import Inventory
from ghginv.calculation.totals import counted
from ghginv.domain import categories, items
from ghginv.domain.records import Activity, Parameter
from ghginv.domain.terms import TERMS
from ghginv.factors import library
from ghginv.factors.rows import STATUSES
from ghginv.inventory import approach1, defaults, propagation, provenance, sampling
from ghginv.inventory.figures import Figures, paired
from tests.inventories import MEASURED, city, compiled, guangdong

GRID = Parameter(
    "local.grid", "net_calorific_value", 29.27, "GJ/t", "local", "workbook:1", lower=26.343, upper=32.197,
    item="anthracite", tier="local", status="found",
)  # fmt: skip


def burnt(*rows: tuple[str, float, float | None], year: int = 2022, parameters: tuple[Parameter, ...] = (GRID,)):  # type: ignore[no-untyped-def]
    activities = [
        Activity("440300", year, category, "anthracite", quantity, "t", "表", f"D{place}", uncertainty=uncertainty)
        for place, (category, quantity, uncertainty) in enumerate(rows, start=5)
    ]
    return compiled(activities, "pg2011", "440300", year, parameters)


@cache
def figures(name: str) -> Figures:
    inventories = {"guangdong": guangdong("pg2011"), "ipcc2006": guangdong("ipcc2006"), "city": city()}
    return Figures(inventories[name])


def total(frame: pd.DataFrame) -> dict[str, float]:
    (row,) = frame[frame["category"] == approach1.TOTAL].to_dict("records")
    return row


@pytest.mark.parametrize("name", ["guangdong", "ipcc2006", "city"])
def test_the_figures_are_those_of_the_run(name: str) -> None:
    found = figures(name)
    expected = counted(found.inventory.emissions)["co2e_g"].sum() / 1e6
    assert total(propagation.propagate(found))["co2e_t"] == pytest.approx(expected, rel=1e-12)
    drawn = sampling.simulate(found, draws=200).table
    assert total(drawn)["co2e_t"] == pytest.approx(expected, rel=1e-12)
    assert set(drawn["category"]) - {"total"} == set(counted(found.inventory.emissions)["source_category"])


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_without_uncertainty_the_draws_are_the_run_itself(guideline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defaults, "find", lambda *key: None)
    inventory = city(guideline)
    certain = inventory.parameters.assign(lower=None, upper=None)
    bare = Figures(replace(inventory, parameters=certain))
    drawn = sampling.simulate(bare, draws=100).table
    expected = drawn["co2e_t"].to_numpy()
    for name in ("mean_t", "lower_t", "upper_t"):
        # A run keeps whole grams of each gas: up to half a gram a row, times the warming potential.
        assert drawn[name].to_numpy() == pytest.approx(expected, rel=1e-9, abs=5e-7 * 310 * 4)
    assert propagation.propagate(bare)["half_width_t"].eq(0).all()
    assert set(provenance.inputs(bare)["origin"]) == {"none"}


def test_a_factor_that_serves_two_categories_is_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    # Both categories burn the same coal: 10 % of the calorific value is 10 % of their sum, not 10 % / sqrt(2).
    monkeypatch.setattr(defaults, "find", lambda *key: None)
    found = Figures(burnt(("1.2.1", 1000.0, None), ("1.2.5", 1000.0, None)))
    table = propagation.propagate(found)
    assert table["factor_uncertainty"][:2].tolist() == pytest.approx([10, 10])
    assert total(table)["combined_uncertainty"] == pytest.approx(10)
    drawn = total(sampling.simulate(found, draws=40_000).table)
    assert (drawn["minus_percent"], drawn["plus_percent"]) == pytest.approx((10, 10), rel=0.02)


def test_submitted_uncertainties_are_independent_and_defaults_are_not() -> None:
    coal = replace(GRID, lower=None, upper=None, tier="measured")
    given = Figures(burnt(("1.2.1", 1000.0, 8.0), ("1.2.1", 1000.0, 8.0), parameters=(coal,)))
    assert propagation.propagate(given)["activity_uncertainty"][0] == pytest.approx(8 / math.sqrt(2))
    default = Figures(burnt(("1.2.1", 1000.0, None), ("1.2.1", 1000.0, None), parameters=(coal,)))
    assert propagation.propagate(default)["activity_uncertainty"][0] == pytest.approx(3)  # Table 2.15, as kept


def test_the_trend_takes_factors_as_the_same_and_activity_data_as_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defaults, "find", lambda *key: None)
    base = Figures(burnt(("1.2.1", 1000.0, None), year=2020))
    certain = Figures(burnt(("1.2.1", 1200.0, None)))
    row = total(propagation.propagate(certain, base))
    assert row["trend_percent"] == pytest.approx(20)
    assert row["trend_uncertainty"] == pytest.approx(0, abs=1e-9)
    drawn = total(sampling.simulate(certain, base, draws=500).table)
    assert (drawn["trend_lower_percent"], drawn["trend_upper_percent"]) == pytest.approx((20, 20))
    known = Figures(burnt(("1.2.1", 1200.0, 5.0))), Figures(burnt(("1.2.1", 1000.0, 5.0), year=2020))
    expected = 1.2 * 5 * math.sqrt(2)
    assert total(propagation.propagate(*known))["trend_uncertainty"] == pytest.approx(expected, rel=1e-6)
    drawn = total(sampling.simulate(*known, draws=40_000).table)
    assert (drawn["trend_upper_percent"] - drawn["trend_lower_percent"]) / 2 == pytest.approx(expected, rel=0.03)


def test_what_only_one_year_has_is_zero_in_the_other() -> None:
    now, base = Figures(burnt(("1.2.1", 1000.0, 5.0))), Figures(burnt(("1.2.5", 1000.0, 5.0), year=2020))
    rows = paired(now, base)
    assert rows["category"].tolist() == ["1.2.1", "1.2.5"]
    assert rows["co2e_t"].tolist()[1] == rows["base_co2e_t"].tolist()[0] == 0
    table = propagation.propagate(now, base)
    assert table["combined_uncertainty"].notna()[:2].all()
    assert (table["trend_uncertainty"][:2] > 0).all()
    drawn = sampling.simulate(now, base, draws=300).table
    assert drawn["mean_t"][1] == 0
    assert drawn["co2e_t"].tolist()[:2] == rows["co2e_t"].tolist()


@pytest.mark.parametrize("name", ["guangdong", "city"])
def test_both_approaches_agree_where_uncertainties_are_small(name: str) -> None:
    found = figures(name)
    propagated, drawn = propagation.propagate(found), sampling.simulate(found, draws=20_000).table
    both = propagated.merge(drawn, on=["category", "gas"])
    small = both[(both["combined_uncertainty"] < 12) & (both["gas"] == "CO2")]
    assert len(small) >= 3
    for row in small.to_dict("records"):
        half = (row["upper_t"] - row["lower_t"]) / 2
        assert row["mean_t"] == pytest.approx(row["co2e_t_x"], rel=5e-3)
        # The larger side of lopsided intervals counts in propagation, so it is never the smaller figure.
        assert 0.6 * row["half_width_t"] < half < 1.05 * row["half_width_t"]


def test_the_draws_do_not_depend_on_how_much_is_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sampling.simulate(figures("guangdong"), draws=300).table
    monkeypatch.setattr(sampling, "AT_ONCE", 1)
    monkeypatch.setattr(sampling, "ROOM", 1)
    piecewise = sampling.simulate(figures("guangdong"), draws=300).table
    pd.testing.assert_frame_equal(whole, piecewise, rtol=1e-12)
    again = sampling.simulate(Figures(guangdong("pg2011")), draws=300).table
    pd.testing.assert_frame_equal(piecewise, again)


def test_every_input_says_where_its_uncertainty_comes_from() -> None:
    found = provenance.inputs(figures("city")).set_index("code")
    assert set(found["origin"]) == {"default", "library", "none"}
    diesel = found.loc["1.2.6 diesel"]
    assert (diesel["origin"], diesel["plus_percent"], diesel["status"]) == ("default", 15, "recalled")
    assert diesel["place"] == "Vol.2 Ch.2 Table 2.15"
    measured = found.loc[MEASURED[0].parameter_id]
    assert (measured["origin"], measured["plus_percent"]) == ("none", 0)
    bounded = found[found["origin"] == "library"]
    assert (bounded["source_id"] != "").all()
    codes = [finding.code for finding in provenance.remarks(figures("city"))]
    assert codes == ["uncertainty-none", "uncertainty-default"]
    assert all(finding.message("en") and finding.message("zh") for finding in provenance.remarks(figures("city")))


def test_fractions_stay_fractions() -> None:
    oxidation = replace(
        GRID, parameter_id="local.ox", name="oxidation_rate", value=0.95, unit="1", lower=0.8, upper=1.0
    )
    found = Figures(burnt(("1.2.1", 1000.0, None), parameters=(oxidation,)))
    each = found.evidence.parameter("local.ox")
    assert each.drawn(20_000, 1).max() * 0.95 <= 1


def test_negative_parameters_keep_their_sign() -> None:
    inventory: Inventory = burnt(("1.2.1", 1000.0, None))
    row = inventory.parameters["parameter_id"] == "local.grid"
    turned = inventory.parameters.assign(
        value=inventory.parameters["value"].where(~row, -10.0),
        lower=inventory.parameters["lower"].where(~row, -14.0),
        upper=inventory.parameters["upper"].where(~row, -9.0),
    )
    each = Figures(replace(inventory, parameters=turned)).evidence.parameter("local.grid")
    assert (each.minus, each.plus) == pytest.approx((10, 40))


# The defaults


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (("activity", "", "1.1.1.E", "raw_coal"), (2, 2)),
        (("activity", "", "1.2.1", "raw_coal"), (3, 3)),  # energy-intensive, before all of industry
        (("activity", "", "1.2.5", "raw_coal"), (15, 15)),
        (("activity", "", "1.3.1.1", "aviation_kerosene"), (5, 5)),
        (("parameter", "n2o_emission_factor", "1.1.1", "bituminous"), (90, 900)),
        (("parameter", "ch4_emission_factor", "1.3.2", "gasoline"), (200 / 3, 200)),
        (("parameter", "n2o_emission_factor", "1.3.4", "fuel_oil"), (40, 140)),
        (("parameter", "carbon_content", "", "diesel"), (100 * 1.5 / 74.1, 100 * 0.7 / 74.1)),
        (("parameter", "landfill_correction_factor", "W.1", "", 1.0), (10, 0)),
        (("parameter", "landfill_correction_factor", "W.1", "", 0.6), (50, 60)),
        (("parameter", "effluent_n2o_factor", "W.5", "", 0.005), (90, 4900)),
        (("activity", "", "W.1.L", "mixed_msw"), (30, 30)),
        (("activity", "", "W.1.L", "recovered_waste_methane"), (10, 10)),
        (("parameter", "coal_ch4_factor", "3", "underground_mine_local"), (50, 100)),  # as its parent
    ],
)
def test_defaults_as_the_guidelines_give_them(key: tuple[Any, ...], expected: tuple[float, float]) -> None:
    found = defaults.find(*key)
    assert found is not None
    assert (found.minus, found.plus) == pytest.approx(expected)


def test_where_there_is_no_default_there_is_none() -> None:
    assert defaults.find("activity", "", "P.1", "clinker") is None
    assert defaults.find("parameter", "oxidation_rate", "", "diesel") is None
    assert defaults.find("parameter", "landfill_correction_factor", "W.1", "", 0.7) is None


def test_every_row_of_the_defaults_speaks_of_what_is_known() -> None:
    sources = library.load().sources
    for path in folders.files("emission_factors", "uncertainties/*.csv"):
        for line, row in folders.rows(path):
            place = f"{path.name}:{line}"
            assert row["kind"] in ("activity", "parameter"), place
            assert row["use"] in ("yes", ""), place
            assert row["status"] in STATUSES, place
            assert row["place"], place
            assert row["source_id"] in sources, place
            assert set(filter(None, row["name"].split("|"))) <= set(TERMS), place
            assert set(filter(None, row["category"].split("|"))) <= set(categories.tree()), place
            assert set(filter(None, row["item"].split("|"))) <= set(items.load()), place
