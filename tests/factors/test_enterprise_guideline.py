"""The enterprise guideline serves every row that an industry's workbook offers, with figures worked by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ghginv import folders
from ghginv.calculation.choose import ActivityKey, choose
from ghginv.domain import categories, industries, items
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.factors import guidelines, library
from ghginv.factors.library import Library
from ghginv.formulas import all_formulas
from ghginv.workbooks import layout as layouts
from ghginv.workbooks.layout import IndustryTemplate, Layout, Table

GUIDELINE = guidelines.load("enterprise")
LIBRARY = library.load()
ENTERPRISE = "91440300000000000X"
YEAR, REGION = 2023, "440311"

# The 24 guidelines, by the name that industries.csv has for each, and one of our own for several sub-kinds.
GUIDELINES = {
    *("发电企业", "电网企业", "钢铁生产企业", "化工生产企业", "电解铝生产企业", "镁冶炼企业", "平板玻璃生产企业"),
    *("水泥生产企业", "陶瓷生产企业", "民用航空企业", "石油和天然气生产企业", "石油化工企业", "独立焦化企业"),
    *("煤炭生产企业", "造纸和纸制品生产企业", "其他有色金属冶炼和压延加工业企业", "电子设备制造企业"),
    *("机械设备制造企业", "矿山企业", "食品、烟草及酒、饮料和精制茶企业", "公共建筑运营单位（企业）"),
    *("陆上交通运输企业", "氟化工企业", "工业其他行业企业"),
}
FULL = (
    "power_generation semiconductor flat_panel machinery cement flat_glass ceramics paper petrochemicals chemicals "
    "food public_buildings data_centre land_transport port_shipping airport water_services waste_services"
).split()
INDUSTRIES = layouts.industries()

every_industry = pytest.mark.parametrize("industry", INDUSTRIES)


def template(industry: str) -> Layout:
    return layouts.load("enterprise", industry)


def about(industry: str) -> IndustryTemplate:
    found = template(industry).industry
    assert found
    return found


def offered(industry: str, year: int = YEAR) -> Iterator[ActivityKey]:
    """A key for every row that the drop-downs of an industry's activity tables allow."""
    layout = template(industry)
    for table in layout.tables:
        if table.role == "activity":
            for category, item, technology in _rows(layout, table):
                unit = items.find_code(item).unit
                yield ActivityKey(REGION, year, ENTERPRISE, category, item, technology, unit)


def _rows(layout: Layout, table: Table) -> Iterator[tuple[str, str, str]]:
    lists = {name: table.column(name) for name in ("category", "item", "technology")}
    entries = {name: layout.options[column.options].entries for name, column in lists.items() if column}
    named = [option.code for option in entries.get("category", ())] or [table.category]
    kinds = ["", *(option.code for option in entries.get("technology", ()))]
    for option in entries["item"]:
        own = kinds if option.technologies is None else [kind for kind in option.technologies if kind in kinds] or [""]
        for category in named:
            if not option.categories or category in option.categories:
                yield from ((category, option.code, technology) for technology in own)


def mass(
    category: str, item: str, quantity: float, *measured: Parameter, technology: str = "", rule: str = ""
) -> float:
    """Tonnes by the rule of this name, or by the one that counts, from defaults and what was measured."""
    key = ActivityKey(REGION, YEAR, ENTERPRISE, category, item, technology, items.find_code(item).unit)
    choices = choose([key], GUIDELINE, LIBRARY.with_local(measured))
    assert choices.findings == []
    (chosen,) = (each for each in choices.chosen if (each.rule.rule == rule if rule else not each.rule.memo))
    return all_formulas()[chosen.rule.formula](quantity=quantity, **chosen.served.terms)


def found(name: str, item: str, value: float) -> Parameter:
    """What the enterprise measured."""
    unit = TERMS[name].unit(items.find_code(item).unit)
    return Parameter(
        f"measured.{name}.{item}", name, value, unit, "measured", "workbook", item=item, enterprise=ENTERPRISE,
        tier="measured", status="found",
    )  # fmt: skip


def given(industry: str) -> Library:
    """The library with what rows of an industry's workbook must state, at a value within the term's range."""
    layout = template(industry)
    stated = {
        (column.field, option.code)
        for table in layout.tables
        if table.role == "activity"
        for column in table.columns
        if column.is_term and column.required
        for option in layout.options[table.column("item").options].entries  # type: ignore[union-attr]
    }
    stated |= {(name, "measured_coal") for name in ("air_dried_carbon", "received_moisture", "air_dried_moisture")}
    return LIBRARY.with_local(found(name, item, min(0.5, _most(name, item))) for name, item in sorted(stated))


def _most(name: str, item: str) -> float:
    term = TERMS[name]
    return term.ranges[term.unit(items.find_code(item).unit)][1]


# Industries


def test_every_guideline_of_the_24_has_a_workbook() -> None:
    assert len(GUIDELINES) == 24
    assert {about(industry).guideline for industry in INDUSTRIES} == GUIDELINES
    assert all(set(each.guidelines) <= GUIDELINES for each in industries.load().values())
    assert [industry for industry in FULL if about(industry).depth != "full"] == []


@every_industry
def test_an_industry_says_whose_text_it_follows(industry: str) -> None:
    own = about(industry)
    assert own.source_id in LIBRARY.sources
    assert own.gbt4754
    for code in own.gbt4754:
        assert any(known.startswith(code) or code.startswith(known) for known in industries.load()), code


def test_no_two_industries_serve_the_same_code() -> None:
    codes = [code for industry in INDUSTRIES for code in about(industry).gbt4754]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_every_class_that_a_guideline_serves_finds_an_industry() -> None:
    """The longest prefix decides: an enterprise of any group of GB/T 4754 with a guideline has a workbook."""
    codes = {code for industry in INDUSTRIES for code in about(industry).gbt4754}
    served = [each for each in industries.load().values() if each.guidelines and each.level in ("group", "class")]
    assert [each.code for each in served if not any(each.code.startswith(code) for code in codes)] == []


@every_industry
def test_every_item_offered_is_served_or_marked(industry: str) -> None:
    keys = list(offered(industry))
    assert keys
    choices = choose(keys, GUIDELINE, given(industry))
    assert [finding.message("en") for finding in choices.findings] == []
    assert set(keys) == {chosen.key for chosen in choices.chosen}
    assert [chosen.key for chosen in choices.chosen if chosen.served.missing] == []


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
@every_industry
def test_what_an_enterprise_states_keeps_no_region_from_being_compiled(industry: str, guideline: str) -> None:
    """A region is fed with it: computed, marked or left out, but never in want of a factor."""
    keys = [key for key in offered(industry) if not categories.covers("X", key.category)]
    choices = choose(keys, guidelines.load(guideline), given(industry))
    assert [finding.message("en") for finding in choices.findings] == []


@every_industry
def test_what_may_be_measured_is_used_by_a_formula_of_the_industry(industry: str) -> None:
    layout = template(industry)
    choices = choose(offered(industry), GUIDELINE, given(industry))
    used = {choice.parameter.name for chosen in choices.chosen for choice in chosen.served.choices}
    own = {option.code for option in layout.options["parameters"].entries}
    assert own <= used | {"net_calorific_value"}  # beside measured carbon it tells what the coal was worth
    columns = {column.field for table in layout.tables for column in table.columns if column.is_term}
    assert columns <= used | {"anode_effect_slope"}


@every_industry
def test_what_is_measured_belongs_to_a_row_that_may_be_given(industry: str) -> None:
    items_of_rows = {key.item for key in offered(industry)}
    assert {option.code for option in template(industry).options["measured_items"].entries} <= items_of_rows


@every_industry
def test_the_page_of_industries_names_it(industry: str) -> None:
    own = about(industry)
    text = (folders.built_in() / "docs" / "enterprises" / "industries.md").read_text("utf-8")
    (line,) = (each for each in text.splitlines() if each.startswith(f"| `{industry}` "))
    assert own.zh in line
    assert all(code in line for code in own.gbt4754)
    assert ("全 full" if own.depth == "full" else "共用 common") in line


@every_industry
def test_products_are_no_activity_data(industry: str) -> None:
    products = [items.find_code(option.code) for option in template(industry).options["products"].entries]
    assert {item.kind for item in products} <= {"product", "economic", "operation"}
    assert {"gross_output_value", "value_added"} <= {item.code for item in products}


# What a region's guideline must not see


@pytest.mark.parametrize("guideline", [each for each in guidelines.available() if each != "enterprise"])
def test_no_other_guideline_counts_what_only_enterprises_know(guideline: str) -> None:
    own = guidelines.load(guideline)
    assert own.basis == "region"
    for code in (code for code in categories.tree() if categories.covers("X", code)):
        assert all(own.rules_for(code, item) == [] for item in ("electricity", "heat", "bought_co2", "handed_co2"))


def test_products_are_served_by_no_guideline() -> None:
    made = [item.code for item in items.load().values() if item.kind in ("product", "economic", "operation")]
    served = {name for each in guidelines.available() for rule in guidelines.load(each).rules for name in rule.items}
    assert not served & set(made)


# Figures worked by hand


def test_power_coal_as_measured() -> None:
    carbon = [found("air_dried_carbon", "measured_coal", 0.58), found("received_moisture", "measured_coal", 0.1)]
    carbon.append(found("air_dried_moisture", "measured_coal", 0.02))
    expected = 10_000 * 0.58 * 90 / 98 * 0.99 * 44 / 12
    assert mass("1.1.1.E", "measured_coal", 10_000, *carbon) == pytest.approx(expected)


def test_power_coal_not_measured() -> None:
    ncv = found("net_calorific_value", "raw_coal", 21.5)
    expected = 10_000 * 21.5 * 0.03085 * 0.99 * 44 / 12
    assert mass("1.1.1.E", "raw_coal", 10_000, ncv) == pytest.approx(expected)


def test_power_and_others_have_gas_of_their_own() -> None:
    assert mass("1.1.1.E", "natural_gas", 1) == pytest.approx(389.31 * 0.01532 * 0.99 * 44 / 12)
    assert mass("1.2.5", "natural_gas", 1) == pytest.approx(389.31 * 0.0153 * 0.99 * 44 / 12)


def test_desulphurisation_by_default() -> None:
    assert mass("P.OC", "desulphuriser", 50_000) == pytest.approx(19_800)


def test_clinker_by_default_and_as_measured() -> None:
    assert mass("P.1", "clinker", 1e6) == pytest.approx(538_000, rel=1e-4)
    slag = [found("noncarbonate_cao", "clinker", 0.02), found("noncarbonate_mgo", "clinker", 0.005)]
    whole = [found("clinker_cao", "clinker", 0.65), found("clinker_mgo", "clinker", 0.025)]
    assert mass("P.1", "clinker", 1e6, *whole, *slag) == pytest.approx(517_000)
    assert mass("P.1", "kiln_dust", 1000, *whole, *slag) == pytest.approx(517)


def test_etching_with_and_without_abatement() -> None:
    # 1 000 kg C2F6: 900 kg fed, 60 % left, of which 19 % passes tools with abatement
    assert mass("P.11", "c2f6", 1000, rule="input_gas") == pytest.approx(0.540)
    assert mass("P.11", "c2f6", 1000, technology="abatement", rule="input_gas") == pytest.approx(0.1026)
    assert mass("P.11", "c2f6", 1000, technology="abatement", rule="byproduct_cf4") == pytest.approx(0.0342)
    # NF3: U 80 %, d 95 %, CF4 0.09
    assert mass("P.11", "nf3", 1000, technology="abatement", rule="input_gas") == pytest.approx(0.9 * 0.2 * 0.145)
    assert mass("P.11", "nf3", 1000, technology="abatement", rule="byproduct_cf4") == pytest.approx(0.9 * 0.09 * 0.19)


@pytest.mark.parametrize(
    ("item", "rule", "share"),
    [
        *(("cf4", "input_gas", 0.9), ("sf6", "input_gas", 0.2), ("c3f8", "input_gas", 0.4)),
        *(("c4f8", "input_gas", 0.1), ("chf3", "input_gas", 0.4), ("c3f8", "byproduct_cf4", 0.1)),
        *(("c4f8", "byproduct_cf4", 0.1), ("c4f8", "byproduct_c2f6", 0.1), ("chf3", "byproduct_cf4", 0.07)),
        *(("ch2f2", "byproduct_cf4", 0.08), ("c4f6", "byproduct_c2f6", 0.2), ("c5f8", "byproduct_c2f6", 0.04)),
        ("c4f8o", "byproduct_c3f8", 0.04),
    ],
)
def test_the_table_of_the_electronics_guideline(item: str, rule: str, share: float) -> None:
    assert mass("P.11", item, 1000, rule=rule) == pytest.approx(0.9 * share)


def test_electricity_by_the_reporting_factor_of_the_year() -> None:
    assert mass("1.2.5", "electricity", 1000) == pytest.approx(570.3)
    assert mass("X.1", "electricity", 1000) == pytest.approx(-570.3)
    assert mass("1.2.5", "heat", 1000) == pytest.approx(110)
    assert mass("X.2", "heat", 1000) == pytest.approx(-110)


def test_green_power_stands_beside_the_total() -> None:
    green = found("green_electricity", "electricity", 400)
    assert mass("1.2.5", "electricity", 1000, green, rule="market") == pytest.approx(600 * 0.6096)
    assert mass("1.2.5", "electricity", 1000, green) == pytest.approx(570.3)


def test_only_land_transport_has_methane_of_vehicles() -> None:
    rules = {rule.rule for rule in GUIDELINE.rules_for("1.3.2", "diesel")}
    assert rules == {"co2"}
    assert mass("1.3.2", "heavy_km_diesel", 1e7, rule="mileage_ch4") == pytest.approx(1.75)
    assert mass("1.3.2", "car_km_gasoline", 1e7, technology="China I", rule="mileage_n2o") == pytest.approx(0.38)


def test_a_default_of_this_software_says_so() -> None:
    own = [row for row in LIBRARY.rows if row.source_id == "ent_own"]
    assert own
    assert all(row.status == "derived" and "本系统缺省" in row.note for row in own)
