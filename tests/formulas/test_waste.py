"""Waste: published figures, decay as a recursion and as a sum of rows, and every deposit that decays whole."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.calculation.choose import ActivityKey, choose
from ghginv.domain import items
from ghginv.domain.records import Activity, Parameter
from ghginv.factors import guidelines, library
from ghginv.formulas import waste
from tests.inventories import compiled

LIBRARY = library.load()
SITE = {"decomposed_doc_fraction": 0.5, "landfill_correction_factor": 0.8, "methane_fraction": 0.5}
AMOUNTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)
SHARE = st.floats(0, 1)
# California, U.S. EPA factors: https://ww3.arb.ca.gov/cc/inventory/doc/docs4/ 4d2 ... petroleumrefining_ch4_2018
REFINERY_M3, REFINERY_COD, REFINERY_CH4 = 89_858_231, 0.450, 3_033


def test_refinery_waste_water_as_california_published_it():
    """CARB, inventory of 2023, 4D2 petroleum refining, 2018: m3 x 450 g COD/m3 x 0.25 x 0.3 = 3 033 t CH4."""
    by_cod = waste.industrial_cod_ch4(REFINERY_M3 * REFINERY_COD / 1000, 0.25, 0.3)
    by_product = waste.industrial_product_ch4(1000.0, REFINERY_M3 / 1000, REFINERY_COD, 0.25, 0.3)
    assert by_cod == pytest.approx(REFINERY_CH4, abs=0.5)
    assert by_product == pytest.approx(by_cod, rel=1e-12)


def test_organic_carbon_of_mixed_waste_as_gpc_prints_it():
    """GPC v1.1 Eq. 8.1: DOC = 0.15 food + 0.2 garden + 0.4 paper + 0.43 wood + 0.24 textiles."""
    names = "msw_food", "msw_garden", "msw_paper", "msw_wood", "msw_textile"
    printed = 0.15, 0.2, 0.4, 0.43, 0.24
    ours = [LIBRARY.by_id[f"ipcc2006.degradable_organic_carbon.{name}.W.1"].value for name in names]
    assert tuple(ours) == printed


@pytest.mark.parametrize(
    ("climate", "half_lives"),
    [
        ("dry temperate", {"msw_paper": 17, "msw_wood": 35, "msw_garden": 14, "msw_food": 12, "mixed_msw": 14}),
        ("wet temperate", {"msw_paper": 12, "msw_wood": 23, "msw_garden": 7, "msw_food": 4, "mixed_msw": 7}),
        ("dry tropical", {"msw_paper": 15, "msw_wood": 28, "msw_garden": 11, "msw_food": 8, "mixed_msw": 11}),
        ("moist and wet tropical", {"msw_paper": 10, "msw_wood": 20, "msw_garden": 4, "msw_food": 2, "mixed_msw": 4}),
    ],
)
def test_decay_rates_agree_with_the_printed_half_lives(climate, half_lives):
    """IPCC 2006 Vol.5 Table 3.3 against Table 3.4, printed in whole years."""
    for item, years in half_lives.items():
        rate = LIBRARY.by_id[f"ipcc2006.decay_rate.{item}.W.1.{climate.replace(' ', '_')}"].value
        assert round(math.log(2) / rate) == pytest.approx(years, abs=1), item


def recursion(deposits, organic_carbon, rate):
    """IPCC 2006 Vol.5 Eq. 3.2-3.6, year by year: the methane generated in the year after the last deposit."""
    accumulated = 0.0
    for deposit in deposits:
        carbon = deposit * organic_carbon * math.prod((SITE["decomposed_doc_fraction"], 0.8))
        accumulated = carbon + accumulated * math.exp(-rate)
    return accumulated * (1 - math.exp(-rate)) * SITE["methane_fraction"] * 16 / 12


@given(AMOUNTS, st.floats(0.01, 0.5), st.floats(0.01, 1.0))
def test_rows_of_years_sum_to_the_recursion(deposits, organic_carbon, rate):
    rows = [
        waste.landfill_decay_ch4(
            deposit, float(age), 1.0, organic_carbon, **SITE, decay_rate=rate, methane_oxidation=0.0
        )
        for age, deposit in zip(range(len(deposits), 0, -1), deposits, strict=True)
    ]
    assert sum(rows) == pytest.approx(recursion(deposits, organic_carbon, rate), rel=1e-9, abs=1e-9)


@given(st.floats(1, 1e6), st.floats(0.05, 2.0), SHARE)
def test_a_deposit_decays_whole_and_not_before_its_time(deposit, rate, oxidation):
    """Over all years decay gives what the mass balance counts at once; nothing in the year of deposit."""
    shared = {"waste_fraction": 0.6, "degradable_organic_carbon": 0.15, **SITE, "methane_oxidation": oxidation}
    yearly = [waste.landfill_decay_ch4(deposit, float(age), decay_rate=rate, **shared) for age in range(1000)]
    assert yearly[0] == 0
    assert all(one >= other for one, other in pairwise(yearly[1:20]))
    assert sum(yearly) == pytest.approx(waste.landfill_ch4(deposit, **shared), rel=1e-9)


@given(st.floats(0, 1e6), SHARE, SHARE, SHARE)
def test_burnt_carbon_is_fossil_or_biogenic(amount, carbon, fossil, efficiency):
    both = waste.incineration_co2(amount, carbon, fossil, efficiency)
    both += waste.incineration_biogenic_co2(amount, carbon, fossil, efficiency)
    assert both == pytest.approx(amount * carbon * efficiency * 44 / 12, rel=1e-9, abs=1e-12)
    assert waste.component_incineration_co2(amount, 1.0, carbon, fossil, efficiency) == pytest.approx(
        waste.incineration_co2(amount, carbon, fossil, efficiency), rel=1e-12
    )


@given(st.floats(0, 1e6), SHARE)
def test_what_goes_with_sludge_is_what_would_have_come(amount, correction):
    assert waste.domestic_sludge_ch4(amount, 0.47, 0.6, correction) == -waste.domestic_cod_ch4(
        amount, 0.47, 0.6, correction
    )
    assert waste.industrial_sludge_ch4(amount, 0.25, correction) == -waste.industrial_cod_ch4(amount, 0.25, correction)
    assert waste.sludge_nitrogen_n2o(amount, 0.005) == -waste.effluent_n2o(amount, 0.005)


def served(guideline, category, item, technology="", region="440311", vintage=0, measured=()):
    """The values of the terms by rule, as the library of a guideline gives them."""
    unit = items.find_code(item).unit
    key = ActivityKey(region, 2022, "", category, item, technology, unit, vintage=vintage)
    chosen = choose([key], guidelines.load(guideline), LIBRARY.with_local(measured))
    assert chosen.findings == []
    return {each.rule.rule: each.served.terms for each in chosen.chosen}


def local(name, value, unit="1"):
    return Parameter(name, name, value, unit, "local", "workbook", tier="local")


@pytest.mark.parametrize(
    ("guideline", "category", "vintage", "expected"),
    [("pg2011", "W.1.L", 0, 0.4), ("ipcc2006", "W.1.H", 2010, 0.6), ("gpc", "W.1.H", 2010, 0.6)],
)
def test_factor_sets_of_uncategorised_sites_are_kept_apart(guideline, category, vintage, expected):
    found = served(guideline, category, "msw_food", "uncategorised", "440311", vintage, [local("waste_fraction", 1.0)])
    assert found["ch4"]["landfill_correction_factor"] == expected


def test_protein_factors_are_kept_apart():
    given_locally = [local("protein_consumption", 29.2, "kg/person")]
    found = {
        guideline: served(guideline, "W.5.L", "protein_population", measured=given_locally)["n2o"]
        for guideline in ("pg2011", "ipcc2006")
    }
    assert {guideline: terms["non_consumed_protein"] for guideline, terms in found.items()} == {
        "pg2011": 1.5,
        "ipcc2006": 1.1,
    }


@pytest.mark.parametrize(("region", "rate"), [("440311", 0.4), ("440500", 0.4), ("441882", 0.185)])
def test_food_waste_decays_by_the_climate_of_the_region(region, rate):
    found = served("ipcc2006", "W.1.H", "msw_food", "managed", region, 2010, [local("waste_fraction", 1.0)])
    assert found["ch4"]["decay_rate"] == rate


def test_constructed_wetlands_have_methane_beside_nitrous_oxide():
    """IPCC 2013 Wetlands Supplement Ch.6, EFDB 622830-622835: surface, horizontal and vertical flow."""
    kinds = "surface", "horizontal", "vertical"
    for name, category, printed in (
        ("wastewater_correction_factor", "W.3", (0.4, 0.1, 0.01)),
        ("plant_n2o_factor", "W.5", (0.0013, 0.0079, 0.00023)),
    ):
        ours = [LIBRARY.by_id[f"ipcc2013ws.{name}.{category}.wetland_{kind}_flow"] for kind in kinds]
        assert tuple(row.value for row in ours) == printed
        assert {row.status for row in ours} == {"found"}


def test_the_corrected_values_of_biological_treatment():
    """IPCC 2006 Vol.5 Table 4.1 as corrected: 0.24 g N2O and, for digestion, 0.8 g CH4 per kg of wet waste."""
    assert served("ipcc2006", "W.BI.L", "composted_waste")["n2o"] == {"biological_n2o_factor": 0.24}
    assert served("ipcc2006", "W.BI.L", "digested_waste")["ch4"] == {"biological_ch4_factor": 0.8}


BURNT = [
    Activity("440311", 2022, category, "mixed_msw", amount, "t", "焚烧与生物处理", f"E{row}", "", "t",
             technology="continuous_stoker")
    for row, (category, amount) in enumerate((("W.2.E", 300.0), ("W.2.EI", 100.0), ("W.2.L", 10.0)), start=4)
]  # fmt: skip


@pytest.mark.parametrize(
    ("guideline", "expected"),
    [
        ("pg2011", {("W.2.E", ""): 300.0, ("W.2.EI", ""): 100.0, ("W.2.L", ""): 10.0}),
        ("ipcc2006", {("1A1ai", ""): 400.0, ("4C1", ""): 10.0}),
        ("gpc", {("I.4.4", "territorial"): 400.0, ("III.3.1", ""): 10.0}),
    ],
)
def test_waste_burnt_for_power_is_reported_where_the_guideline_wants_it(guideline, expected):
    inventory = compiled(BURNT, guideline, "440311", 2022)
    rows = inventory.emissions
    rows = rows[(rows["gas"] == "CO2") & (rows["memo"] != "biogenic")]
    masses = rows.groupby(["category", "memo"])["mass_t"].sum().to_dict()
    of_a_tonne = 0.2 * 0.39 * (0.95 if guideline == "pg2011" else 1.0) * 44 / 12
    assert masses == pytest.approx({key: amount * of_a_tonne for key, amount in expected.items()}, rel=1e-6)
    included = inventory.choices[inventory.choices["notation"] == "IE"]
    there = {"gpc": {"III.3.1", "III.3.3"}, "ipcc2006": {"4C1"}, "pg2011": set()}
    assert set(included["category"]) == there[guideline]
