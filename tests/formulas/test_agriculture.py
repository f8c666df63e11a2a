"""Agriculture: what others published, and nitrogen that is neither made nor lost on its way from animal to field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.calculation.choose import ActivityKey, choose
from ghginv.domain import items
from ghginv.domain.records import Activity, Parameter
from ghginv.factors import guidelines, library
from ghginv.formulas import agriculture, manure, soils
from ghginv.formulas.words import N2O_PER_N
from ghginv.readings import grammar
from tests.inventories import compiled

SHARE = st.floats(0, 0.5)
HEADS = st.floats(0, 1e7)
EXACT = 1.571133815 / N2O_PER_N  # California takes exact atomic weights where the guidelines take 44/28


def test_rice_as_california_published_it():
    """CARB, documentation of the inventory, 3C7 rice crop area, 2011: 240 295 ha x 142 081 g/ha = 34 141 t."""
    assert agriculture.rice_season_ch4(240_295, 142.081) == pytest.approx(34_141, abs=0.5)


def test_fertiliser_as_california_published_it():
    """CARB, 3C4 synthetic fertilisers, 1990: 563 165 short tons of N, a tenth volatilised before, 0.01: 7 224 t N2O."""
    nitrogen = 563_165 * 0.90718474 * (1 - 0.1)
    assert soils.fertiliser_direct_n2o(nitrogen, 0.01) * EXACT == pytest.approx(7_224, abs=0.5)


def test_spread_manure_as_california_published_it():
    """CARB, 3C4 manure spread daily, 1990: 15 989.824 t N x 0.01 = 251.22 t."""
    assert soils.fertiliser_direct_n2o(15_989.824097, 0.01) * EXACT == pytest.approx(251.22, abs=0.005)


def test_the_average_population_of_the_guidelines_example():
    """IPCC 2006 Vol.4 Ch.10 Eq. 10.1: 60 000 broilers a year that live 60 days are 9 863 on average."""
    values = {"quantity": 60_000, "days_alive": 60, "manure_ch4_factor": 0.02}
    steps = grammar.evaluate(grammar.parse(agriculture.manure_ch4), values)
    assert steps["average_population"] == pytest.approx(9_863, abs=0.5)


def test_what_the_guidelines_print_for_lime_and_urea():
    """IPCC 2006 Vol.4 Ch.11: 0.12, 0.13 and 0.20 t C a tonne of limestone, dolomite and urea."""
    known = library.load()
    for item, carbon in (("limestone_applied", 0.12), ("dolomite_applied", 0.13), ("urea_applied", 0.20)):
        (row,) = known.named("soil_co2_factor", item)
        assert agriculture.applied_carbon_co2(1000, row.value) == pytest.approx(1000 * carbon * 44 / 12, rel=1e-6)


def test_continuously_flooded_rice_without_amendment_takes_the_baseline():
    """Eq. 5.2 with all scaling factors 1; with 5 t/ha of straw the factor of Eq. 5.3 is 6 ^ 0.59."""
    bare = agriculture.rice_daily_ch4(1000, 1.30, 120, 1, 1, 0, 1)
    assert bare == pytest.approx(1000 * 1.30 * 120 / 1000)
    assert agriculture.rice_daily_ch4(1000, 1.30, 120, 1, 1, 5, 1) == pytest.approx(bare * 6**0.59)


def test_nitrogen_excretion_from_mass_agrees_with_the_library():
    """Eq. 10.30: the derived values are those of their rate and mass."""
    known = library.load()
    for item in ("dairy_cattle", "cattle", "buffalo", "swine", "sheep", "goats", "horses", "mules_asses"):
        values = {
            name: next(
                row.value for row in known.named(name, item) if row.factor_set == "ipcc2006" and not row.technology
            )
            for name in ("nitrogen_excretion_rate", "animal_mass", "nitrogen_excretion")
        }
        found = agriculture.animal_nitrogen(1000, values["nitrogen_excretion_rate"], values["animal_mass"])
        assert found == pytest.approx(values["nitrogen_excretion"], rel=1e-7)


FIELD = {
    "per head": (manure.manure_field_direct_n2o, manure.manure_field_deposition_n2o, manure.manure_field_leaching_n2o),
    "by system": (manure.manure_soil_direct_n2o, manure.manure_soil_deposition_n2o, manure.manure_soil_leaching_n2o),
}


@pytest.mark.parametrize("way", FIELD)
@given(
    heads=HEADS,
    days=st.floats(1, 366),
    excretion=st.floats(0.5, 100),
    collected=st.floats(0, 1),
    leached=SHARE,
    volatilised=SHARE,
)
def test_nitrogen_balances(way, heads, days, excretion, collected, leached, volatilised):
    """Excreted = dropped or burnt + leached + volatilised + emitted + applied; three formulas follow one flow."""
    values = {
        "quantity": heads,
        "days_alive": days,
        "nitrogen_excretion": excretion,
        "collected_manure_share": collected,
        "manure_leaching_loss_share": leached,
        "manure_volatilisation_loss_share": volatilised,
        "manure_n2o_head_factor": 0.8,
        "manure_n2o_factor": 0.02,
        "soil_n2o_factor": 0.0178,
        "manure_volatilised_share": 0.2,
        "input_volatilised_share": 0.1,
        "leached_share": 0.2,
        "deposition_n2o_factor": 0.01,
        "leaching_n2o_factor": 0.0075,
    }
    followed = []
    for formula in FIELD[way]:
        derivation = grammar.parse(formula)
        followed.append(grammar.evaluate(derivation, {name: values[name] for name in derivation.arguments}))
    steps = followed[0]
    left_behind = steps["excreted_nitrogen"] * (1 - collected)
    lost = steps["collected_nitrogen"] * (leached + volatilised)
    parts = left_behind + lost + steps["emitted_nitrogen"] + steps["field_nitrogen"]
    scale = max(1.0, steps["excreted_nitrogen"])
    assert parts == pytest.approx(steps["excreted_nitrogen"], rel=1e-9, abs=1e-9 * scale)
    assert {each["field_nitrogen"] for each in followed} == {steps["field_nitrogen"]}
    assert steps["result"] == pytest.approx(steps["field_nitrogen"] * 0.0178 * N2O_PER_N, rel=1e-12, abs=1e-12)


@given(tonnes=st.floats(0, 1e6), index=st.floats(0.1, 1), returned=st.floats(0, 1))
def test_straw_and_grain_are_what_grew(tonnes, index, returned):
    """Straw is never below zero, more is emitted the more is returned, and roots emit even when nothing is."""
    none, some, all_ = (
        soils.straw_direct_n2o(tonnes, 0.855, index, each, 0.125, 0.00753, 0.0178) for each in (0, returned, 1)
    )
    roots = tonnes * 0.855 / index * 0.125 * 0.00753 * 0.0178 * 44 / 28
    assert none == pytest.approx(roots)
    assert none <= some * (1 + 1e-12) <= all_ * (1 + 2e-12)


@given(tonnes=st.floats(0, 1e6), share=st.floats(0, 0.4))
def test_compound_fertiliser_is_fertiliser_by_its_nitrogen(tonnes, share):
    assert soils.compound_direct_n2o(tonnes, share, 0.01) == pytest.approx(
        soils.fertiliser_direct_n2o(tonnes * share, 0.01), rel=1e-12
    )
    assert soils.compound_leaching_n2o(tonnes, share, 0.3, 0.0075) == pytest.approx(
        soils.fertiliser_leaching_n2o(tonnes * share, 0.3, 0.0075), rel=1e-12
    )


PROVINCES = [
    *("110000", "120000", "130000", "140000", "150000", "210000", "220000", "230000", "310000", "320000", "330000"),
    *("340000", "350000", "360000", "370000", "410000", "420000", "430000", "440000", "450000", "460000", "500000"),
    *("510000", "520000", "530000", "540000", "610000", "620000", "630000", "640000", "650000"),
]


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_every_province_is_served(guideline):
    """Zones are divided among all 31 provinces: dairy cattle, pigs, pigeons, fertiliser and rice of one season."""
    rows = (
        *(("A.LS", "dairy_cattle_scale"), ("A.LS", "swine_stock"), ("A.LS", "pigeons")),
        *(("A.2", "nitrogen_fertiliser"), ("A.1", "rice_single")),
    )
    keys = [
        ActivityKey(region, 2022, "", category, item, "", items.find_code(item).unit)
        for region in PROVINCES
        for category, item in rows
    ]
    choices = choose(keys, guidelines.load(guideline), library.load())
    assert [finding.message("en") for finding in choices.findings] == []
    assert {each.key for each in choices.chosen} == set(keys)


@pytest.mark.parametrize(
    ("region", "item", "term", "value"),
    [
        ("440311", "rice_late", "rice_ch4_factor", 273.2),
        ("330000", "rice_late", "rice_ch4_factor", 224.0),
        ("440311", "nitrogen_fertiliser", "soil_n2o_factor", 0.0178),
        ("430000", "nitrogen_fertiliser", "soil_n2o_factor", 0.0109),
        ("440311", "dairy_cattle_scale", "manure_n2o_head_factor", 1.710),
        ("110000", "dairy_cattle_scale", "manure_n2o_head_factor", 1.846),
        ("440311", "goats_grazing", "nitrogen_excretion", 12),
        ("440311", "horses", "nitrogen_excretion", 40),
        ("440311", "pigeons", "nitrogen_excretion", 0.6),
    ],
)
def test_the_provincial_guideline_takes_the_zone_of_the_province(region, item, term, value):
    unit = items.find_code(item).unit
    category = {"ha": "A.1", "tN": "A.2", "head": "A.LS"}[unit]
    chosen = choose(
        [ActivityKey(region, 2022, "", category, item, "", unit)], guidelines.load("pg2011"), library.load()
    )
    found = {each.served.terms[term] for each in chosen.chosen if term in each.served.terms}
    assert found == {value}


def test_the_nitrogen_applied_is_the_sum_of_its_parts():
    """What a region's direct N2O says of applied nitrogen: fertiliser, people, straw and manure, worked out by hand."""
    rows = [("A.2", "nitrogen_fertiliser", 80.0), ("A.2", "rural_population", 1000.0), ("A.2", "vegetables", 5000.0)]
    rows.append(("A.LS", "dairy_cattle_scale", 300.0))
    activities = [
        Activity("440311", 2022, category, item, amount, items.find_code(item).unit, "农用地", f"D{row}",
                 str(amount), items.find_code(item).unit)
        for row, (category, item, amount) in enumerate(rows, start=4)
    ]  # fmt: skip
    local = [
        Parameter(name, name, value, unit, "local", "workbook", tier="local")
        for name, value, unit in (("straw_return_share", 0.4, "1"), ("person_nitrogen_excretion", 4.0, "kgN/person"))
    ]
    emissions = compiled(activities, "pg2011", "440311", 2022, local).emissions
    direct = emissions[emissions["source_category"] == "A.2.D"].set_index("item")["mass_t"] / (0.0178 * 44 / 28)
    above = 5000 * 0.15 / 0.83
    expected = {
        "nitrogen_fertiliser": 80,
        "rural_population": 1000 * 4 / 1000 * 0.65,
        "vegetables": ((above - 750) * 0.4 + above * 0.25) * 0.008,
        "dairy_cattle_scale": 300 * 60 / 1000 * 0.65 - 300 * 1.710 / 1000 * 28 / 44,
    }
    assert direct.to_dict() == pytest.approx(expected, rel=1e-5)


def test_grazing_nitrogen_stays_on_the_pasture():
    """IPCC counts it under managed soils, once; the provincial guideline deducts it from what goes to fields."""
    given_ = ActivityKey("440311", 2022, "", "A.LS", "goats_grazing", "", "head")
    for guideline, formulas in (("ipcc2006", {"pasture_direct_n2o"}), ("pg2011", {"manure_field_direct_n2o"})):
        chosen = choose([given_], guidelines.load(guideline), library.load()).chosen
        assert {each.rule.formula for each in chosen if each.served.source_category == "A.2.D"} == formulas
        shares = {each.served.terms.get("collected_manure_share") for each in chosen} - {None}
        assert shares == (set() if guideline == "ipcc2006" else {0.0})
        own = [each.rule.notation for each in chosen if each.rule.rule == "manure_n2o"]
        assert own == (["IE"] if guideline == "ipcc2006" else [""])


@pytest.mark.parametrize(("item", "kind"), [("dairy_cattle_scale", "solid storage"), ("pigeons", "poultry manure")])
def test_a_manure_system_that_is_not_given_has_a_default_that_says_so(item, kind):
    chosen = choose([ActivityKey("440311", 2022, "", "A.LS", item, "", "head")], guidelines.load("gpc"), library.load())
    (system,) = (each for each in chosen.chosen if each.rule.rule == "manure_n2o")
    used = next(choice.parameter for choice in system.served.choices if choice.parameter.name == "manure_n2o_factor")
    assert used.technology.startswith(kind)
    assert "未填" in system.rule.note_zh


def test_a_doubtful_nitrogen_content_is_not_in_the_library():
    assert library.load().named("straw_nitrogen_content", "sugarcane") in ((), [])


def test_every_crop_but_sugarcane_has_its_parameters():
    known = library.load()
    crops = [item.code for item in items.load().values() if item.kind == "crop"]
    names = ("dry_matter_ratio", "harvest_index", "root_shoot_ratio", "straw_nitrogen_content")
    missing = {(crop, name) for crop in crops for name in names if not known.named(name, crop)}
    assert len(crops) == 18
    assert missing == {("sugarcane", "straw_nitrogen_content")}
