"""A settled year is evaluated: districts, departments, enterprises, a form, an appeal, report and workbook."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from ghginv.errors import GhginvError
from ghginv.workspace.budgets import appeal as appeals
from ghginv.workspace.budgets.appeal import Appeal
from tests.budget.plans import CODES
from tests.journeys import settled
from tests.journeys.office import Office
from tests.recalculation import recalculate

YEAR = settled.YEAR
MEMBERS = {CODES[0]: 1.08, CODES[1]: 0.8, CODES[2]: 1.0}


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """An issued budget with verified emissions, the year still open."""
    office = settled.issued(tmp_path_factory.mktemp("evaluation"))
    settled.verify(office, MEMBERS)
    return office


@pytest.fixture(scope="module")
def closed(office) -> Office:
    open_year = office.as_("li", "evaluate", "--year", YEAR, code=1)
    assert "尚未决算" in open_year.err
    settled.settle(office)
    return office


@pytest.fixture(scope="module")
def evaluated(closed) -> Office:
    closed.as_("li", "evaluate", "--year", YEAR, "--for", "enterprise", "-o", "企业.xlsx")
    return closed


def form(office: Office, path: str, figures: dict[tuple[str, str], tuple[object, object]]) -> None:
    """Fill in the form: values and targets by subject and indicator."""
    book = openpyxl.load_workbook(office.folder / path)
    sheet = book["评价指标填报"]
    heads = {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        key = sheet.cell(row, heads["对象代码"]).value, sheet.cell(row, heads["指标代码"]).value
        if key in figures:
            told = (("数值", figures[key][0]), ("目标", figures[key][1]), ("来源", "统计公报（编造）"), ("证据", "own"))
            for name, value in told:
                if value is not None:
                    sheet.cell(row, heads[name]).value = value
    book.save(office.folder / path)


def test_districts_are_judged_by_what_the_budget_knows_and_what_is_handed_in(closed):
    closed.done("-w", "w", "template", "evaluation", "--year", YEAR, "-o", "填报.xlsx")
    form(closed, "填报.xlsx", {
        ("440306", "intensity-cut"): (4, 3.66),
        ("440306", "reporting"): (100, None), ("440306", "measures"): (100, None), ("440306", "pilot"): ("是", None),
        ("440306", "project-gate"): (0, None), ("440306", "warnings"): (0, None),
        ("440305", "intensity-cut"): (1.83, 3.66),
    })  # fmt: skip
    rows = {row["subject"]: row for row in closed.rows("evaluate", "--year", YEAR, "--data", "填报.xlsx")}
    assert (rows["440306"]["grade"], rows["440306"]["score"], rows["440306"]["bonus"]) == ("优秀", 102, 2)
    assert (rows["440306"]["rank"], rows["440305"]["rank"]) == (1, 2)
    assert (rows["440305"]["possible"], rows["440305"]["no_data"]) == (75, 4)
    assert rows["440305"]["score"] < 80
    assert {row["status"] for row in rows.values()} == {"own"}
    closed.as_("li", "evaluate", "--year", YEAR, "--data", "填报.xlsx", "-o", "评价.xlsx")
    closed.done("-w", "w", "report", "evaluation", "--for", "region", "-o", "评价.html")
    page = (closed.folder / "评价.html").read_text("utf-8")
    assert "本系统缺省" in page
    assert "无数据" in page


def test_the_workbook_computes_the_same(closed, tmp_path):
    """LibreOffice computes every formula anew, from values and targets to ranks."""
    closed.as_("li", "evaluate", "--year", YEAR, "--draft", "-o", "重算.xlsx")
    closed.as_("li", "evaluate", "--year", YEAR, "--rules", "national-5-9", "--draft", "-o", "国家.xlsx")
    paths = [closed.folder / name for name in ("评价.xlsx", "重算.xlsx", "国家.xlsx")]
    for path, copy in zip(paths, recalculate(paths, tmp_path), strict=True):
        before, after = (openpyxl.load_workbook(each, data_only=True) for each in (path, copy))
        formulas = openpyxl.load_workbook(path)
        assert sum(cell.data_type == "f" for sheet in formulas for row in sheet.iter_rows() for cell in row) > 10
        for sheet in before:
            for row in sheet.iter_rows():
                for cell in row:
                    again = after[sheet.title][cell.coordinate].value
                    if isinstance(cell.value, int | float):
                        assert again == pytest.approx(cell.value, abs=1e-8), (path.name, sheet.title, cell.coordinate)
                    else:
                        assert (again or "") == (cell.value or ""), (path.name, sheet.title, cell.coordinate)


def test_a_form_with_faults_is_refused_at_its_cells(closed):
    closed.done("-w", "w", "template", "evaluation", "--year", YEAR, "-o", "错.xlsx")
    form(closed, "错.xlsx", {("440306", "measures"): ("八成", None), ("440305", "pilot"): (2, None)})
    answer = closed.as_("li", "evaluate", "--year", YEAR, "--data", "错.xlsx", "--draft", code=1)
    assert "评价指标填报!E" in answer.err
    assert "八成" in answer.err


def test_what_the_ledger_says_is_not_overwritten_by_a_spreadsheet(closed):
    lines = ["subject,indicator,value,target,source,evidence", "440305,execution,1,1000,编造,own"]
    (closed.folder / "台账.csv").write_text("\n".join(lines), "utf-8")
    answer = closed.as_("li", "evaluate", "--year", YEAR, "--data", "台账.csv", "--draft", code=1)
    assert "台账为" in answer.err


def test_departments_are_judged_too(closed):
    (row, *_) = closed.rows("evaluate", "--year", YEAR, "--for", "department", "--draft")
    assert row["subject"] == "GX"
    assert row["rules"] == "department-100"


def test_a_rule_for_others_and_an_old_one(closed):
    closed.as_("li", "evaluate", "--year", YEAR, "--for", "enterprise", "--rules", "local-100", code=2)
    answer = closed.as_("li", "evaluate", "--year", YEAR, "--rules", "points-2014", "--draft")
    assert "仅供对照" in answer.err


def test_the_same_again_is_the_same_event_and_another_needs_a_reason(evaluated):
    before = evaluated.rows("evaluate", "--year", YEAR, "--for", "enterprise")
    assert before == evaluated.rows("evaluate", "--year", YEAR, "--for", "enterprise")
    lines = ["subject,indicator,value,source,evidence", f"{CODES[1]},reporting,100,编造,own"]
    (evaluated.folder / "更多.csv").write_text("\n".join(lines), "utf-8")
    told = ("evaluate", "--year", YEAR, "--for", "enterprise", "--rules", "enterprise-100", "--data", "更多.csv")
    assert "--note" in evaluated.as_("li", *told, code=1).err


def refused_appeals(office: Office, amount: str, monkeypatch) -> None:
    """What is wider, without reason or by the signer himself is refused, and nothing is stored."""
    budget, document = settled.opened(office), str(office.folder / "更正.txt")
    good = Appeal((CODES[0],), YEAR, document, "重复计算", amount, effective="2027-03-01")
    wrong = {
        "budget-appeal-wider": [{"enterprises": CODES[:2]}, {"enterprises": ("440305",)}, {"enterprises": ()}],
        "budget-reason-missing": [{"note": " "}], "budget-evaluate-open": [{"year": YEAR + 1}],
        "budget-appeal-none": [{"enterprises": ("91440305FAKE99999X",)}], "budget-appeal-amount": [{"amount": "0"}],
        "budget-appeal-account": [{"account": "available:440305:C39:KEY"}], "budget-own-document": [{}],
    }  # fmt: skip
    for code, changes in wrong.items():
        monkeypatch.setenv("GHGINV_ACTOR", "wang" if code == "budget-own-document" else "li")
        for change in changes:
            with pytest.raises(GhginvError) as refused:
                appeals.appeal(budget, replace(good, **{**change, **_tuples(change)}))
            assert [each.code for each in refused.value.findings] == [code]
    assert settled.opened(office).events == budget.events


def _tuples(change: dict) -> dict:
    return {name: tuple(value) for name, value in change.items() if name == "enterprises"}


def test_an_appeal_reopens_one_enterprise_and_one_year(evaluated, monkeypatch):
    """Too much was counted: the enterprise is within its budget after the correction, and nobody else moves."""
    before = {row["subject"]: row for row in evaluated.rows("evaluate", "--year", YEAR, "--for", "enterprise")}
    balances = evaluated.rows("balance", "--by", "kind,region,industry,layer,enterprise", "--year", YEAR)
    over = sum(row["amount_t"] for row in balances if row["enterprise"] == CODES[0] and row["kind"] == "overspent")
    (evaluated.folder / "更正.txt").write_text("核查更正（编造）", "utf-8")
    told = ("appeal", "--enterprise", CODES[0], "--year", YEAR, "--amount", over, "--document", "更正.txt",
            "--effective", "2027-03-01")  # fmt: skip
    assert "签署" in evaluated.as_("li", *told, "--note", "重复计算", code=1).err
    evaluated.as_("wang", "sign", "更正.txt")
    refused_appeals(evaluated, str(over), monkeypatch)
    (row,) = evaluated.rows(*told, "--note", "重复计算")
    assert row["score"] > before[CODES[0]]["score"]
    assert row["entry"]
    assert evaluated.rows("balance", "--by", "kind,region,industry,layer,enterprise", "--year", YEAR) == balances
    (prior,) = [each for each in evaluated.rows("balance", "--by", "kind,enterprise,year") if each["kind"] == "prior"]
    assert (prior["enterprise"], prior["year"], prior["amount_t"]) == (CODES[0], YEAR + 1, over)
    events = evaluated.as_("li", "show", "--format", "json").json()["events"]
    appeal, again = events[-2:]
    assert (appeal["step"], again["step"]) == ("appeal", "evaluate")
    assert again["detail"]["former"]
    assert again["detail"]["subjects"] == [CODES[0]]
    assert [each["subject"] for each in again["detail"]["scores"]] == [CODES[0]]
    drafted = evaluated.rows("evaluate", "--year", YEAR, "--for", "enterprise", "--draft")
    after = {row["subject"]: row for row in drafted}
    assert {code: row["score"] for code, row in after.items() if code != CODES[0]} == {
        code: row["score"] for code, row in before.items() if code != CODES[0]
    }
    assert after[CODES[0]]["score"] == row["score"]
    assert "申诉过" in evaluated.as_("li", *told, "--note", "再次", code=1).err
    evaluated.done("-w", "w", "report", "evaluation", "--for", CODES[0], "-o", "申诉.docx")
    assert (evaluated.folder / "申诉.docx").stat().st_size > 10_000


def test_the_books_stay_whole(evaluated):
    evaluated.as_("li", "check")
    evaluated.done("-w", "w", "audit")
