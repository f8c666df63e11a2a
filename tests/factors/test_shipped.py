"""What is shipped: every number cited and marked, and spot values as the documents print them."""

from collections import Counter

import pytest

from ghginv.factors import library, rows

LIBRARY = library.load()


@pytest.mark.parametrize("factor_set", sorted({row.factor_set for row in LIBRARY.rows}))
def test_every_number_is_cited_and_marked(factor_set):
    own = [row for row in LIBRARY.rows if row.factor_set == factor_set]
    assert all(row.source_id in LIBRARY.sources and row.status in rows.STATUSES for row in own)
    assert all(row.parameter_id.startswith(f"{factor_set}.{row.name}") for row in own)
    assert all(LIBRARY.sources[row.source_id]["title"] for row in own)
    assert all(row.note for row in own if row.status == "derived")


def test_a_set_with_carbon_contents_says_how_carbon_becomes_co2():
    carbon = {row.factor_set for row in LIBRARY.rows if row.name == "carbon_content"}
    ratios = {row.factor_set: row.written for row in LIBRARY.rows if row.name == "co2_per_carbon"}
    assert ratios == dict.fromkeys(carbon, "44/12") | {"ceads": "44.0095/12.0107"}


@pytest.mark.parametrize(
    ("parameter_id", "value", "unit", "status"),
    [
        ("pg2011.carbon_content.bituminous", 26.1, "tC/TJ", "found"),
        ("pg2011.carbon_content.coke", 29.5, "tC/TJ", "recalled"),
        ("pg2011.oxidation_rate.coke", 0.93, "1", "found"),
        ("pg2011_2dp.carbon_content.anthracite.1.1.1", 27.49, "tC/TJ", "doubtful"),
        ("pg2025_sec.carbon_content.natural_gas", 15.3, "tC/TJ", "doubtful"),
        ("ent24.net_calorific_value.natural_gas", 389.31, "GJ/10^4 m3", "found"),
        ("ent24.heat_emission_factor.heat", 0.11, "tCO2/GJ", "found"),
        ("ent_steel2013.net_calorific_value.lignite", 14.08, "GJ/t", "value_found"),
        ("ipcc2006.net_calorific_value.natural_gas", 48, "GJ/t", "found"),
        ("ipcc2006.n2o_emission_factor.gasoline.1.3.2.oxidation_catalyst", 8, "kgN2O/TJ", "found"),
        ("cesy2008.standard_coal_coefficient.natural_gas", 13.3, "tce/10^4 m3", "found"),
        ("gbt2589_2020.standard_coal_coefficient.electricity", 1.229, "tce/10^4 kWh", "found"),
        ("nbs_205_1.standard_coal_coefficient.briquettes", 0.5286, "tce/t", "recalled"),
        ("mee_grid.grid_emission_factor.electricity.440000.2022", 0.4403, "tCO2/MWh", "found"),
        ("mee_grid.residual_mix_factor.electricity.100000.2023", 0.6096, "tCO2/MWh", "found"),
        ("mee_grid.fossil_power_factor.electricity.100000.2022", 0.8325, "tCO2/MWh", "found"),
        ("mee_grid.grid_emission_factor.electricity.440000.2016", 0.4512, "tCO2/MWh", "value_found"),
        ("mee_ets.grid_emission_factor.electricity.100000.2022-2023", 0.5703, "tCO2/MWh", "found"),
        ("pg2011.grid_emission_factor.electricity.GRID-S.2005", 0.714, "tCO2/MWh", "value_found"),
        ("pg2011.throughput_ch4_factor.gas_consumption.4", 133, "tCH4/10^8 m3", "recalled"),
        ("pg2011.biomass_ch4_factor.straw.2.improved_stove", 5.2, "gCH4/kg", "recalled"),
        ("ipcc1996.stored_carbon_fraction.lubricants", 0.5, "1", "recalled"),
        ("ceads.co2_emission_factor.other_petroleum_products.1.6", 0, "tCO2/t", "derived"),
    ],
)
def test_spot_values(parameter_id, value, unit, status):
    row = LIBRARY.by_id[parameter_id]
    assert (row.value, row.unit, row.status) == (value, unit, status)


def test_bounds_come_with_the_remark_that_they_are_recalled():
    bounded = [row for row in LIBRARY.rows if row.lower is not None]
    assert len(bounded) > 400
    marked = [row for row in bounded if row.status != "recalled"]  # what is recalled whole says so by its mark
    assert all("bounds recalled" in row.note or "table note" in row.note for row in marked)
    natural_gas = LIBRARY.by_id["ipcc2006.carbon_content.natural_gas"]
    assert natural_gas.lower == pytest.approx(54.3 * 12 / 44, rel=1e-5)
    assert natural_gas.upper == pytest.approx(58.3 * 12 / 44, rel=1e-5)


def test_the_provincial_electricity_factors_are_complete():
    """40 values a year since 2021: the nation's three, seven grids, thirty provinces."""
    published = Counter(
        row.valid_from for row in LIBRARY.rows if row.factor_set == "mee_grid" and (row.valid_from or 0) >= 2021
    )
    assert published == {2021: 40, 2022: 40, 2023: 40}
    factors = {(row.region, row.valid_from): row.value for row in LIBRARY.named("grid_emission_factor", "electricity")}
    provinces = {region for region, year in factors if year == 2022 and region[2:] == "0000" and region != "100000"}
    fell = [factors[region, 2023] < factors[region, 2022] for region in provinces]
    assert (fell.count(True), fell.count(False)) == (20, 10)


def test_ets_reporting_and_average_are_kept_apart():
    by_set = {}
    for row in LIBRARY.named("grid_emission_factor", "electricity"):
        by_set.setdefault(row.factor_set, set()).add(row.region)
    assert by_set["mee_ets"] == {"100000"}
    assert set(by_set) == {"mee_grid", "mee_ets", "pg2011"}
