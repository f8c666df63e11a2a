"""Electronics and product use against the worked figures of their guidelines, and what must hold for any figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.calculation.choose import ActivityKey, choose
from ghginv.domain import items
from ghginv.factors import guidelines, library
from ghginv.formulas import electronics, product_use

SHARE = st.floats(0, 1)
AMOUNT = st.floats(0, 1e9)
LEAK = st.floats(0, 0.9)


def test_the_provincial_guideline_and_tier_2_are_not_the_same():
    """PG2011 Ch.2: 43.56 % of the CF4 used; IPCC 2006 Vol.3 Table 6.3: 90 % of what is fed, heel 10 %."""
    assert electronics.electronics_gas_share(1000, 0.4356) == pytest.approx(0.4356)
    assert electronics.electronics_input_gas(1000, 0.1, 0.9, 0, 0.9) == pytest.approx(0.81)


def test_tier_1_of_displays():
    """IPCC 2006 Vol.3 Eq. 6.1, Table 6.2: 4 g SF6/m2 of glass, 80 % of a million m2 in use."""
    assert electronics.electronics_area_gas(1e6, 0.8, 0.004) == pytest.approx(3.2)


def test_tier_2a_with_abatement_and_by_product():
    """IPCC 2006 Vol.3 Eq. 6.2, 6.3: C2F6 in semiconductors, 1-U = 0.6, B_CF4 = 0.2, half of it abated at 90 %."""
    assert electronics.electronics_input_gas(1000, 0.1, 0.6, 0.5, 0.9) == pytest.approx(0.9 * 0.6 * 0.55)
    assert electronics.electronics_byproduct_cf4(1000, 0.1, 0.2, 0.5, 0.9) == pytest.approx(0.9 * 0.2 * 0.55)
    assert electronics.electronics_byproduct_gas(1000, 0.1, 0.1, 0, 0) == pytest.approx(0.09)


@given(AMOUNT, SHARE, SHARE)
def test_without_abatement_all_that_does_not_react_is_emitted(quantity, heel, unreacted):
    expected = quantity * (1 - heel) * unreacted / 1000
    for share, efficiency in ((0, 1), (1, 0), (0, 0)):
        emitted = electronics.electronics_input_gas(quantity, heel, unreacted, share, efficiency)
        assert emitted == pytest.approx(expected)


@given(AMOUNT, SHARE, SHARE, SHARE, SHARE)
def test_no_more_comes_out_than_was_fed(quantity, heel, unreacted, share, efficiency):
    emitted = electronics.electronics_input_gas(quantity, heel, unreacted, share, efficiency)
    assert 0 <= emitted <= quantity / 1000 * (1 + 1e-12)


def test_electrical_equipment():
    """PG2011 Ch.2: 8.6 % of the SF6 used; IPCC 2006 Vol.3 Table 8.3 (Europe): 2.6 % a year, 95 % left at the end."""
    assert product_use.equipment_charging(5000, 1, 0.086) == pytest.approx(0.43)
    assert product_use.installed_equipment_leakage(20000, 1, 0.026) == pytest.approx(0.52)
    assert product_use.equipment_end_of_life(1000, 1, 0.95, 0) == pytest.approx(0.95)


def test_a_blend_is_divided_into_its_components():
    """R-410A: half HFC-32, half HFC-125."""
    parts = [product_use.bank_leakage(1000, 0, share, 0.1) for share in (0.5, 0.5)]
    assert sum(parts) == pytest.approx(product_use.bank_leakage(1000, 0, 1, 0.1)) == pytest.approx(0.1)


def test_a_bank_declines_from_year_to_year():
    """IPCC 2006 Vol.3 Ch.7: a share of what is left leaks; 15 % a year of 1000 kg, three years after charging."""
    assert product_use.bank_leakage(1000, 3, 1, 0.15) == pytest.approx(0.15 * 0.85**3)


@given(AMOUNT, LEAK, st.integers(1, 60))
def test_a_bank_never_loses_more_than_was_charged(quantity, leak, years):
    lost = sum(product_use.bank_leakage(quantity, age, 1, leak) for age in range(years))
    left = quantity / 1000 * (1 - leak) ** years
    assert lost + left == pytest.approx(quantity / 1000)


@given(AMOUNT, SHARE, SHARE)
def test_what_is_recovered_is_not_emitted(quantity, remaining, recovered):
    emitted = product_use.equipment_end_of_life(quantity, 1, remaining, recovered)
    assert emitted + quantity * remaining * recovered / 1000 == pytest.approx(quantity * remaining / 1000)


def test_closed_cell_foam_loses_all_of_it_within_its_life():
    """IPCC 2006 Vol.3 Table 7.5: 10 % in the first year, 4.5 % in each of twenty more."""
    by_age = [product_use.closed_cell_foam(1000, age, 1, 0.1, 0.045, 20) for age in range(40)]
    assert by_age[:2] == pytest.approx([0.1, 0.045])
    assert by_age[21:] == [0] * 19
    assert sum(by_age) == pytest.approx(1)


def test_open_cell_foam_loses_all_at_once():
    assert product_use.open_cell_foam(1000, 1) == pytest.approx(1)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_mass_balance_closes(increase, used):
    """What was bought is in stock, passed on, in equipment or in the air."""
    start, end, sold = 300.0, 120.0, 40.0
    bought = used + end + sold + increase - start
    assert product_use.gas_mass_balance(bought, start, end, sold, increase, 1) * 1000 == pytest.approx(used, abs=1e-6)


def test_a_heat_transfer_fluid_is_weighed():
    """IPCC 2006 Vol.3 Eq. 6.13: 2 m3 lost at 1680 kg/m3."""
    assert product_use.heat_transfer_fluid_balance(3, 1, 1.5, 0.2, 0.3, 1680, 1) == pytest.approx(3.36)


@given(AMOUNT, SHARE)
def test_what_is_sold_is_emitted_within_two_years(sold, first):
    """IPCC 2006 Vol.3 Eq. 7.6: half in the year of sale, half in the next by default."""
    emitted = product_use.product_sales_emission(sold, 0, 1, first) + product_use.product_sales_emission(
        0, sold, 1, first
    )
    assert emitted == pytest.approx(sold / 1000)


def test_accelerators_and_nitrous_oxide():
    """IPCC 2006 Vol.3 Ch.8: ten research accelerators of 2400 kg lose 7 % a year; all N2O in medicine is released.

    Eq. 8.24: half of what is supplied in a year is used in it, half in the next.
    """
    assert product_use.accelerator_leakage(10, 2400, 0.07) == pytest.approx(1.68)
    assert product_use.n2o_product_use(2500, 2500, 1) == pytest.approx(2.5)
    assert product_use.n2o_product_use(2500, 0, 1) + product_use.n2o_product_use(0, 2500, 1) == pytest.approx(2.5)
    assert product_use.n2o_product_use(2600, 2400, 1) == pytest.approx(2.5)


def test_lubricants():
    """IPCC 2006 Vol.3 Eq. 5.2: 1000 t at 40.2 GJ/t and 20 tC/TJ, 20 % oxidised."""
    expected = 1000 * 40.2 / 1000 * 20 * 0.2 * 44 / 12
    assert product_use.lubricant_use_co2(1000, 40.2, 20, 0.2) == pytest.approx(expected)


def test_containers():
    assert product_use.container_management(1000, 0.5, 0.02) == pytest.approx(0.01)


PUBLISHED = [  # term, item, category, technology, gas, value, place in IPCC 2006 Vol.3 unless said otherwise
    ("emitted_gas_factor", "chf3", "P.11", "", "", 0.2095, "PG2011 Ch.2"),
    ("unreacted_gas_factor", "nf3_remote", "P.11", "", "", 0.02, "Table 6.3"),
    ("unreacted_gas_factor", "nf3", "P.11", "cvd", "", 0.2, "Table 6.3"),
    ("unreacted_gas_factor", "sf6", "P.FP", "cvd", "", 0.9, "Table 6.4"),
    ("unreacted_gas_factor", "c3f8", "P.PV", "cvd", "", 0.1, "Table 6.5"),
    ("byproduct_cf4_factor", "c4f8", "P.FP", "", "", 0.009, "Table 6.4"),
    ("byproduct_factor", "c4f8", "P.FP", "", "HFC-23", 0.02, "Table 6.4"),
    ("byproduct_factor", "c4f8o", "P.11", "", "PFC-218", 0.04, "Table 6.3"),
    ("destruction_efficiency", "nf3", "P", "", "", 0.95, "Table 6.6"),
    ("annual_leak_factor", "sf6", "P.10.U", "MV sealed-pressure (Japan)", "", 0.007, "Table 8.2"),
    ("remaining_charge_factor", "sf6", "P.10.D", "MV sealed-pressure (Europe)", "", 0.93, "Table 8.2"),
    ("oxidised_during_use_factor", "lubricating_grease", "P.LU", "", "", 0.05, "Table 5.2"),
]


@pytest.mark.parametrize(("name", "item", "category", "technology", "gas", "value", "place"), PUBLISHED)
def test_the_library_says_what_was_published(name, item, category, technology, gas, value, place):
    (row,) = (
        row
        for row in library.load().named(name, item)
        if (row.category, row.technology, row.gas) == (category, technology, gas) and row.factor_set != "cfr98i"
    )
    assert row.value == value
    assert place.rpartition(" ")[2].rstrip(".") in row.place


def test_the_components_of_a_blend_make_it_up():
    rows = [row for row in library.load().rows if row.name == "component_share"]
    for item in (item.code for item in items.load().values() if item.kind in ("blend", "fgas", "fluid")):
        served = set(items.lookup(item))
        assert sum(row.value for row in rows if row.item in served) == pytest.approx(1), item


def chosen(category, item, technology="", guideline="ipcc2006"):
    """The terms by rule for one row of a workbook."""
    key = ActivityKey("440311", 2023, "", category, item, technology, "kg", vintage=2020)
    choices = choose([key], guidelines.load(guideline), library.load())
    assert choices.findings == []
    return {each.rule.rule: each.served for each in choices.chosen}


def test_cars_need_not_say_that_they_move():
    assert chosen("P.RA.M.U", "hfc_134a")["use"].terms["annual_leak_factor"] == 0.075


def test_a_process_takes_its_own_default_and_its_by_product():
    etching, all_processes = chosen("P.11", "c2f6", "etch"), chosen("P.11", "c2f6")
    assert etching["input_gas"].terms["unreacted_gas_factor"] == 0.4
    assert etching["byproduct_cf4"].terms["byproduct_cf4_factor"] == 0.4
    assert all_processes["input_gas"].terms["unreacted_gas_factor"] == 0.6
    assert all_processes["byproduct_cf4"].terms["byproduct_cf4_factor"] == 0.2
    assert set(all_processes) == {"input_gas", "byproduct_cf4"}


def test_guidelines_differ_where_they_should():
    assert set(chosen("P.11", "cf4", guideline="pg2011")["input_gas"].terms) == {"emitted_gas_factor"}
    assert chosen("P.10.M", "sf6", guideline="pg2011")["charging"].terms["charging_loss_factor"] == 0.086
    assert chosen("P.10.M", "sf6")["charging"].terms["charging_loss_factor"] == 0.085


def test_a_gas_without_potential_lends_its_by_products():
    served = chosen("P.11", "c4f6")
    assert {name: each.gas for name, each in served.items()} == {
        "input_gas": "",
        "byproduct_cf4": "PFC-14",
        "byproduct_c2f6": "PFC-116",
    }
