"""A park, a campus, a port: an account of its own below a district runs on the same engine."""

import pytest

from ghginv.cli.start import ACCOUNTS
from ghginv.domain import regions
from tests.journeys.command_line import Desk

HEADER = "year,sheet,category,item,technology,facility,vintage,quantity,unit,notation,uncertainty,source,terms\n"


def test_the_kinds_offered_are_the_kinds_known():
    assert set(ACCOUNTS) == set(regions.ACCOUNTS)


@pytest.mark.parametrize("kind", ["park", "port"])
def test_an_account_compiles_like_a_region(tmp_path, kind):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", "440311-X1", "--name", "示例单元", "--account", kind)
    rows = desk.folder / "rows.csv"
    rows.write_text(
        HEADER + "2022,终端用电用热,1.4,electricity,,,,100,MWh,,,,\n2022,化石燃料,1.4,natural_gas,,,,2,10^4 m3,,,,\n"
    )
    desk.done("-w", "w", "template", "inventory", "--year", 2022, "--data", rows, "-o", "t.xlsx")
    desk.done("-w", "w", "import", "t.xlsx")
    run = desk.done("-w", "w", "compile", "--year", 2022, "--guideline", "gpc", "--format", "json").json()
    assert run["region"] == "440311-X1"
    rows = desk.done("-w", "w", "table", run["run"], "emissions", "--format", "json").json()
    grid = next(row for row in rows if row["item"] == "electricity" and row["scope"] == "2")
    assert grid["parameter_ids"].endswith("440000.2022")  # the province's factor: the account lies in it
    desk.done("-w", "w", "export", run["run"], "-o", "out.xlsx")


@pytest.mark.parametrize("code", ["440311", "P1", "999999-P1", "440311-很长", "440300-DP"])
def test_a_code_that_is_not_one_of_its_own_is_refused(tmp_path, code):
    desk = Desk(tmp_path)
    answer = desk.call("init", "w", "--region", code, "--name", "甲", "--account", "park")
    assert answer.code == 2
    assert "440311-P1" in answer.err
    assert not (tmp_path / "w" / "ghginv.toml").exists()
