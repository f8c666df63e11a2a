"""Every kind of cell comes out with its value, formula and kind; a wrong one is refused by its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghginv.errors import InputError
from ghginv.workbooks.read import Cell, Sheet, read_workbook
from tests.workbooks import hostile
from tests.workbooks.hostile import worksheet


def only_sheet(path: Path, rows: str, **others: str) -> Sheet:
    (sheet,) = read_workbook(hostile.workbook(path, worksheet(rows), **others)).sheets
    return sheet


def cells_of(path: Path, cells: str, **others: str) -> dict[str, Cell]:
    """The cells of row 1, by address."""
    sheet = only_sheet(path, f'<row r="1">{cells}</row>', **others)
    return {cell.address: cell for cell in sheet.cells.values()}


def test_kinds_of_cells(tmp_path: Path) -> None:
    cells = cells_of(
        tmp_path / "a.xlsx",
        '<c r="A1"><v>-1.5E-3</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><v>#REF!</v></c><c r="E1" s="1"><v>45292.5</v></c><c r="F1" t="str"><v>a &amp; b</v></c>'
        '<c r="G1" t="inlineStr"><is><t xml:space="preserve"> 煤 </t></is></c><c r="H1" t="d"><v>2024-01-01</v></c>',
    )
    assert {name: (cell.kind, cell.value) for name, cell in cells.items()} == {
        "A1": ("n", -0.0015),
        "B1": ("s", "煤"),
        "C1": ("b", True),
        "D1": ("e", "#REF!"),
        "E1": ("d", 45292.5),
        "F1": ("s", "a & b"),
        "G1": ("s", " 煤 "),
        "H1": ("d", 45292.0),
    }
    assert cells["E1"].number_format == 'yyyy"年"'


def test_blank_cells_are_not_there(tmp_path: Path) -> None:
    assert cells_of(tmp_path / "a.xlsx", '<c r="A1" s="1"/><c r="B1"></c><c r="C1"><v/></c><c r="D1"><v></v></c>') == {}


def test_formulas_come_with_their_values(tmp_path: Path) -> None:
    cells = cells_of(
        tmp_path / "a.xlsx",
        '<c r="A1"><f>IF(B1&lt;2,"是","")</f><v>3</v></c><c r="B1"><f>C1</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><f t="array" ref="E1:E2">SUM(A1:B2)</f><v>4</v></c>'
        '<c r="F1"><f aca="false">1</f><v>1</v></c><c r="G1"><f>2</f><v/></c>',
    )
    assert {name: (cell.kind, cell.value, cell.formula) for name, cell in cells.items()} == {
        "A1": ("n", 3.0, '=IF(B1<2,"是","")'),
        "B1": ("n", None, "=C1"),
        "C1": ("s", "", '=""'),
        "D1": ("e", "#DIV/0!", "=1/0"),
        "E1": ("n", 4.0, "=SUM(A1:B2)"),
        "F1": ("n", 1.0, "=1"),
        "G1": ("n", None, "=2"),
    }


def test_shared_formula_moves_with_its_cell(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$C$1+LOG10(A1)</f><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>{row}</v></c></row>' for row in (2, 3)
    )
    sheet = only_sheet(tmp_path / "a.xlsx", rows)
    formulas = [cell.formula for cell in sheet.cells.values()]
    assert formulas == ["=A1*$C$1+LOG10(A1)", "=A2*$C$1+LOG10(A2)", "=A3*$C$1+LOG10(A3)"]


def test_strings_of_all_kinds(tmp_path: Path) -> None:
    items = (
        "<si><r><t>CO</t></r><r><rPr><i/></rPr><t>2</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
        "<si><t>能源</t><phoneticPr fontId='1'/></si><si><t/></si><si><t>a_x000D_b_x0000__x005F_x0041_</t></si>"
    )
    cells = "".join(f'<c r="{letter}1" t="s"><v>{index}</v></c>' for index, letter in enumerate("ABCD"))
    found = cells_of(tmp_path / "a.xlsx", cells, strings=hostile.shared_strings(items))
    assert [cell.value for cell in found.values()] == ["CO2", "能源", "", "a\rb_x0000__x0041_"]


@pytest.mark.parametrize(
    ("cell", "code", "where"),
    [
        ('<c r="A1"><v>12吨</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1"><v>1_000</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1"><v>nan</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1"><v>1e999</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1" t="s"><v>-1</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1" t="s"><v>7</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1" t="b"><v>yes</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1" t="d"><v>yesterday</v></c>', "workbook-cell-unreadable", "A1"),
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', "workbook-cell-twice", "A1"),
        ('<c r="A" s="13"><v>1</v></c>', "workbook-cell-outside", "A"),
        ('<c r="A2"><v>1</v></c>', "workbook-cell-outside", "A2"),
        ('<c r="A1" t="x"><v>1</v></c>', "workbook-damaged", "A1"),
    ],
)
def test_wrong_cells_are_refused_by_address(cell: str, code: str, where: str, tmp_path: Path) -> None:
    path = hostile.workbook(tmp_path / "a.xlsx", worksheet(f'<row r="1">{cell}</row>'))
    with pytest.raises(InputError) as refused:
        read_workbook(path)
    (finding,) = refused.value.findings
    assert (finding.code, finding.sheet, finding.cell) == (code, "表", where)
