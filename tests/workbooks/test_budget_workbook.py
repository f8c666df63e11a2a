"""The result workbook of a budget recalculates to our values, cell by cell, in a program that knows nothing of ours."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ghginv.budget.allocation import benchmark, grandfather
from ghginv.budget.trajectory import gdp_path, intensity_target
from ghginv.errors import InputError
from ghginv.workbooks.budget_workbook import BudgetMaterial, write_budget
from tests.recalculation import recalculate
from tests.workbooks import budget_files
from tests.workbooks.test_results import live, same, without_values

SHEETS = ["说明", "参数", "基线", "总额", "各法结果", "混合", "区×行业矩阵", "约束与冲突", "预备", "版本差异",
          "预算明细", "基线明细"]  # fmt: skip
LIVE = ["grandfather", "per-capita", "per-gdp", "equal-rate", "intensity", "benchmark", "blended", "composite-entropy",
        "composite-ahp"]  # fmt: skip


def capped() -> BudgetMaterial:
    """One district may have no more than 4000 t, another no less than 700: two of three methods obey."""
    compared = budget_files.compared()
    frame = compared.inputs.assign(upper=[4000.0, np.nan, np.nan, np.nan], lower=[np.nan, np.nan, np.nan, 700.0])
    bounds = {"lower": frame["lower"], "upper": frame["upper"]}
    amounts = compared.amounts.assign(
        **{
            "grandfather": grandfather(budget_files.TOTAL, frame["emissions"], **bounds),
            "benchmark": benchmark(budget_files.TOTAL, frame["output"], frame["benchmark"], **bounds),
            "composite-ahp": budget_files.composite_of("ahp", **bounds),
        }
    )
    return budget_files.material(comparison=replace(compared, inputs=frame, amounts=amounts))


def otherwise() -> BudgetMaterial:
    """As where a method was read in another way, so that its formula would give something else."""
    compared = budget_files.compared()
    amounts = compared.amounts.assign(grandfather=[4000.0, 3100.0, 1400.0, 500.0])
    return budget_files.material(comparison=replace(compared, amounts=amounts))


def industries() -> BudgetMaterial:
    """Also with the methods of industries, one of which leaves a debt, and without parameters of the path."""
    inputs = pd.DataFrame({"emissions": [10.0, 20.0, 30.0]}, index=list(budget_files.INDUSTRIES))
    told = {"grandfather": [5.0, 10.0, 15.0], "equal-cumulative": [-5.0, 15.0, 20.0]}
    amounts = pd.DataFrame(told, index=inputs.index)
    of_industries = replace(
        budget_files.compared(), inputs=inputs, amounts=amounts, total_t=None, weights=None, spread=None, methods=None,
        correlation=None, blend={"grandfather": 1.0}, chosen={}, refused={}, options={},
    )  # fmt: skip
    parameters = pd.DataFrame({"name": ["上级下达总额"], "value": [8000.0], "unit": ["t"]})
    return budget_files.material(industry_comparison=of_industries, parameters=parameters, comparison=None)


CASES = {
    "zh": (budget_files.material, "zh"), "en": (budget_files.material, "en"), "capped": (capped, "zh"),
    "otherwise": (otherwise, "zh"), "industries": (industries, "zh"),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("written")
    for name, (material, lang) in CASES.items():
        write_budget(folder / f"{name}.xlsx", material(), lang)
    return {name: folder / f"{name}.xlsx" for name in CASES}


@pytest.fixture(scope="module")
def computed(written: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, openpyxl.Workbook]:
    """Every case, its stored values taken off, recalculated in one call."""
    bare = [without_values(path, tmp_path_factory.mktemp("bare") / path.name) for path in written.values()]
    paths = recalculate(bare, tmp_path_factory.mktemp("computed"))
    return {path.stem: openpyxl.load_workbook(path, data_only=True) for path in paths}


@pytest.mark.parametrize("name", CASES)
def test_every_formula_recalculates_to_our_value(
    written: dict[str, Path], computed: dict[str, openpyxl.Workbook], name: str
) -> None:
    count = 0
    for formula, cell in live(written[name]):
        theirs = computed[name][cell.parent.title][cell.coordinate].value
        ours = cell.value
        assert same(ours, theirs) or (ours or None) == (theirs or None), (cell.parent.title, cell.coordinate, formula)
        count += 1
    assert count > 100


def cells(sheet: Worksheet, title: str) -> dict[str, list[Any]]:
    """The table below a heading: its columns by title (the first line), without the title."""
    at = next(cell.row for cell in sheet["A"] if cell.value == title)
    head = [str(cell.value or "").split("\n")[0] for cell in sheet[at + 1]]
    found: dict[str, list[Any]] = {text: [] for text in head if text}
    for row in sheet.iter_rows(at + 2, values_only=True):
        if row[0] is None:
            break
        for text, value in zip(head, row, strict=True):
            if text:
                found[text].append(value)
    return found


def test_arithmetic_methods_are_formulas_and_solvers_values(written: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(written["zh"])["各法结果"]
    table = cells(sheet, "各法结果（吨）")
    how = {title: values[6] for title, values in table.items() if title not in ("代码", "名称")}
    assert {title for title, value in how.items() if value == "公式"} == {"历史排放法", *LIVE[1:]}
    assert how["基尼系数优化"] == "数值"
    assert str(table["per-capita"][0]).startswith("=$B$4*D")
    assert table["基尼系数优化"][0] == 4000


def test_changing_an_input_changes_what_follows(written: dict[str, Path], tmp_path: Path) -> None:
    """Twice the people in one district: shares per head, the blend and its sum follow."""
    book = openpyxl.load_workbook(written["zh"])
    sheet = book["各法结果"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "常住人口\n（万人）")
    sheet.cell(head.row + 1, head.column).value = 200
    book.save(tmp_path / "changed.xlsx")
    [path] = recalculate([tmp_path / "changed.xlsx"], tmp_path / "computed")
    again = openpyxl.load_workbook(path, data_only=True)
    heads = cells(again["各法结果"], "各法结果（吨）")["per-capita"]
    assert heads[:4] == pytest.approx([9000 * people / 420 for people in (200, 150, 50, 20)])
    assert heads[4:6] == [pytest.approx(9000), pytest.approx(0)]
    blended = [row for row in again["混合"].iter_rows(values_only=True) if row[0] == "440303"]
    assert blended[0][5] == pytest.approx(0.5 * 4500 + 0.3 * 9000 * 200 / 420 + 0.2 * 4000)


def test_shares_within_bounds_are_cut_by_formula(written: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(written["capped"])["各法结果"]
    table = cells(sheet, "各法结果（吨）")
    how = {title: values[6] for title, values in table.items()}
    assert [title for title, word in how.items() if word == "公式·系数"] == ["历史排放法", "benchmark"]
    assert how["composite-ahp"] == "公式"  # its shares lie within the bounds anyway
    assert table["历史排放法"][0].startswith("=MIN(")
    assert "MAX(" in table["历史排放法"][0]
    values = cells(openpyxl.load_workbook(written["capped"], data_only=True)["各法结果"], "各法结果（吨）")
    assert values["历史排放法"][:4] == pytest.approx([4000, 4300 * 2 / 3, 4300 / 3, 700])
    assert values["历史排放法"][7] == pytest.approx(4300 / 4500 * 10 / 9)


def test_where_a_formula_would_give_something_else_the_value_stands(written: dict[str, Path]) -> None:
    table = cells(openpyxl.load_workbook(written["otherwise"])["各法结果"], "各法结果（吨）")
    assert table["历史排放法"][:4] == [4000, 3100, 1400, 500]
    assert table["历史排放法"][-1] == "数值"
    assert table["per-capita"][-1] == "公式"


def test_totals_follow_intensity_and_growth(computed: dict[str, openpyxl.Workbook]) -> None:
    """As our trajectory: base 9000 t, cut of 7.2 % in two years, growth of 5.0 and 4.5 %."""
    gdp = gdp_path(2090.0, {2026: 5.0, 2027: 4.5})
    wanted = intensity_target(9000.0, 2090.0, 7.2, gdp, base_year=2025)
    rows = [row for row in computed["zh"]["总额"].iter_rows(values_only=True) if row[0] in (2025, 2026, 2027)]
    assert [row[4] for row in rows] == pytest.approx([9000.0, *wanted])
    assert rows[2][4] == pytest.approx(9000 * (1 - 0.072) * 1.05 * 1.045)
    assert [row[6] for row in rows[1:]] == pytest.approx([8000 - wanted[2026], 8120 - wanted[2027]])
    assert [row[7:9] for row in rows[1:]] == [(8000, 0), (8120, 0)]


def test_without_parameters_of_the_path_the_totals_stand_alone(computed: dict[str, openpyxl.Workbook]) -> None:
    sheet = computed["industries"]["总额"]
    assert "参数不齐" in str(sheet["A3"].value)
    rows = [row[:4] for row in sheet.iter_rows(values_only=True) if row[0] in (2025, 2026, 2027)]
    assert rows == [(2026, 8000, 8000, 0), (2027, 8120, 8120, 0)]


def test_the_matrix_closes_in_rows_columns_and_total(computed: dict[str, openpyxl.Workbook]) -> None:
    sheet = computed["zh"]["区×行业矩阵"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[7] for row in rows if row[0] in budget_files.REGIONS] == [0] * 8
    assert [row[2:5] for row in rows if row[0] == "差"] == [(0, 0, 0)] * 2
    assert [row[2] for row in rows if row[1] == "差"] == [0, 0]
    assert [row[2] for row in rows if row[1] == "总额"] == [8000, 8120]


def test_a_matrix_that_does_not_close_says_by_how_much(tmp_path: Path) -> None:
    broken = {2026: budget_files.matrix(2026), 2027: budget_files.matrix(2027)}
    broken[2026].iloc[1, 2] += 1
    write_budget(tmp_path / "x.xlsx", budget_files.material(matrix=broken))
    [path] = recalculate([tmp_path / "x.xlsx"], tmp_path / "computed")
    rows = list(openpyxl.load_workbook(path, data_only=True)["区×行业矩阵"].iter_rows(values_only=True))
    assert [row[7] for row in rows if row[0] in budget_files.REGIONS][:4] == [0, 1, 0, 0]
    assert [row[4] for row in rows if row[0] == "差"] == [1, 0]
    assert [row[2] for row in rows if row[1] == "差"] == [-1, 0]


def test_a_method_with_debts_is_left_out_of_the_spread(computed: dict[str, openpyxl.Workbook]) -> None:
    table = cells(computed["industries"]["各法结果（行业）"], "各法之间的差距（吨）")
    assert table["最小"] == table["最大"] == table["平均"] == [5, 10, 15]


def test_sheets_are_those_that_have_something_to_say(written: dict[str, Path], tmp_path: Path) -> None:
    assert openpyxl.load_workbook(written["zh"]).sheetnames == SHEETS
    parameters, totals = (
        pd.DataFrame({"name": ["总额"], "value": [5.0]}),
        pd.DataFrame({"year": [2026], "total_t": 5.0}),
    )
    least = BudgetMaterial({"name": "示例"}, parameters, totals, {})
    write_budget(tmp_path / "least.xlsx", least)
    assert openpyxl.load_workbook(tmp_path / "least.xlsx").sheetnames == ["说明", "参数", "总额", "约束与冲突"]


@pytest.mark.parametrize("name", CASES)
def test_pages_are_one_wide_with_the_warning(written: dict[str, Path], name: str) -> None:
    for sheet in openpyxl.load_workbook(written[name]):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "虚构数据，不得引用" in sheet.oddHeader.center.text
        assert sheet["A2"].value == "虚构数据，不得引用"
        wide = sum(each.width for each in sheet.column_dimensions.values())
        assert sheet.page_setup.orientation == "landscape" or wide < 120, sheet.title


def test_amounts_have_separators_and_negative_ones_are_red(written: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(written["zh"])["混合"]
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert {"#,##0_ ;[Red]-#,##0_ ;0_ "} <= formats


def test_text_never_becomes_a_formula(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["zh"])
    texts = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert texts["=cmd|' /C calc'!A0"] == "s"
    assert texts["=1+1"] == "s"


def test_the_order_of_rows_and_the_scale_change_nothing(written: dict[str, Path], tmp_path: Path) -> None:
    """Lines, baseline and parameters in reverse order; then all amounts a thousandfold."""
    plain = budget_files.material()
    names = ("lines", "baseline", "parameters", "totals")
    turned = {name: getattr(plain, name).iloc[::-1].reset_index(drop=True) for name in names}
    write_budget(tmp_path / "turned.xlsx", replace(plain, **turned))
    first, second = (openpyxl.load_workbook(path, data_only=True) for path in (written["zh"], tmp_path / "turned.xlsx"))
    for name in ("总额", "各法结果", "混合", "区×行业矩阵"):
        assert [list(row) for row in first[name].values] == [list(row) for row in second[name].values], name
    compared = budget_files.compared()
    large = replace(
        compared, inputs=compared.inputs.assign(emissions=compared.inputs["emissions"] * 1000),
        amounts=compared.amounts * 1000, total_t=9e6,
    )  # fmt: skip
    write_budget(tmp_path / "large.xlsx", replace(plain, comparison=large))
    how = cells(openpyxl.load_workbook(tmp_path / "large.xlsx")["各法结果"], "各法结果（吨）")
    assert [values[-1] for values in list(how.values())[2:]] == ["公式"] * 9 + ["数值"]


def test_no_totals(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        write_budget(tmp_path / "x.xlsx", budget_files.material(totals=pd.DataFrame({"year": [], "total_t": []})))
    assert [each.code for each in refusal.value.findings] == ["budget-book-empty"]


def test_an_infinite_cell(tmp_path: Path) -> None:
    broken = budget_files.matrix(2026)
    broken.iloc[0, 0] = math.inf
    with pytest.raises(InputError) as refusal:
        write_budget(tmp_path / "x.xlsx", budget_files.material(matrix={2026: broken}))
    assert [(each.code, each.found) for each in refusal.value.findings] == [("budget-book-infinite", "2026")]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        write_budget(tmp_path / "nowhere" / "x.xlsx", budget_files.material())
    assert [each.code for each in refusal.value.findings] == ["results-not-written"]


def test_empty_cells_of_the_matrix_count_nothing(tmp_path: Path) -> None:
    frame = budget_files.matrix(2026)
    frame.iloc[0, 0] = np.nan
    write_budget(tmp_path / "x.xlsx", budget_files.material(matrix={2026: frame}, region_totals={}, industry_totals={}))
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx", data_only=True)["区×行业矩阵"].iter_rows(values_only=True))
    assert next(row for row in rows if row[0] == "440303")[2:6] == (0, 200, 300, 500)


def test_material_is_plain_and_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        budget_files.material().warning = ""  # type: ignore[misc]
