"""A district of electronics makers: the filled template becomes an inventory of fluorinated gases."""

import openpyxl
import pytest

from ghginv import folders
from tests.journeys.command_line import Desk
from tests.workbooks.conftest import Sender

ROWS = folders.built_in() / "inventories" / "guangming-demo" / "activity" / "product_use.csv"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("district"))
    desk.done("init", "w", "--region", "440311", "--name", "光明区")
    desk.done("-w", "w", "template", "inventory", "--year", 2023, "--data", ROWS, "-o", "填报.xlsx")
    return desk


@pytest.fixture(scope="module")
def runs(desk):
    desk.done("-w", "w", "import", "填报.xlsx")
    compiled = {}
    for guideline in ("pg2011", "ipcc2006", "gpc"):
        answer = desk.done("-w", "w", "compile", "--year", 2023, "--guideline", guideline, "--format", "json").json()
        rows = desk.done("-w", "w", "table", answer["run"], "emissions", "--format", "json").json()
        compiled[guideline] = answer, rows
    return compiled


def mass(rows, **wanted):
    """The tonnes of the rows with these values."""
    return sum(row["mass_t"] for row in rows if all(row[name] == value for name, value in wanted.items()))


def test_the_filled_template_is_accepted(desk):
    findings = desk.done("check", "填报.xlsx", "--format", "json").json()
    assert {finding["code"] for finding in findings} == {"abatement-default-efficiency", "recovery-by-default"}


def test_the_provincial_guideline_takes_shares_of_the_gas_used(runs):
    """CF4 of the chip maker: 43.56 % of 6240 kg, without by-products."""
    answer, rows = runs["pg2011"]
    assert answer["gwp"] == "SAR"
    assert mass(rows, source_category="P.11", item="cf4") == pytest.approx(6.24 * 0.4356, abs=1e-6)
    assert {row["gas"] for row in rows if row["category"] == "P.11" and row["item"] == "c2f6"} == {"PFC-116"}


def test_a_gas_without_a_potential_is_told_and_the_rest_counts(desk, runs):
    """NF3 has none in the second assessment report; its by-product CF4 has."""
    by_potential = {}
    for gwp in ("SAR", "AR5"):
        answer = desk.done("-w", "w", "compile", "--year", 2023, "--guideline", "pg2011", "--gwp", gwp)
        assert ("没有给出 NF3" in answer.err) == (gwp == "SAR")
        run = answer.out.split()[0]
        rows = desk.done("-w", "w", "table", run, "emissions", "--format", "json").json()
        by_potential[gwp] = {row["gas"] for row in rows if row["item"] == "nf3_remote"}
    assert by_potential == {"SAR": {"PFC-14"}, "AR5": {"PFC-14", "NF3"}}


def test_ipcc_takes_what_does_not_react_with_by_products(runs):
    _, rows = runs["ipcc2006"]
    fed, kept = 6.24 * 0.9, 1 - 0.8 * 0.9
    assert mass(rows, source_category="P.11", item="cf4") == pytest.approx(fed * 0.9 * kept, abs=1e-6)
    remote = 115.2 * 0.9
    assert mass(rows, source_category="P.FP", item="nf3_remote", gas="NF3") == pytest.approx(
        remote * 0.03 * (1 - 0.95 * 0.95), abs=1e-6
    )
    fluoroform = 1.14 * 0.9
    assert mass(rows, source_category="P.11", item="chf3", gas="PFC-14") == pytest.approx(
        fluoroform * 0.07 * kept, abs=1e-6
    )


def test_blends_are_counted_by_component_and_banks_by_age(runs):
    for _, rows in runs.values():
        blend = [row for row in rows if row["item"] == "r410a" and row["source_category"] == "P.RA.S.U"]
        assert {row["gas"] for row in blend} == {"HFC-32", "HFC-125"}
        assert sum(row["mass_t"] for row in blend) == pytest.approx(439 * 0.085, abs=1e-6)
        banks = [(9.0 + 5.2 * (year - 2017)) * 0.085 * 0.915 ** (2023 - year) for year in range(2017, 2024)]
        assert mass(rows, item="ch2f2", source_category="P.RA.S.U") == pytest.approx(sum(banks), abs=1e-5)


def test_confidential_and_unestimated_rows_keep_their_keys(desk, runs):
    run = runs["pg2011"][0]["run"]
    activity = desk.done("-w", "w", "table", run, "activity", "--format", "json").json()
    keys = {(row["category"], row["item"], row["notation"]) for row in activity if row["notation"]}
    assert keys == {("P.11", "c4f6", "C"), ("P.HT", "perfluoro_fluid", "NE")}


def test_every_figure_leads_back_to_its_cell_and_citation(desk, runs):
    run = runs["ipcc2006"][0]["run"]
    category = next(row["category"] for row in runs["ipcc2006"][1] if row["source_category"] == "P.FP")
    evidence = desk.done("-w", "w", "trace", run, "--category", category, "--item", "sf6", "--format", "json").json()
    (row,) = evidence["rows"]
    terms = {term["name"]: term for term in row["parameters"]}
    assert terms["unreacted_gas_factor"]["value"] == 0.3
    assert "EFDB" in str(terms["unreacted_gas_factor"])
    assert terms["abated_share"]["value"] == 0.95
    assert "电子工业" in str(row)


def test_the_result_workbook_has_the_formulas(desk, runs):
    desk.done("-w", "w", "export", runs["ipcc2006"][0]["run"], "-o", "结果.xlsx")
    book = openpyxl.load_workbook(desk.folder / "结果.xlsx")
    live = [cell.value for sheet in book for row in sheet for cell in row if str(cell.value).startswith("=")]
    assert len(live) > 100


def test_wrong_rows_come_back_and_nothing_is_stored(desk):
    desk.done("init", "other", "--region", "440311", "--name", "光明区")
    sender = Sender(desk.folder / "填报.xlsx", desk.folder)
    sender.path = desk.folder / "有误.xlsx"
    sender.put("电子工业", {"接入尾气处理的气体比例": 1.5})
    sender.save()
    answer = desk.call("-w", "other", "import", "有误.xlsx", "--format", "json")
    assert answer.code == 1
    assert desk.done("-w", "other", "submissions", "--format", "json").json() == []
