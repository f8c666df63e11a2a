"""Quotas from workbook to letter: enterprises hand in, the accounts are compiled, the office pre-allocates and settles.

The power plant and the two makers are made up 虚构; rules and benchmarks are the published ones, or say 本系统缺省.
"""

import csv

import pytest

from ghginv.domain import credit_codes
from ghginv.workbooks import build
from ghginv.workbooks import layout as layouts
from tests.journeys.command_line import Desk

REGION = "440300"


def code(number):
    stem = f"91440300MA{number:07d}"
    return stem + credit_codes.check_sign(stem)


PLANT, MAKER, OTHER = code(1), code(2), code(3)
NAMES = {PLANT: "虚构发电厂", MAKER: "虚构电机厂", OTHER: "虚构机械厂"}


def workbook(desk, enterprise, year, industry, gbt4754, market, fuels, outputs):
    """A filled workbook of an enterprise-year; fuels and outputs are facility, item, unit, amount."""
    facts = {"credit_code": enterprise, "name": NAMES[enterprise], "industry": gbt4754, "region": REGION, "year": year,
             "market": market, "contact": "张三（虚构）", "telephone": "0755-00000000"}  # fmt: skip
    sites = sorted({row[0] for row in (*fuels, *outputs)})
    named = ("facility", "item", "unit", "quantity")
    entries = {
        "设施": [{"code": site, "name": f"{site} 号设施", "region": REGION} for site in sites],
        "燃料": [{**dict(zip(named, row, strict=True)), "source": "台账"} for row in fuels],
        "产量产值": [{**dict(zip(named, row, strict=True)), "source": "生产月报"} for row in outputs],
    }
    path = desk.folder / f"{NAMES[enterprise]}-{year}.xlsx"
    build.build_template(path, layouts.load("enterprise", industry), facts, entries=entries)
    return path


def plant(desk, year, load):
    fuels = [("G1", "原煤", "t", 1_150_000), ("G2", "天然气", "万立方米", 20_000)]
    outputs = [
        ("G1", "发电量", "MWh", 2_500_000), ("G1", "供热量", "GJ", 1_000_000), ("G1", "负荷（出力）系数", "%", load),
        ("G1", "装机容量", "kW", 600_000), ("G2", "发电量", "MWh", 1_000_000), ("G2", "装机容量", "kW", 400_000),
        ("G2", "负荷（出力）系数", "%", 50),
    ]  # fmt: skip
    return workbook(desk, PLANT, year, "power_generation", "4411", "全国碳市场", fuels, outputs)


def maker(desk, enterprise, year, gas, value):
    fuels = [("F1", "天然气", "万立方米", gas)]
    return workbook(desk, enterprise, year, "machinery", "3484", "深圳碳市场", fuels,
                    [("F1", "工业增加值", "万元", value)])  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("quotas"))
    desk.done("init", "city", "--region", REGION, "--name", "深圳市")
    books = [plant(desk, 2022, 62), plant(desk, 2023, 60)]
    for year in (2022, 2023, 2024):
        books += [maker(desk, MAKER, year, 400, 50_000), maker(desk, OTHER, year, 300, 60_000 + year)]
    desk.done("-w", "city", "import", *books)
    for year in (2022, 2023, 2024):
        desk.done("-w", "city", "compile", "--guideline", "enterprise", "--year", year)
    return desk


def quota(desk, *arguments):
    return desk.done("-w", "city", "quota", *arguments, "--format", "json").json()


def test_a_power_plant_is_preallocated_and_settled(desk):
    pre = quota(desk, "allocate", "--year", 2023, "--rules", "national-power-2023", "--stage", "pre")
    final = quota(desk, "allocate", "--year", 2023, "--rules", "national-power-2023", "--stage", "final")
    units = {row["facility"]: row for row in final["units"]}
    assert {name: row["class"] for name, row in units.items()} == {"G1": "I", "G2": "IV"}
    assert units["G1"]["quota_t"] == 2_109_460 + 103_800
    assert units["G2"]["method"] == "gas_top_up"
    assert units["G2"]["quota_t"] == int(units["G2"]["verified_t"])
    assert [row["quota_t"] for row in pre["units"]] == [int(0.7 * units[name]["verified_t"]) for name in ("G1", "G2")]
    (entity,) = final["entities"]
    assert entity["pre_t"] == sum(row["quota_t"] for row in pre["units"])
    assert entity["adjustment_t"] == entity["quota_t"] - entity["pre_t"] == entity["final_issued_t"]
    again = quota(desk, "allocate", "--year", 2023, "--rules", "national-power-2023", "--stage", "final")
    assert again["quota"] == final["quota"]
    rows = quota(desk, "list", "--enterprise", PLANT)
    made = (pre["quota"], final["quota"])
    assert [row["stage"] for row in rows if row["quota"] in made] == ["pre", "final"]
    assert not {row["quota"] for row in quota(desk, "list", "--enterprise", MAKER)} & set(made)
    shown = desk.done("-w", "city", "quota", "show", final["quota"][:14]).out
    assert "发电量 2500000 MWh × 基准 0.795 × 调峰系数 1.061364" in shown


def test_the_register_of_the_office_goes_before_what_is_concluded(desk):
    register = desk.folder / "units.csv"
    with register.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["enterprise", "facility", "class", "deduct_t"])
        writer.writerows([[PLANT, "G1", "III", 100_000], [PLANT, "G2", "IV", ""]])
    found = quota(
        desk, "allocate", "--year", 2023, "--rules", "national-power-2023", "--stage", "final", "--units", register
    )
    assert found["units"][0]["target"] == "0.8285"
    (entity,) = found["entities"]
    assert entity["issued_t"] == entity["quota_t"] - 100_000
    register.write_text("enterprise,facility,class\nX,G1,I\n", encoding="utf-8")
    refused = desk.call("-w", "city", "quota", "allocate", "--year", 2023, "--rules", "national-power-2023", "--stage",
                        "final", "--units", register)  # fmt: skip
    assert refused.code == 1
    assert "X" in refused.err


def test_shenzhen_allocates_by_value_added_and_says_what_is_our_own(desk):
    answer = desk.done(
        "-w", "city", "quota", "allocate", "--year", 2024, "--rules", "shenzhen-2024", "--stage", "final"
    )
    assert "本系统缺省" in answer.out
    assert "sz_reduction_rate_value_added" in answer.err
    (row,) = quota(desk, "list", "--enterprise", MAKER)
    found = quota(desk, "show", row["quota"])
    units = {row["enterprise"]: row for row in found["units"]}
    assert set(units) == {MAKER, OTHER}
    assert units[MAKER]["quota_t"] == int(units[MAKER]["verified_t"] * (1 - 0.0366))
    totals = {row["code"]: row["t"] for row in found["totals"]}
    assert totals["cap"] == 33_500_000
    assert totals["left_entities"] == 32_160_000 - sum(row["quota_t"] for row in found["units"])


def test_one_region_alone(desk):
    refused = desk.call("-w", "city", "quota", "allocate", "--year", 2023, "--rules", "national-power-2023", "--stage",
                        "final", "--region", "440305")  # fmt: skip
    assert refused.code == 1
    assert "没有可分配" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["allocate", "--year", 2025, "--rules", "national-power-2023", "--stage", "final"], 2, "2023–2024"),
        (["allocate", "--year", 2023, "--rules", "national", "--stage", "final"], 2, "national-power-2023"),
        (["allocate", "--year", 2023, "--rules", "national-power-2023", "--stage", "later"], 2, "later"),
        (["allocate", "--year", 2024, "--rules", "guangdong-2024", "--stage", "final"], 1, "没有可分配"),
        (["show", "Q1999"], 2, "Q1999"),
        (["rules", "shenzhen"], 2, "shenzhen-2024"),
    ],
)
def test_wrong_calls_are_told_in_words(desk, arguments, code, told):
    answer = desk.call("-w", "city", "quota", *arguments)
    assert answer.code == code
    assert told in answer.err


def test_rules_are_shown_with_values_and_evidence(desk):
    listed = quota(desk, "rules")
    assert {"national-power-2023", "guangdong-2025", "shenzhen-2024"} <= {row["id"] for row in listed}
    shown = quota(desk, "rules", "national-power-2023", "--year", 2024)
    values = {row["parameter"]: row["value"] for row in shown["parameters"]}
    assert values["ets_benchmark_power_I"] == "0.7910"
    assert "0.7950" in desk.done("-w", "city", "quota", "rules", "national-power-2023", "--year", 2023).out
    csv_text = desk.done("-w", "city", "quota", "rules", "shenzhen-2024", "--format", "csv").out
    assert csv_text.startswith("parameter,value,unit,status")
