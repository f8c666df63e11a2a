"""Allowances, credits, green power and enclave rights at the command line: posted, listed, refused, in both views."""

from __future__ import annotations

import pytest

from tests.journeys.office import Office
from tests.workspace.budget_issued import PAPER, issued

ON = ("--document", PAPER, "--effective", "2026-03-01")
BLOCKS = """种类,区段编号,项目,配额年度,登记日,起号,止号,登记数量,企业
CCER,C-1,编造项目甲,2025,2025-03-01,N-1,N-500,500,F1
CCER,C-2,编造项目甲,2025,2025-03-01,N-501,N-600,100,F2
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    issued(folder)
    return Office(folder)


def test_a_year_of_an_entity(office):
    (row,) = office.rows("allowance", "pre", "--enterprise", "F1", "--vintage", "2025", "--verified", "30000", *ON)
    assert (row["amount_t"], row["entries"], row["already"]) == (15_000, 1, False)
    office.as_("li", "allowance", "final", "--enterprise", "F1", "--vintage", "2025", "--final", "28600", *ON)
    (office.folder / "区段.csv").write_text(BLOCKS, encoding="utf-8")
    assert len(office.rows("credit", "register", "--file", "区段.csv", *ON)) == 2
    again = office.rows("credit", "register", "--file", "区段.csv", *ON)
    assert [row["already"] for row in again] == [True, True]
    due = ("--enterprise", "F1", "--year", "2025", "--due", "30000", "--block", "C-1")
    assert "500000" in office.as_("li", "allowance", "surrender", *due, "--credits", "501", *ON, code=1).err
    said = office.as_("li", "allowance", "surrender", *due, "--credits", "500", *ON)
    assert "还差 900 吨" in said.err
    assert "ets_offset_cap@2021-02-01 = 5 [found]" in said.out
    csv = office.as_("li", "holdings", "--enterprise", "F1", "--format", "csv").out.splitlines()
    assert csv[0].startswith("enterprise,region,instrument,block,vintage,pre,held,frozen,used")
    assert [row.split(",")[2:9] for row in csv[1:]] == [
        ["CCER", "C-1", "2025", "0.0", "0.0", "0.0", "500.0"], ["CEA", "", "2025", "0.0", "0.0", "0.0", "28600.0"],
    ]  # fmt: skip


def test_both_views(office):
    office.as_("li", "green", "register", "--id", "G", "--project", "编造项目乙", "--vintage", "2026", "--registered",
               "2026-02-01", "--quantity", "10", "--region", "440305", *ON)  # fmt: skip
    office.as_("li", "green", "retire", "--block", "G", "--region", "440305", "--amount", "10", "--use", "enclave", *ON)
    office.as_("li", "enclave", "share", "--contract", "Z", "--year", "2026", "--region", "440305", "--share", "50",
               "--mwh", "10", "--tonnes", "8", "--block", "G", "--amount", "4", *ON)  # fmt: skip
    office.as_("li", "sink", "--region", "440305", "--year", "2026", "--amount", "1.5", *ON)
    (net,) = office.rows("balance", "--view", "net", "--year", "2026", "--region", "440305")
    assert (net["enclave_t"], net["sinks_t"], round(net["net_left_t"] - net["left_t"], 3)) == (4, 1.5, 4)
    official = office.as_("li", "balance", "--view", "official", "--year", "2026", "--region", "440305").out
    assert "剩余（官方口径） t" in official
    assert "净额" not in official


def test_what_is_wrong_is_refused_at_its_row(office):
    before = office.rows("holdings")
    rows = "enterprise,vintage,amount,price\nF2,2025,一,80\nF2,2025,5,80\n"
    (office.folder / "卖.csv").write_text(rows, encoding="utf-8")
    said = office.as_("li", "allowance", "sell", "--file", "卖.csv", *ON, code=1).err
    assert "卖.csv: line 2" in said
    (office.folder / "卖.csv").write_text("enterprise,vintage,amount,price\nF2,2025,5,80\n", encoding="utf-8")
    said = office.as_("li", "allowance", "sell", "--file", "卖.csv", *ON, code=1).err
    assert "卖.csv: line 2" in said
    assert "缺 5000" in said
    office.as_("li", "allowance", "sell", "--file", "卖.csv", "--amount", "5", *ON, code=2)
    office.as_("li", "sink", "--region", "440305", "--year", "2026", code=2)  # without a document
    assert office.rows("holdings") == before


def test_the_books_stay_whole(office):
    office.as_("li", "check")
    assert office.as_("li", "replay", "--format", "json").json()["same"] is True
    office.done("-w", "w", "audit", "--format", "json")
