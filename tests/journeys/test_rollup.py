"""Two districts seal their inventories, the city merges them and keeps a run whose every figure can be traced."""

import pytest

from tests.journeys.command_line import Desk

HEADER = "year,sheet,category,item,technology,facility,vintage,quantity,unit,notation,uncertainty,source,terms\n"
DISTRICTS = {"440305": 1000, "440306": 250}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("city"))
    for region, tonnes in DISTRICTS.items():
        run = district(desk, region, tonnes)
        desk.done("-w", region, "seal", run, "-o", f"{region}.ghginv")
    desk.done("init", "city", "--region", "440300", "--name", "深圳市")
    return desk


def district(desk, region, tonnes, *account):
    desk.done("init", region, "--region", region, *account)
    rows = desk.folder / f"{region}.csv"
    rows.write_text(HEADER + f"2022,化石燃料,1.2.1,bituminous,,,,{tonnes},t,,,,\n", encoding="utf-8")
    desk.done("-w", region, "template", "inventory", "--year", 2022, "--data", rows, "-o", f"{region}.xlsx")
    desk.done("-w", region, "import", f"{region}.xlsx")
    return desk.done("-w", region, "compile", "--year", 2022, "--format", "json").json()["run"]


def test_districts_become_the_city(desk):
    sealed = [f"{region}.ghginv" for region in DISTRICTS]
    merged = desk.done("-w", "city", "merge", *sealed, "--format", "json").json()
    assert merged["region"] == "440300"
    assert [row["region"] for row in merged["regions"]] == [*DISTRICTS, "合计"]
    assert [finding["code"] for finding in merged["findings"]] == ["rollup-missing"]
    run = merged["run"]
    rows = desk.done("-w", "city", "table", run, "emissions", "--format", "json").json()
    assert {row["region"] for row in rows} == set(DISTRICTS)
    total = sum(row["co2e_t"] for row in rows if row["memo"] == "")
    assert total == pytest.approx(merged["regions"][-1]["合计"])
    evidence = desk.done("-w", "city", "trace", run, "--category", "1.2.1", "--gas", "CO2").out
    assert "440305.ghginv 化石燃料!" in evidence
    again = desk.done("-w", "city", "merge", *sealed[::-1], "--format", "json").json()
    assert again["run"] == run
    assert len(desk.done("-w", "city", "runs", "--format", "json").json()) == 1


def test_an_account_of_its_own_is_known_to_the_city_after_merging(desk):
    run = district(desk, "440307-P1", 10, "--name", "示例园区", "--account", "park")
    desk.done("-w", "440307-P1", "seal", run, "-o", "p.ghginv")
    merged = desk.done("-w", "city", "merge", "440305.ghginv", "p.ghginv", "--format", "json").json()
    assert [row["name"] for row in merged["regions"]][1] == "示例园区"


def test_what_cannot_be_added_up_is_refused(desk):
    twice = desk.call("-w", "city", "merge", "440305.ghginv", "440305.ghginv")
    assert twice.code == 1
    assert "重复" in twice.err
    assert desk.call("-w", "city", "merge", "440305.xlsx").code == 1
    assert desk.call("-w", "city", "merge", "nowhere.ghginv").code == 1
    assert desk.call("-w", "440306", "merge", "440305.ghginv").code == 1
