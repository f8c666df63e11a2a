"""The energy balance table is read as published, and every figure of it arrives where it belongs."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.domain.records import Activity
from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workbooks.read import read_workbook
from tests.workbooks import balance_files
from tests.workbooks.balance_expected import expected
from tests.workbooks.balance_files import Balance, Column, Fault, Row, Sheet

GUANGDONG = balance_files.guangdong()
CONTEXT = Context(today_year=2026)


def judged(balance: Balance, context: Context = CONTEXT, suffix: str = ".xlsx", **changes: object) -> Judgement:
    return energy_balance.judge(balance_files.opened(replace(balance.sheet(), **changes), suffix=suffix), context)


def codes(judgement: Judgement) -> set[str]:
    """The codes of all findings but those that the published table of Guangdong itself gives rise to."""
    return {finding.code for finding in judgement.findings} - {"balance-supply-sum"}


def quantities(judgement: Judgement) -> dict[tuple[str, str], float | None]:
    found = {(each.category, each.item): each.quantity for each in judgement.activities}
    assert len(found) == len(judgement.activities)
    return found


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_every_published_figure_arrives(suffix: str) -> None:
    judgement = judged(GUANGDONG, suffix=suffix)
    assert (judgement.kind, judgement.region, judgement.year) == ("energy_balance", "440000", 2007)
    assert judgement.accepted
    found = quantities(judgement)
    assert len(found) == 165
    assert found == {key: pytest.approx(value, rel=1e-12) for key, value in expected().items()}


def test_activities_keep_cell_value_and_unit_as_received() -> None:
    activities = {(each.category, each.item): each for each in judged(GUANGDONG).activities}
    assert activities["1.2.6", "diesel"] == Activity(
        region="440000",
        year=2007,
        category="1.2.6",
        item="diesel",
        quantity=267000.0,
        unit="t",
        sheet="Sheet1",
        cell="O35",
        reported_value="26.7",
        reported_unit="万吨",
    )
    power = activities["1.1.1.E", "raw_coal"]
    assert (power.quantity, power.reported_value) == (82147800.0, "-8214.78")
    assert activities["1.2.U", "electricity"].quantity == 213851000.0
    assert activities["B.6", "gasoline"].quantity == -2273000.0


@pytest.mark.parametrize("units", ["below", "inside", "split"])
@pytest.mark.parametrize("english", [True, False])
def test_the_form_of_the_header_does_not_matter(units: str, english: bool) -> None:
    judgement = judged(replace(GUANGDONG, units=units, english=english))
    assert codes(judgement) == set()
    assert quantities(judgement) == quantities(judged(GUANGDONG))


@pytest.mark.parametrize("blank", ["", " ", "　", "-", "—", "…"])
def test_blanks_and_dashes_are_blank(blank: str) -> None:
    gaps = {(row.key, column.key): blank for row in GUANGDONG.rows for column in GUANGDONG.columns}
    judgement = judged(replace(GUANGDONG, values={**gaps, **GUANGDONG.values}))
    assert codes(judgement) == set()
    assert quantities(judgement) == quantities(judged(GUANGDONG))


def test_footnotes_and_stray_sheets_are_left_out() -> None:
    noted = replace(GUANGDONG, notes=("注：1.电力折算标准煤系数按当量值计算。", "资料来源：广东省统计局"))
    stray = Sheet("Sheet2", {(1, 1): "Coal Consumption", (2, 1): 2984.66, (2, 3): -348.4})
    workbook = balance_files.opened(stray, noted.sheet("表"), Sheet("空"))
    assert energy_balance.recognise(workbook) == "表"
    judgement = energy_balance.judge(workbook, CONTEXT)
    assert [(finding.code, finding.sheet) for finding in judgement.findings[:1]] == [
        ("balance-sheet-ignored", "Sheet2")
    ]
    assert codes(judgement) == {"balance-sheet-ignored"}
    assert {each.sheet for each in judgement.activities} == {"表"}
    assert len(judgement.activities) == 165


def test_a_workbook_without_balance_is_not_recognised() -> None:
    other = Sheet(
        "燃料", {(1, 1): "企业名称", (2, 1): "原煤", (2, 2): "焦炭", (2, 3): "汽油", (2, 4): "柴油", (3, 1): "工业"}
    )
    workbook = balance_files.opened(other)
    assert energy_balance.recognise(workbook) is None
    assert codes(energy_balance.judge(workbook, CONTEXT)) == {"balance-missing"}


def test_an_edition_with_stocks_industries_and_more_oils() -> None:
    rows = tuple(
        Row(key or label, label)
        for key, label in (
            ("一.可供本地区消费的能源量", "一、可供本地区消费能源量"),
            ("", "(一)年初库存量"),
            ("1.一次能源生产量", "(二)一次能源生产量"),
            ("", "(三)年末库存量(-)"),
            ("二.加工转换投入(-)产出(+)量", "二、加工转换投入(-)产出(+)量"),
            ("1.火力发电", "(一)火力发电"),
            ("2.供热", "(二)供热"),
            ("5.炼油", "(三)炼油及煤制油"),
            ("", "    其中:油品再投入量(-)"),
            ("", "(四)天然气液化"),
            ("", "(五)回收能"),
            ("三.损失量", "三、损失量"),
            ("", "    其中:运输和输配损失"),
            ("四.终端消费量", "四、终端消费量"),
            ("", "(一)第一产业"),
            ("1.农、林、牧、渔、水利业", "1. 农、林、牧、渔业"),
            ("", "(二)第二产业"),
            ("2.工业", "1. 工业"),
            ("3.建筑业", "2.建筑业"),
            ("", "(三)第三产业"),
            ("4.交通运输、仓储和邮政业", "1. 交通运输、仓储及邮政业"),
            ("5.批发、零售业和住宿、餐饮业", "2. 批发、零售和住宿、餐饮业"),
            ("7.其他", "3. 其 他"),
            ("6.生活消费", "(四)生活消费"),
        )
    )
    names = ("原煤", "煤矸石", "高炉煤气", "石脑油", "石油沥青", "液化天然气", "热力")
    measures = ("万吨", "万吨", "亿立方米", "万吨", "万吨", "万吨", "万百万千焦")
    columns = tuple(Column(name, (unit, "")) for name, unit in zip(names, measures, strict=True))
    values = {
        ("(一)年初库存量", "原煤"): 30.0,
        ("(三)年末库存量(-)", "原煤"): -20.0,
        ("(五)回收能", "高炉煤气"): 8.0,
        ("1.火力发电", "高炉煤气"): -3.0,
        ("2.工业", "石脑油"): 2.5,
        ("2.工业", "液化天然气"): 1.5,
        ("6.生活消费", "热力"): 7.0,
    }
    judgement = judged(Balance(values, rows, columns, title="表7-13 吉林省能源平衡表（实物量）2014年", english=False))
    assert (judgement.region, judgement.year) == ("220000", 2014)
    assert quantities(judgement) == {
        ("B.10", "raw_coal"): 300000.0,
        ("B.11", "raw_coal"): -200000.0,
        ("1.1.1.E", "blast_furnace_gas"): 30000.0,
        ("1.2.U", "naphtha"): 25000.0,
        ("1.2.U", "lng"): 15000.0,
        ("1.5", "heat"): 70000.0,
    }


def test_residential_total_counts_where_town_and_country_are_not_given() -> None:
    judgement = judged(GUANGDONG.relabelled({"城镇": "", "乡村": ""}))
    found = quantities(judgement)
    assert found["1.5", "diesel"] == pytest.approx(107700.0)
    assert not [key for key in found if key[0] in ("1.5.U", "1.5.R")]


def test_raw_coal_counts_where_its_kinds_are_not_given() -> None:
    kind = Column("无烟煤", balance_files.COAL)
    divided = replace(GUANGDONG, columns=(*GUANGDONG.columns, kind)).changed({("3.建筑业", "无烟煤"): 2.41})
    found = quantities(judged(divided))
    assert found["1.2.6", "anthracite"] == 24100.0
    assert ("1.2.6", "raw_coal") not in found
    assert ("1.3.U", "raw_coal") in found


def test_a_whole_counts_where_its_parts_leave_some_of_it_out() -> None:
    """Households of the country are blank, yet the total is larger than the town: nothing may be lost."""
    found = quantities(judged(GUANGDONG.changed({("乡村", "柴油"): None})))
    assert found["1.5", "diesel"] == 107700.0
    assert ("1.5.U", "diesel") not in found
    assert ("1.5.R", "diesel") not in found
    assert found["1.5.U", "gasoline"] == 1281700.0


def test_raw_coal_counts_where_its_kinds_leave_some_of_it_out() -> None:
    kinds = [Column(kind, balance_files.COAL) for kind in ("无烟煤", "褐煤")]
    divided = replace(GUANGDONG, columns=(*GUANGDONG.columns, *kinds)).changed({("3.建筑业", "无烟煤"): 1.25})
    found = quantities(judged(divided))
    assert found["1.2.6", "raw_coal"] == 24100.0
    assert ("1.2.6", "anthracite") not in found


def test_an_output_among_the_inputs_is_not_burnt() -> None:
    judgement = judged(GUANGDONG.changed({("1.火力发电", "柴油"): 21.37}))
    finding = next(each for each in judgement.findings if each.code == "balance-input-positive")
    assert (finding.cell, finding.found, finding.severity) == ("O22", "21.37", "warning")
    assert ("1.1.1.E", "diesel") not in quantities(judgement)
    assert not [each for each in judgement.activities if each.category == "1.1.1.E" and each.item == "electricity"]


def test_a_deduction_printed_without_its_sign_is_deducted() -> None:
    judgement = judged(GUANGDONG.changed({("7.出口量(-)", "煤油"): 104.30}))
    finding = next(each for each in judgement.findings if each.code == "balance-sign-turned")
    assert (finding.cell, finding.details["cells"], finding.severity) == ("N18", "N18", "warning")
    assert quantities(judgement)["B.7", "kerosene"] == -1043000.0
    assert next(each for each in judgement.activities if each.cell == "N18").reported_value == "104.3"


def test_negative_consumption_is_refused() -> None:
    judgement = judged(GUANGDONG.changed({("3.建筑业", "柴油"): -26.7}))
    finding = next(each for each in judgement.findings if each.code == "balance-consumption-negative")
    assert (finding.file, finding.sheet, finding.cell, finding.found) == ("balance.xlsx", "Sheet1", "O35", "-26.7")
    assert not judgement.accepted


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1,234.5", "text-number"),
        ("１２．３４", "text-number"),
        ("26.7万吨", "text-number-unit"),
        ("约30", "not-a-number"),
        ("NO", "notation-not-allowed"),
        (Fault("#REF!"), "error-cell"),
        (Fault("#DIV/0!"), "error-cell"),
        (True, "boolean-number"),
    ],
)
def test_what_is_no_number_is_refused_with_its_cell(value: str, code: str) -> None:
    judgement = judged(GUANGDONG.changed({("3.建筑业", "柴油"): value}))
    finding = next(each for each in judgement.findings if each.severity == "error")
    assert (finding.code, finding.sheet, finding.cell) == (code, "Sheet1", "O35")
    assert ("1.2.6", "diesel") not in quantities(judgement)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_copy_saved_by_an_office_program_reads_the_same(kind: str, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", tmp_path, balance_files.INPUT]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    copy = read_workbook(tmp_path / balance_files.INPUT.with_suffix(f".{kind}").name)
    judgement = energy_balance.judge(copy, CONTEXT)
    assert codes(judgement) == set()
    assert quantities(judgement) == {key: pytest.approx(value, rel=1e-12) for key, value in expected().items()}


ROW_NUMBERS = {
    "1.一次能源生产量": "①一次能源生产量",
    "2.回收能": "（2）回收能",
    "4.进口量": "4、进 口 量",
    "7.出口量(-)": "７．出 口 量（－）",
    "二.加工转换投入(-)产出(+)量": "二、加工转换投入（—）产出（+）量",
    "1.火力发电": "（一）火力发电",
    "三.损失量": "三 损 失 量",
    "2.工业": "2.工    业",
    "#用作原料、材料": "其中：用作原料、材料",
    "5.批发、零售业和住宿、餐饮业": "5.批发和零售贸易业.餐饮业",
    "4.交通运输、仓储和邮政业": "4.交通运输、仓储及邮电通迅业",
}
OPTIONAL = (
    "2.回收能",
    "3.洗选煤",
    "4.炼焦",
    "5.炼油",
    "6.制气",
    "#焦炭再投入量(-)",
    "7.煤制品加工",
    "五.平衡差额",
    "六.消费量合计",
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_order_of_columns_labels_blanks_and_optional_rows_do_not_matter(data: st.DataObject) -> None:
    columns = data.draw(st.permutations(GUANGDONG.columns))
    dropped = data.draw(st.sets(st.sampled_from(OPTIONAL)))
    renamed = data.draw(st.sets(st.sampled_from(sorted(ROW_NUMBERS))))
    blank = data.draw(st.sampled_from(["", " ", "-", "—"]))
    gaps = {(row.key, column.key): blank for row in GUANGDONG.rows for column in columns}
    balance = replace(
        GUANGDONG,
        columns=tuple(columns),
        values={**gaps, **GUANGDONG.values},
        units=data.draw(st.sampled_from(["below", "inside", "split"])),
        english=data.draw(st.booleans()),
    ).relabelled({**{key: ROW_NUMBERS[key] for key in renamed}, **dict.fromkeys(dropped, "")})
    judgement = judged(balance)
    wanted = {key: value for key, value in expected().items() if "2.回收能" not in dropped or key[0] != "B.2"}
    assert judgement.accepted
    assert quantities(judgement) == {key: pytest.approx(value, rel=1e-12) for key, value in wanted.items()}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_cells_is_judged(data: st.DataObject) -> None:
    sheet = GUANGDONG.sheet()
    junk = st.sampled_from(
        ["", "万吨", "柴油", "其中：", "城镇", "四.终端消费量", "水利业", "2007", "?", -1.0, 3.5, Fault("#N/A")]
    )
    for place in data.draw(st.lists(st.sampled_from(sorted(sheet.cells)), max_size=30, unique=True)):
        sheet.cells[place] = data.draw(junk)
    judgement = energy_balance.judge(balance_files.opened(sheet), CONTEXT)
    assert all(finding.message("zh") and finding.message("en") for finding in judgement.findings)
    assert judgement.activities == [] or judgement.accepted
