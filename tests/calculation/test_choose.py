"""Every cell a regional balance may hold is served by every guideline: computed, or marked with a notation key."""

import tomllib
from dataclasses import replace

import pytest

from ghginv import folders
from ghginv.calculation.choose import ActivityKey, choose
from ghginv.domain import categories, items, regions
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.factors import guidelines, library
from ghginv.workbooks.rules import agriculture, land, processes, product_use, waste

BALANCE = [
    code for code, node in categories.tree().items() if "energy balance" in node.note or code in ("1.2.6", "1.6", "5")
]
BALANCE += [f"B.{row}" for row in range(1, 12)]
KINDS = ("coal", "oil", "gas", "electricity", "heat", "other_energy")
COLUMNS = folders.rows(folders.file("templates", "workbooks/energy_balance_columns.csv"))
ITEMS = [items.find_code(row["item"]) for _, row in COLUMNS if items.known(row["item"])]
ITEMS = [item for item in ITEMS if item.kind in KINDS]
PROVINCES = [region.code for region in regions.children("100000") if region.level == "province"]
MAINLAND = [code for code in PROVINCES if code[0] in "123456" and code not in ("540000",)]


def key(category, item, region="440000", year=2007, **changes):
    fields = {"enterprise": "", "technology": "", "unit": item.unit}
    return ActivityKey(region, year, **{**fields, **changes}, category=category, item=item.code)


@pytest.mark.parametrize("guideline", guidelines.available())
def test_every_balance_cell_is_served(guideline):
    keys = [key(category, item) for category in BALANCE for item in ITEMS]
    assert [
        finding.message("en") for finding in choose(keys, guidelines.load(guideline), library.load()).findings
    ] == []


@pytest.mark.parametrize("guideline", guidelines.available())
@pytest.mark.parametrize("year", [2005, 2007, 2012, 2018, 2023])
def test_every_province_has_its_electricity(guideline, year):
    power = items.find_code("electricity")
    keys = [key(category, power, region, year) for category in ("B.3", "B.6") for region in MAINLAND]
    chosen = choose(keys, guidelines.load(guideline), library.load())
    assert chosen.findings == []
    assert [each.key.region for each in chosen.chosen if each.served.missing] == []


def test_an_information_item_without_a_factor_stands_as_ne():
    power = items.find_code("electricity")
    (chosen,) = choose([key("B.4", power, "100000")], guidelines.load("pg2011"), library.load()).chosen
    assert not chosen.computed
    assert chosen.served.missing[0].code == "factor-missing"


def test_a_missing_factor_names_term_and_key():
    unknown = ActivityKey("440000", 2020, "", "1.2.1", "methanol", "", "t")
    assert choose([unknown], guidelines.load("ceads"), library.load()).findings == []
    coal = key("1.4.W", items.find_code("raw_coal"))
    chosen = choose([coal], guidelines.load("ceads"), library.Library.of([], {}))
    assert {finding.code for finding in chosen.findings} == {"factor-missing"}


def test_a_unit_the_formula_does_not_take_is_a_finding():
    gas = key("1.4.W", items.find_code("natural_gas"), unit="MWh")
    (finding, *_) = choose([gas], guidelines.load("pg2011"), library.load()).findings
    assert (finding.code, finding.found) == ("formula-unit", "MWh")


def test_keys_that_share_parameters_are_told_apart_where_they_do_not():
    power = items.find_code("electricity")
    keys = [key("B.3", power, region, year) for region in ("440000", "110000") for year in (2012, 2022)]
    chosen = choose(keys, guidelines.load("pg2011"), library.load()).chosen
    assert len({each.served.terms["grid_emission_factor"] for each in chosen}) == 4


def test_shared_choices_equal_choices_made_one_by_one():
    keys = [key(category, item, region) for category in BALANCE[:6] for item in ITEMS[:12] for region in MAINLAND[:5]]
    guideline, known = guidelines.load("pg2011"), library.load()
    together = {(each.key, each.rule.rule): each.served for each in choose(keys, guideline, known).chosen}
    alone = {(each.key, each.rule.rule): each.served for one in keys for each in choose([one], guideline, known).chosen}
    assert together == alone


def template_keys():
    """Every combination that the inventory template offers, with its required local values at hand."""
    tables, options = [], {}
    for path in folders.files("templates", "workbooks/inventory/*.toml"):
        tables += tomllib.loads(path.read_text("utf-8"))["tables"]
        for _, row in folders.rows(path.with_name(f"{path.stem}_options.csv")):
            options.setdefault(row["list"], []).append(row)
    for table in tables:
        fields = {field["field"]: field for field in table["columns"] if isinstance(field, dict)}
        vintage = "vintage" in {each if isinstance(each, str) else each["field"] for each in table["columns"]}
        for option in options[fields["item"]["options"]]:
            categories_ = [row["code"] for row in options.get(fields.get("category", {}).get("options"), ())]
            allowed = [code for code in option["categories"].split(";") if code] or categories_ or [table["category"]]
            technologies = [row["code"] for row in options.get(fields.get("technology", {}).get("options"), ())] or [""]
            if option["technologies"]:  # those of the item; a dash for none
                technologies = option["technologies"].replace("-", "").split(";")
            for category in allowed:
                for technology in technologies:
                    unit = items.find_code(option["code"]).unit
                    given = ActivityKey("440400", 2022, "", category, option["code"], technology, unit)
                    yield replace(given, vintage=2015) if vintage else given


LOCAL = {"annual_mileage": "km", "fuel_economy": "L/100km", "engine_power": "kW", "load_factor": "1"}
LOCAL |= {"operating_hours": "h", "specific_fuel_consumption": "g/kWh"}
LOCAL |= {"straw_return_share": "1", "waste_fraction": "1"}
MIXED_WASTE = {"mixed_msw": ("degradable_organic_carbon",)}


def local_values():
    """What a workbook must bring: for all items of a sheet, and for single items of processes."""
    given = [Parameter(name, name, 0.5, unit, "local", "workbook", tier="local") for name, unit in LOCAL.items()]
    for item, names in (processes.ALWAYS_NEEDED | agriculture.NEEDED | waste.NEEDED | MIXED_WASTE).items():
        units = {name: TERMS[name].unit() for name in names}
        given += [
            Parameter(f"{name}.{item}", name, 0.5, unit, "local", "workbook", tier="local", item=item)
            for name, unit in units.items()
        ]
    for code, item in items.load().items():
        given += [
            Parameter(f"{name}.{code}", name, 0.5, TERMS[name].unit(), "local", "workbook", tier="local", item=code)
            for name in land.NEEDED.get(item.kind, ())
        ]
    given += [
        Parameter(f"{name}.{unit}", name, 0.5, unit, "local", "workbook", tier="local")
        for name in product_use.NEEDED
        for unit in TERMS[name].units
    ]
    return given


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_every_row_of_the_template_is_served(guideline):
    given = local_values()
    keys = {key for key in template_keys() if (key.item, key.technology) != ("straw", "brazier")}  # no such stove known
    assert len(keys) > 500
    findings = choose(keys, guidelines.load(guideline), library.load().with_local(given)).findings
    assert sorted({finding.message("en") for finding in findings}) == []


def test_electricity_from_a_named_grid_takes_that_grid_s_factor():
    power = items.find_code("electricity")
    keys = [key("E.1", power, "440400", 2022, technology=grid) for grid in ("", "GRID-S", "GRID-E")]
    chosen = choose(keys, guidelines.load("pg2011"), library.load()).chosen
    used = {
        each.key.technology: each.served.choices[0].parameter.region for each in chosen if each.rule.rule == "indirect"
    }
    assert used == {"": "440000", "GRID-S": "GRID-S", "GRID-E": "GRID-E"}


def test_green_power_is_read_where_it_was_submitted():
    power = items.find_code("electricity")
    green = Parameter(
        "g", "green_electricity", 300.0, "MWh", "local", "w", tier="local", category="E.1", item="electricity"
    )
    (market,) = (
        each
        for each in choose(
            [key("E.1", power, "440400", 2022)], guidelines.load("pg2011"), library.load().with_local([green])
        ).chosen
        if each.rule.rule == "market"
    )
    assert market.computed
    assert market.served.terms == {"green_electricity": 300.0, "residual_mix_factor": 0.5856}
    unknown = choose([key("E.1", power, "440400", 2022)], guidelines.load("pg2011"), library.load()).chosen
    assert [each.computed for each in unknown if each.rule.rule == "market"] == [False]


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006"])
def test_nothing_but_final_power_and_heat_is_left_out_of_the_template(guideline):
    given = local_values()
    keys = set(template_keys())
    chosen = choose(keys, guidelines.load(guideline), library.load().with_local(given)).chosen
    unserved = keys - {each.key for each in chosen}
    assert {key.item for key in unserved if key.item != "straw"} == {"electricity", "heat"}
    assert {key.category[0] for key in unserved if key.item in ("electricity", "heat")} == {"1"}
