"""A year begins: an enterprise and an office report a month, it is posted, corrected, posted again, and traced."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.journeys.office import Office
from tests.workbooks.monthly_files import economy, fill, quick, use
from tests.workspace import monthly_office

YEAR, OWN = monthly_office.YEAR, monthly_office.CODES[0]


@pytest.fixture
def office(issued_office, tmp_path) -> Office:
    (tmp_path / "desk").mkdir()
    shutil.copytree(issued_office / "w", tmp_path / "desk" / "w")
    return Office(tmp_path / "desk")


def facts(**who):
    return {**who, "年度": YEAR, "月份或季度": 3}


def template(office: Office, name: str) -> Path:
    office.done("-w", "w", "template", "monthly", "-o", name, "--year", YEAR, "--budget", "B")
    return office.folder / name


def test_a_month_is_reported_posted_corrected_and_traced(office):
    path = template(office, "企业.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:5] == ["填写说明", "基本情况", "企业月报", "快速指标", "经济指标"]
    assert OWN in {cell.value for cell in book["企业月报"]["A"]}
    shutil.copy(path, office.folder / "统计局.xlsx")
    own = facts(填报单位="虚构企业1J", 统一社会信用代码=OWN)
    where = fill(path, own, 企业月报=[use(统一社会信用代码=OWN, quantity="0.5万立方米")])
    wrong = office.call("-w", "w", "check", path, "--marked", "marked", "--format", "json")
    (mistake,) = wrong.json()
    assert wrong.code == 1
    assert mistake["cell"] == where["企业月报"][0]["数量"]
    assert openpyxl.load_workbook(office.folder / "marked" / "企业-检查.xlsx")["企业月报"][mistake["cell"]].comment
    assert office.call("-w", "w", "import", path).code == 1

    fill(path, own, 企业月报=[use(统一社会信用代码=OWN, quantity=0.5)])
    bureau = facts(填报单位="测试市统计局", 地区代码="440300")
    rows = [quick(quantity=10), quick(item="天然气", quantity=2, unit="万立方米")]
    fill(office.folder / "统计局.xlsx", bureau, 快速指标=rows, 经济指标=[economy()])
    taken = office.done("-w", "w", "import", "企业.xlsx", "统计局.xlsx", "--processes", 0, "--format", "json").json()
    assert [(row["state"], row["version"]) for row in taken] == [("submitted", 1)] * 2
    again = office.done("-w", "w", "import", "企业.xlsx", "--format", "json").json()
    assert again[0]["already"] is True
    assert office.call("-w", "w", "compile", "--year", YEAR).code == 1  # no annual filing came in by this

    posted = {row["account"]: row for row in office.rows("execute", "--year", YEAR, "--month", 3)}
    assert {row["change"] for row in posted.values()} == {"new"}
    account = f"available:440305:C39:KEY:{OWN}"
    before = posted[account]["new_t"]
    assert {row["change"] for row in office.rows("execute", "--year", YEAR)} == {"same"}

    fill(path, own, 企业月报=[use(统一社会信用代码=OWN, quantity=0.7)])
    (row,) = office.done("-w", "w", "import", path, "--format", "json").json()
    assert row["version"] == 2
    assert row["superseded"]
    changed = {row["account"]: row for row in office.rows("execute", "--year", YEAR)}
    assert changed[account]["new_t"] == pytest.approx(before * 1.4, abs=0.002)
    total = sum(row["emissions_t"] for row in office.rows("execution", "--year", YEAR, "--by", "layer"))
    assert total == pytest.approx(sum(row["new_t"] for row in changed.values()), abs=0.002)

    found = office.as_("li", "trace", account, "--year", YEAR, "--format", "json").json()
    last = found["entries"][-1]["rows"][0]
    assert (last["file"], last["sheet"], last["cell"]) == ("企业.xlsx", "企业月报", where["企业月报"][0]["数量"])
    tree = office.as_("li", "trace", account, "--year", YEAR).out
    assert "企业月报!" in tree
    assert "月度估计" in tree
    assert "estimate" not in tree
    assert "不变" in office.as_("li", "execute", "--year", YEAR).out
    assert {row["breaches"] for row in office.rows("check")} == {0}
    office.done("-w", "w", "audit", "--verify")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("execute", "--year", 1999), 1), (("verify", "--year", 1999), 1), (("trace", "x:y:z", "--year", YEAR), 2),
        (("trace", "available:" * 9, "--year", YEAR), 1), (("execution", "B9"), 2), (("verify", "--run", "none"), 2),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_is_wrong(office, arguments, code):
    answer = office.call("-w", "w", "budget", *arguments)
    assert answer.code == code
    assert answer.err.strip()


def test_an_enterprise_gets_a_workbook_made_out_to_it(office):
    office.done("-w", "w", "template", "monthly", "-o", "m.xlsx", "--year", YEAR, "--enterprise", OWN)
    book = openpyxl.load_workbook(office.folder / "m.xlsx")
    assert OWN in {cell.value for cell in book["基本情况"]["B"]}
    told = "".join(str(cell.value) for name in ("企业月报", "名单") for row in book[name] for cell in row)
    assert monthly_office.CODES[1] not in told
    fill(office.folder / "m.xlsx", {"月份或季度": 3}, 企业月报=[use(统一社会信用代码=OWN, quantity=0.5)])
    assert office.done("-w", "w", "check", "m.xlsx", "--format", "json").json() == []
    assert office.call("-w", "w", "template", "monthly", "-o", "n.xlsx", "--enterprise", "1234").code == 2


def test_the_template_takes_no_option_of_others(office):
    assert office.call("-w", "w", "template", "monthly", "-o", "m.xlsx", "--industry", "39").code == 2
    assert office.call("-w", "w", "template", "monthly", "-o", "m.xlsx", "--budget", "B9").code == 2
    assert not list(office.folder.glob("m.xlsx"))
