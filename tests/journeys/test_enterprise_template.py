"""The commission makes workbooks for enterprises: one, all of a register, and made-up ones with known faults."""

import csv
import json

import openpyxl
import pytest

from tests.journeys.command_line import Desk

HEADER = "统一社会信用代码,企业名称,行业代码,行政区划代码,纳入的碳市场,设施\n"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def code(number):
    from ghginv.enterprise.synthetic import credit_code

    return credit_code(number, "440311")


def cement(number=1, **changed):
    row = {"code": code(number), "name": f"虚构水泥/{number}", "industry": "3011", "region": "440311"}
    row |= {"market": "全国碳市场", "facilities": "F01 1号窑;F02 2号窑"} | changed
    return ",".join(row.values()) + "\n"


def test_the_list_of_industries_says_guideline_and_depth(desk):
    listed = desk.done("template", "enterprise", "--list", "--format", "json").json()
    assert len(listed) > 24
    (found,) = [row for row in listed if row["industry"] == "cement"]
    assert found["guideline"] == "水泥生产企业"
    assert found["depth"] == "full"
    assert "3011" in found["gbt4754"].split()
    assert "Cement" in desk.done("template", "enterprise", "--list", "--lang", "en", "--format", "csv").out


@pytest.mark.parametrize("industry", ["cement", "3011", "水泥制造", "Cement producers"])
def test_an_industry_is_named_by_id_code_or_name(desk, industry):
    desk.done("template", "enterprise", "--industry", industry, "--year", 2024, "-o", "t.xlsx")
    book = openpyxl.load_workbook(desk.folder / "t.xlsx")
    assert "熟料生产" in book.sheetnames
    assert book["ghginv"]["B7"].value == "cement"


@pytest.mark.parametrize(
    ("call", "status", "said"),
    [
        (("enterprise", "-o", "t.xlsx"), 2, "--industry"),
        (("enterprise", "--industry", "30", "-o", "t.xlsx"), 2, "flat_glass"),
        (("enterprise", "--industry", "炼金", "-o", "t.xlsx"), 2, "炼金"),
        (("enterprise", "--industry", "cement"), 2, "-o"),
        (("enterprise", "--industry", "cement", "--enterprise", "91440300708461136X", "-o", "t.xlsx"), 2, "校验码"),
        (("inventory", "--industry", "cement", "-o", "t.xlsx"), 2, "--industry"),
        (("enterprise", "--register", "no.csv", "-o", "d"), 1, "no.csv"),
        (("quarterly", "-o", "t.xlsx"), 2, "monthly"),
        (("inventory", "-o", "t.docx"), 2, ".xlsx"),
    ],
)
def test_wrong_calls_say_what_to_do(desk, call, status, said):
    answer = desk.call("template", *call)
    assert answer.code == status
    assert said in answer.err
    assert not (desk.folder / "t.xlsx").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_register_becomes_a_workbook_for_each_enterprise(desk, kind):
    lines = HEADER + cement(1) + cement(2, industry="4411", market="", facilities="")
    (desk.folder / "r.csv").write_text(lines, encoding="utf-8-sig")
    if kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["企业名录（虚构）"])
        for row in csv.reader(lines.splitlines()):
            book.active.append(row)
        book.save(desk.folder / "r.xlsx")
    desk.done("template", "enterprise", "--register", f"r.{kind}", "--year", 2024, "-o", "d")
    names = sorted(path.name for path in (desk.folder / "d").iterdir())
    assert names == sorted(f"{code(number)}-虚构水泥_{number}.xlsx" for number in (1, 2))
    book = openpyxl.load_workbook(desk.folder / "d" / f"{code(1)}-虚构水泥_1.xlsx")
    facts = {row[0].value.rstrip("*"): row[1].value for row in book["基本信息"].iter_rows(min_row=3, max_row=16)}
    assert facts["统一社会信用代码"] == code(1)
    assert (facts["行业代码"], facts["纳入的碳市场"], facts["填报年份"]) == ("3011", "全国碳市场", 2024)
    assert [book["设施"][cell].value for cell in ("A4", "B4", "A5", "B5")] == ["F01", "1号窑", "F02", "2号窑"]
    assert {row[0].value: row[1].value for row in book["ghginv"].iter_rows()}["enterprise"] == code(1)


def test_a_register_with_mistakes_writes_nothing_and_names_each_line(desk):
    wrong = [
        cement(1, market="火星", facilities="F01 a;F01 b"),
        cement(1, region="449999"),
        cement(3, code="91440311FAKE00003", name=""),
        cement(4, industry="9999"),
    ]
    (desk.folder / "r.csv").write_text(HEADER + "".join(wrong), encoding="utf-8")
    answer = desk.call("template", "enterprise", "--register", "r.csv", "-o", "d")
    assert answer.code == 1
    for said in ("火星", "F01", "line 3", "449999", "17", "企业名称", "9999", "line 5"):
        assert said in answer.err, said
    assert not (desk.folder / "d").exists()
    (desk.folder / "r.csv").write_text("企业,地址\n甲,乙\n", encoding="utf-8")
    assert "统一社会信用代码" in desk.call("template", "enterprise", "--register", "r.csv", "-o", "d").err
    (desk.folder / "r.csv").write_bytes("企业名称\n".encode("utf-16"))
    assert desk.call("template", "enterprise", "--register", "r.csv", "-o", "d").code == 1


def test_data_of_an_enterprise_are_filled_in(desk):
    (desk.folder / "rows.csv").write_text(
        "enterprise,year,sheet,facility,item,unit,month_1,code,name,parameter,method,quantity\n"
        f"{code(1)},2024,设施,,,,,F01,1 号窑,,,\n"
        f"{code(1)},2024,燃料,F01,bituminous,t,12.5,,,,,\n"
        f"{code(1)},2024,实测参数,F01,bituminous,GJ/t,,,,net_calorific_value,GB/T 213,22.1\n"
        f"{code(2)},2024,燃料,F01,diesel,t,99,,,,,\n",
        encoding="utf-8",
    )
    made = ("--industry", "3011", "--enterprise", code(1), "--name", "虚构水泥", "--year", 2024)
    desk.done("template", "enterprise", *made, "--data", "rows.csv", "-o", "t.xlsx")
    book = openpyxl.load_workbook(desk.folder / "t.xlsx")
    assert [book["燃料"][cell].value for cell in ("A4", "B4", "C4", "H4", "B5")] == ["F01", "烟煤", "吨", 12.5, None]
    assert [book["实测参数"][cell].value for cell in ("C4", "D4", "Q4")] == ["平均低位发热量", "GJ/t", 22.1]
    assert book["基本信息"]["B5"].value == "3011"


def test_made_up_enterprises_are_checked_with_exactly_their_faults(desk):
    made = ("--count", 14, "--seed", 3, "--year", 2024, "--region", 440300)
    desk.done("synthetic", "d", *made, "--faults", 1)
    faults = json.loads((desk.folder / "d" / "faults.json").read_text("utf-8"))
    files = sorted((desk.folder / "d").glob("*.xlsx"))
    assert len(files) == 14
    answer = desk.call("check", *files, "--region", 440300, "--format", "json")
    assert answer.code == 1
    keys = ("file", "sheet", "cell", "code")
    assert sorted(tuple(row[key] for key in keys) for row in answer.json()) == sorted(
        tuple(fault[key] for key in keys) for fault in faults
    )
    desk.done("template", "enterprise", "--register", "d/register.csv", "--year", 2025, "-o", "blank")
    assert sorted(path.name for path in (desk.folder / "blank").iterdir()) == [path.name for path in files]


def test_a_number_of_enterprises_out_of_range_is_refused(desk):
    assert desk.call("synthetic", "d", "--count", 0).code == 2
    assert desk.call("synthetic", "d", "--faults", 1.5).code == 2
    answer = desk.call("synthetic", "d", "--count", 1, "--region", "449999")
    assert answer.code == 2
    assert "449999" in answer.err
