"""The template: what is locked and offered, how it is known again, that its lists work in an office program."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ghginv.calculation import choose
from ghginv.domain import categories, items, units
from ghginv.domain.terms import TERMS
from ghginv.factors import guidelines, library
from ghginv.workbooks import build, layout, read, signature
from tests.calculation.test_choose import local_values

LAYOUT = layout.load()
STATIONARY, MOBILE_KIND = "P.RA.S", "mobile air conditioning"


@pytest.fixture(scope="module")
def book(template: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(template)


def header_row(book: openpyxl.Workbook, sheet: str) -> list[str]:
    return [str(cell.value or "") for cell in book[sheet][layout.HEADER_ROW]]


def named_cells(book: openpyxl.Workbook, name: str) -> list[str]:
    ((sheet, area),) = book.defined_names[name].destinations
    cells = book[sheet][area.replace("$", "")]
    return [row[0].value for row in (cells if isinstance(cells, tuple) else ((cells,),))]


def test_sheets_and_their_visibility(book: openpyxl.Workbook) -> None:
    tables = [table.sheet for table in LAYOUT.tables]
    assert book.sheetnames == ["说明", "基本信息", *tables, "字典", "ghginv"]
    assert book["字典"].sheet_state == "hidden"
    assert book["ghginv"].sheet_state == "veryHidden"
    assert {book[name].sheet_state for name in tables} == {"visible"}


def test_headers_name_units_and_mark_what_is_required(book: openpyxl.Workbook) -> None:
    headers = header_row(book, "化石燃料")
    assert headers[0] == "排放源类别*"
    assert headers[4] == "平均低位发热量\n(GJ/t 或 GJ/10^4 m3)"
    assert headers[6] == "碳氧化率\n(小数 0-1)"


@pytest.mark.parametrize("table", LAYOUT.tables, ids=lambda table: table.sheet)
def test_only_entry_cells_are_unlocked(book: openpyxl.Workbook, table: layout.Table) -> None:
    sheet = book[table.sheet]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    unlocked = {cell.row for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == set(range(layout.HEADER_ROW + 1, layout.HEADER_ROW + table.rows + 1))
    assert sheet.freeze_panes.endswith(str(layout.HEADER_ROW + 1))
    assert sheet.print_title_rows == f"${layout.HEADER_ROW}:${layout.HEADER_ROW}"
    assert all(sheet.cell(layout.HEADER_ROW, place).comment for place in range(1, len(table.columns) + 1))


@pytest.mark.parametrize("table", LAYOUT.tables, ids=lambda table: table.sheet)
def test_every_choice_unit_and_number_is_checked_while_typing(book: openpyxl.Workbook, table: layout.Table) -> None:
    checks = {str(check.sqref).split(":")[0]: check for check in book[table.sheet].data_validations.dataValidation}
    for place, column in enumerate(table.columns):
        check = checks.get(f"{chr(65 + place)}{layout.HEADER_ROW + 1}")
        if column.options:
            labels = [option.label() for option in LAYOUT.options[column.options].entries]
            assert named_cells(book, check.formula1) == labels
        elif column.field == "unit":
            assert "INDIRECT" in check.formula1
            assert len(check.formula1) < 255
        elif column.field == "vintage":
            assert (check.type, check.formula1, check.formula2) == ("whole", "1900", "2100")
        elif column.signed:
            assert (check.type, check.formula1) == ("custom", f"ISNUMBER({chr(65 + place)}4)")
        elif column.is_number:
            assert (check.type, check.operator, check.formula1) == ("decimal", "greaterThanOrEqual", "0")
        else:
            assert column.field in ("source", "facility")


def office_values(path: Path, folder: Path) -> list[list[str]]:
    """The first sheet as an office program computes it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True)
    with path.with_suffix(".csv").open(encoding="utf-8") as stream:
        return list(csv.reader(stream))


def test_lists_of_every_sheet_work_in_an_office_program(template: Path, tmp_path: Path) -> None:
    """Each name of a drop-down is a range with its entries; each item of each sheet, and none, has its units."""
    book = openpyxl.load_workbook(template)
    probe = book.create_sheet("probe", 0)
    everything = list(dict.fromkeys(unit for offered in LAYOUT.units.values() for unit in offered))
    expected = []

    def ask(source: str, labels: list[str]) -> None:
        probe.append([f"=INDEX({source},1)", f"=INDEX({source},{len(labels)})", f"=COUNTA({source})"])
        expected.append([labels[0], labels[-1], str(len(labels))])

    for name, options in LAYOUT.options.items():
        ask(f"opt_{name}", [option.label() for option in options.entries])
    for table in LAYOUT.tables:
        item = table.column("item")
        assert item is not None
        letter = chr(65 + [column.field for column in table.columns].index("unit"))
        checks = book[table.sheet].data_validations.dataValidation
        formula = next(each for each in checks if str(each.sqref).startswith(f"{letter}4:")).formula1.lstrip("=")
        place = chr(65 + table.columns.index(item))
        for row, option in enumerate([*LAYOUT.options[item.options].entries, None], start=layout.HEADER_ROW + 1):
            book[table.sheet][f"{place}{row}"].value = option.label() if option else None
            offered = LAYOUT.units[option.unit] if option else everything
            labels = [units.table()[unit].zh for unit in offered]
            ask(formula.replace(f"${place}4", f"{table.sheet}!${place}${row}"), labels)
    path = tmp_path / "probe.xlsx"
    book.save(path)
    assert office_values(path, tmp_path) == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", LAYOUT.options)
def test_labels_of_a_list_differ_and_are_found_again(name: str, lang: str) -> None:
    options = LAYOUT.options[name]
    labels = [option.label(lang) for option in options.entries]
    assert [options.find(label) for label in labels] == list(options.entries)
    assert not any(sign in label for label in labels for sign in "*?~")  # VLOOKUP takes these for any text


def test_every_option_is_known_to_the_domain() -> None:
    for table in LAYOUT.tables:
        for column in table.columns:
            for option in LAYOUT.options[column.options].entries if column.options else ():
                if column.field == "category":
                    assert option.code in categories.tree()
                if column.field == "item":
                    assert items.find_code(option.code).unit in LAYOUT.units
                assert set(option.categories) <= set(categories.tree())
                assert set(option.terms or ()) <= {each.field for each in table.columns}


def test_offered_units_convert_to_the_unit_they_are_offered_for() -> None:
    for canonical, offered in LAYOUT.units.items():
        assert offered[0] == canonical
        assert {units.dimension(unit) for unit in offered} == {units.dimension(canonical)}


def test_every_row_can_get_a_category() -> None:
    for table in LAYOUT.tables:
        item = table.column("item")
        assert item is not None
        by_item = all(len(option.categories) == 1 for option in LAYOUT.options[item.options].entries)
        assert table.category in categories.tree() or table.column("category") or by_item


def test_headers_of_a_sheet_differ() -> None:
    for table in LAYOUT.tables:
        headers = [column.zh for column in table.columns]
        assert len(set(headers)) == len(headers)
        assert {column.field for column in table.columns if column.is_term} <= set(TERMS)


def test_region_and_year_are_filled_in(book: openpyxl.Workbook) -> None:
    sheet = book["基本信息"]
    assert [sheet[f"B{row}"].value for row in (3, 4, 5)] == ["440400", "珠海市", 2023]


def test_signature_is_read_back(template: Path) -> None:
    found = signature.read(read.read_workbook(template))
    assert found == signature.Signature("inventory", LAYOUT.version, LAYOUT.digest, "440400", "2023")


def test_the_same_call_gives_the_same_bytes(template: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    build.build_inventory_template(again, "440400", 2023)
    assert again.read_bytes() == template.read_bytes()


def test_english_template_is_read_by_the_same_layout(tmp_path: Path) -> None:
    path = tmp_path / "english.xlsx"
    build.build_inventory_template(path, lang="en")
    book = openpyxl.load_workbook(path)
    assert book["化石燃料"]["A3"].value == "排放源类别*\nCategory"
    assert "1.2.1 Iron and steel" in named_cells(book, "opt_fossil_categories")
    assert "10^4 t" in named_cells(book, "units_0")
    assert signature.read(read.read_workbook(path)).digest == LAYOUT.digest


def test_guidance_may_change_without_a_new_digest_but_headers_may_not() -> None:
    from dataclasses import replace

    table = LAYOUT.tables[0]
    reworded = replace(LAYOUT, tables=(replace(table, guide_zh="另一说明", rows=9), *LAYOUT.tables[1:]))
    assert reworded.digest == LAYOUT.digest
    renamed = replace(table, columns=(replace(table.columns[0], zh="类别"), *table.columns[1:]))
    assert replace(LAYOUT, tables=(renamed, *LAYOUT.tables[1:])).digest != LAYOUT.digest


def equipment(table: layout.Table) -> list[str]:
    """The kinds of stationary equipment, of which the rules of product use ask for one."""
    column = table.column("technology")
    assert column is not None
    return [option.code for option in LAYOUT.options[column.options].entries if option.code != MOBILE_KIND]


def offered_rows(table: layout.Table) -> list[tuple[str, layout.Option, str]]:
    """Every category, item and technology that a row may say together."""
    item, category = table.column("item"), table.column("category")
    assert item is not None
    rows = []
    for option in LAYOUT.options[item.options].entries:
        listed = [each.code for each in LAYOUT.options[category.options].entries] if category else [table.category]
        allowed = [code for code in listed if not option.categories or code in option.categories]
        for code in allowed if category or table.category else option.categories:
            kinds = equipment(table) if categories.covers(STATIONARY, code) else ("",)
            rows += [(code, option, technology) for technology in option.technologies or kinds]
    return rows


@pytest.mark.parametrize("guideline_id", ["pg2011", "ipcc2006", "gpc"])
@pytest.mark.parametrize("table", LAYOUT.tables, ids=lambda table: table.sheet)
def test_every_row_offered_can_be_computed(table: layout.Table, guideline_id: str) -> None:
    vintage = 2010 if table.column("vintage") else 0
    keys = {
        choose.ActivityKey("440400", 2023, "", category, option.code, technology, option.unit, vintage=vintage)
        for category, option, technology in offered_rows(table)
    }
    choices = choose.choose(keys, guidelines.load(guideline_id), library.load().with_local(local_values()))
    local = {TERMS[column.field].zh for column in table.columns if column.is_term and column.required}
    missing = [finding for finding in choices.findings if finding.details.get("term_zh") not in local]
    assert [finding.message() for finding in missing] == []
    assert keys
