"""An enterprise files its workbook and its form 205-1: both are imported and compared item by item, one counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ghginv.domain import credit_codes
from ghginv.workbooks import build, layout
from tests.journeys.command_line import Desk
from tests.journeys.typed import monthly, type_in
from tests.workbooks import balance_files, form_files
from tests.workbooks.form_files import CODE, NAME

OTHER = "91440300MA5DEM306"
OTHER += credit_codes.check_sign(OTHER)


def workbook(path: Path, rows: Mapping[str, list[dict[str, Any]]]) -> Path:
    """The workbook of the made-up glass maker with these rows by sheet; totals of months are typed as values."""
    facts = {"region": "440305", "year": 2023, "credit_code": CODE, "name": NAME, "industry": "3041"}
    build.build_template(path, layout.load("enterprise", "flat_glass"), facts)
    return type_in(path, rows)


ROWS = {
    "设施": [{"设施编号": "F01", "设施名称": "一号窑"}],
    "燃料": [
        {"设施编号": "F01", "燃料品种": "一般烟煤", "计量单位": "吨", **monthly(1300.0)},
        {"设施编号": "F01", "燃料品种": "天然气", "计量单位": "万立方米", **monthly(480.0)},
    ],
    "车辆和移动机械": [
        {"设施编号": "F01", "移动源类别": "1.3.2 公路", "燃料品种": "柴油", "计量单位": "吨", **monthly(40.0)}
    ],
    "购入电力": [{"设施编号": "F01", "能源品种": "电力", "计量单位": "万千瓦时", **monthly(1812.0)}],
    "产量产值": [
        {"设施编号": "F01", "产品或指标": "平板玻璃产量", "计量单位": "吨", **monthly(60000.0, "全年合计或全年值")}
    ],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A workspace of the district with the enterprise's workbook, its form, and the form of another enterprise."""
    desk = Desk(tmp_path_factory.mktemp("reconciliation"))
    desk.done("init", "w", "--region", "440305", "--name", "南山区")
    desk.done("-w", "w", "import", workbook(desk.folder / "玻璃.xlsx", ROWS))
    form = form_files.form()
    balance_files.write(desk.folder / "205-1.xls", form.sheet())
    balance_files.write(
        desk.folder / "205-1 另一家.xlsx", replace(form, code=OTHER, name="深圳虚构陶瓷有限公司").sheet()
    )
    desk.done("-w", "w", "import", desk.folder / "205-1.xls")
    desk.done("-w", "w", "import", desk.folder / "205-1 另一家.xlsx")
    return desk


def test_every_item_is_compared(desk: Desk) -> None:
    answer = desk.done("-w", "w", "reconcile", "--year", 2023, "--format", "json")
    rows = {row["item"]: row for row in answer.json()}
    verdicts = {item: row["verdict"] for item, row in rows.items()}
    assert verdicts == {
        "general_bituminous": "agrees",
        "natural_gas": "differs",
        "diesel": "differs",
        "heat": "only_form",
        "electricity": "within_tolerance",
    }
    gas = rows["natural_gas"]
    assert (gas["form_quantity"], gas["workbook_quantity"], gas["difference"]) == (
        500,
        pytest.approx(480),
        pytest.approx(20),
    )
    # 20 × 10^4 m3 at 389.31 GJ/10^4 m3, 15.3 tC/TJ, 0.99
    assert gas["effect_tco2"] == pytest.approx(20 * 389.31e-3 * 15.3 * 0.99 * 44 / 12, abs=0.001)
    assert (gas["form_file"], gas["form_cells"]) == ("205-1.xls", "205-1!H16、205-1!J16")
    assert gas["workbook_cells"].startswith("燃料!H5、燃料!I5")
    assert rows["diesel"]["reason"] == "企业工作簿的数量等于运输工具消费，固定设施用量可能未填"
    assert rows["heat"]["effect_tco2"] == pytest.approx(880)


def test_what_differs_is_told_with_its_cells(desk: Desk) -> None:
    answer = desk.done("-w", "w", "reconcile", "--year", 2023, "--differs")
    assert "天然气" in answer.out
    assert "一般烟煤" not in answer.out
    assert "玻璃.xlsx: 燃料!H5" in answer.err
    assert "205-1.xls: 205-1!H19" in answer.err
    assert f"深圳虚构陶瓷有限公司 {OTHER}" in answer.err
    english = desk.done("-w", "w", "reconcile", "--year", 2023, "--differs", "--lang", "en")
    assert "only in form" in english.out
    assert "have a form 205-1 of 2023 but no workbook" in english.err


def test_the_table_as_csv(desk: Desk) -> None:
    out = desk.done("-w", "w", "reconcile", "--year", 2023, "--enterprise", CODE.lower(), "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["enterprise"] for row in rows} == {CODE}
    assert list(rows[0])[:6] == ["enterprise", "name", "year", "month", "item", "item_name"]


def test_wrong_calls(desk: Desk) -> None:
    unknown = desk.call("-w", "w", "reconcile", "--year", 2023, "--enterprise", CODE[:-1] + "9")
    assert unknown.code == 2
    assert CODE in unknown.err
    nothing = desk.call("-w", "w", "reconcile", "--year", 2021)
    assert nothing.code == 1
    assert "2021" in nothing.err
    lonely = desk.call("-w", "w", "reconcile", "--year", 2023, "--enterprise", OTHER)
    assert lonely.code == 1


def test_the_form_is_never_computed_with(desk: Desk) -> None:
    answer = desk.call("-w", "w", "compile", "--year", 2023)
    assert answer.code == 1
    assert "2023" in answer.err


def test_a_wrong_form_comes_back_marked(desk: Desk, tmp_path: Path) -> None:
    wrong = form_files.form().changed("柴油", consumption=70.0)
    path = balance_files.write(tmp_path / "错.xlsx", wrong.sheet())
    checked = desk.call("-w", "w", "check", path, "--format", "json")
    assert checked.code == 1
    errors = [(each["code"], each["sheet"], each["cell"]) for each in checked.json() if each["severity"] == "error"]
    assert errors == [("form-consumption-sum", "205-1", "G18")]
    assert desk.call("-w", "w", "import", path).code == 1


def test_a_later_form_replaces_the_earlier(desk: Desk, tmp_path: Path) -> None:
    form = replace(form_files.form(), code=OTHER, period="2023年1—11月")
    answer = desk.done("-w", "w", "import", balance_files.write(tmp_path / "十一月.xlsx", form.sheet()))
    assert "1—11 月" in answer.err + answer.out
    states = {row["file"]: row["state"] for row in desk.done("-w", "w", "submissions", "--format", "json").json()}
    assert states["205-1 另一家.xlsx"] == "superseded"
