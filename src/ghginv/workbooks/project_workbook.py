"""The evaluation of a project as a workbook 项目碳评价表: every figure and total a formula on what stands before it.

The material is plain values (``workspace.budgets.project_material``); a formula carries its value along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ghginv.formulas import find
from ghginv.readings import cells
from ghginv.workbooks import project_words, writing
from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.project_effect_sheets import benchmarks, effect, replacement
from ghginv.workbooks.project_summary import summary
from ghginv.workbooks.results_sheets.page import Live

SHEETS = ("summary", "energy", "emissions", "benchmarks", "effect", "replacement", "parameters")
_ENERGY = (("item", 16.0, "text"), ("use", 10.0, "centre"), ("unit", 10.0, "centre"), ("before", 11.0, "quantity"),
           ("after", 12.0, "quantity"), ("coefficient", 10.0, "quantity"), ("equal", 10.0, "quantity"),
           ("sign", 6.0, "whole"), ("coal", 6.0, "whole"),
           ("tce_before", 11.0, "tonnes"), ("tce_after", 12.0, "tonnes"),
           ("equal_before", 11.0, "tonnes"), ("equal_after", 12.0, "tonnes"), ("coal_before", 11.0, "tonnes"),
           ("coal_after", 12.0, "tonnes"), ("renewable", 11.0, "tonnes"), ("cell", 13.0, "text"))  # fmt: skip
_SUMS = ("tce_before", "tce_after", "equal_before", "equal_after", "coal_before", "coal_after", "renewable")
_EMISSIONS = (("item", 20.0, "text"), ("part", 14.0, "centre"), ("gas", 9.0, "centre"), ("formula", 26.0, "text"),
              ("unit", 11.0, "centre"), ("before", 14.0, "quantity"), ("after", 14.0, "quantity"),
              ("before_t", 15.0, "tonnes"), ("after_t", 15.0, "tonnes"), ("added_t", 15.0, "tonnes"),
              ("counted", 10.0, "whole"), ("cell", 14.0, "text"))  # fmt: skip
_TERMS = (("of", 34.0, "text"), ("parameter", 40.0, "text"), ("value", 14.0, "quantity"), ("unit", 16.0, "centre"),
          ("source", 60.0, "text"), ("mark", 12.0, "centre"))  # fmt: skip
_PARTS = ("energy", "process", "indirect")
Material = Mapping[str, Any]


class ProjectBook(BudgetBook):
    """A workbook whose words are those of projects."""

    def word(self, key: str, **details: object) -> str:
        """A word of ``project_words.csv``, else of ``budget_words.csv``."""
        return project_words.word(key, self.lang, **details)


def write_project(path: Path | str, material: Material, lang: str = "zh") -> None:
    """Write 项目碳评价表.xlsx. InputError: a file that cannot be written."""
    with writing.opened(path) as workbook:
        book = ProjectBook(workbook, lang, material["place"]["warning"])
        title = book.word("title.evaluation", name=material["name"])
        writing.titled(workbook, title)
        for key in SHEETS:
            workbook.add_worksheet(book.word(f"sheet.p-{key}"))
        terms = _parameters(book, material)
        made: dict[str, Mapping[str, str]] = {
            "energy": _energy(book, material), "emissions": _emissions(book, material, terms),
        }  # fmt: skip
        made["benchmarks"] = benchmarks(book, material, made)
        made["effect"] = effect(book, material, made)
        made["replacement"] = replacement(book, material, made)
        summary(book, title, material, made)


def sheet_of(book: ProjectBook, key: str, columns: Sequence[tuple[str, float, str]]) -> BudgetSheet:
    """A sheet with its note, wide as its columns."""
    sheet = BudgetSheet(book, f"p-{key}", book.word(f"sheet.p-{key}"), [width for _, width, _ in columns])
    sheet.note(book.word(f"about.p-{key}"))
    return sheet


def fields_of(book: ProjectBook, columns: Sequence[tuple[str, float, str]]) -> list[Field]:
    """The columns of a table."""
    return [Field(key, book.word(f"col.p-{key}"), style) for key, _, style in columns]


def letters(columns: Sequence[tuple[str, float, str]]) -> dict[str, str]:
    """The letter of each column."""
    from xlsxwriter.utility import xl_col_to_name

    return {key: str(xl_col_to_name(at)) for at, (key, _, _) in enumerate(columns)}


def _parameters(book: ProjectBook, material: Material) -> dict[tuple[int, str], str]:
    """The factors and the policy parameters; the cell of each factor by emission row and term."""
    sheet = sheet_of(book, "parameters", _TERMS)
    rows, keys = [], []
    for at, line in enumerate(material["emissions"]):
        for term in line["terms"]:
            rows.append({"of": line["item"], "parameter": term["title"], "value": term["value"], "unit": term["unit"],
                         "source": term["source"], "mark": book.word(f"mark.{term['status']}")})  # fmt: skip
            keys.append((at, term["name"]))
    sheet.heading(book.word("head.terms"))
    placed = sheet.table(fields_of(book, _TERMS), rows)
    sheet.heading(book.word("head.policy"))
    policy = [
        {"of": each["parameter"], "parameter": each["title"], "value": _number(each["value"]),
         "source": each["citation"], "mark": book.word(f"mark.{each['status']}")}
        for each in material["parameters"]
    ]  # fmt: skip
    sheet.table(fields_of(book, _TERMS), policy)
    sheet.finish()
    return {key: placed.outside(at, "value") for at, key in enumerate(keys)}


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _energy(book: ProjectBook, material: Material) -> dict[str, str]:
    """The energy in standard coal; the cells of its sums."""
    sheet = sheet_of(book, "energy", _ENERGY)
    at, first = letters(_ENERGY), sheet.row + 2
    rows = []
    for line, each in enumerate(material["energy"], start=first):
        row = {**each, "use": book.word(f"use.{each['use']}"), "unit": book.unit(each["unit"])}
        for when in ("before", "after"):
            cell = f"{at[when]}{line}"
            row[f"tce_{when}"] = Live(f"={at['sign']}{line}*{cell}*{at['coefficient']}{line}", each[f"tce_{when}"])
            row[f"equal_{when}"] = Live(f"={at['sign']}{line}*{cell}*{at['equal']}{line}", each[f"equal_{when}"])
            row[f"coal_{when}"] = Live(f"={at['coal']}{line}*{cell}", each[f"coal_{when}"])
        rows.append(row)
    last = first + len(rows) - 1
    total = {key: Live(f"=SUM({at[key]}{first}:{at[key]}{last})", sum(each[key] for each in material["energy"]))
             for key in _SUMS}  # fmt: skip
    placed = sheet.table(fields_of(book, _ENERGY), rows, {"item": book.word("figure.sum"), **total})
    sheet.finish()
    made = {key: f"'{placed.sheet}'!{at[key]}{last + 1}" for key in _SUMS}
    fossil = [placed.outside(n, "tce_after") for n, each in enumerate(material["energy"]) if each["fossil"]]
    feedstock = [placed.outside(n, "tce_after") for n, each in enumerate(material["energy"])
                 if each["use"] == "feedstock"]  # fmt: skip
    return {**made, "fossil": "+".join(fossil) or "0", "feedstock": "+".join(feedstock) or "0"}


def _emissions(book: ProjectBook, material: Material, terms: Mapping[tuple[int, str], str]) -> dict[str, str]:
    """The emissions, each a formula of its activity and factors; the cells of their sums."""
    sheet = sheet_of(book, "emissions", _EMISSIONS)
    at, first = letters(_EMISSIONS), sheet.row + 2
    rows = []
    for number, each in enumerate(material["emissions"]):
        line = first + number
        row = {**each, "part": book.word(f"part.{each['part']}"), "formula": each["formula_title"],
               "unit": book.unit(each["unit"]), "counted": 1 if each["counted"] else 0}  # fmt: skip
        for when in ("before", "after"):
            text = _formula(each, f"{at[when]}{line}", {name: cell for (n, name), cell in terms.items() if n == number})
            row[f"{when}_t"] = Live(f"=ROUND({text},6)", each[f"{when}_t"])
        row["added_t"] = Live(f"={at['after_t']}{line}-{at['before_t']}{line}", each["after_t"] - each["before_t"])
        rows.append(row)
    placed = sheet.table(fields_of(book, _EMISSIONS), rows)
    sheet.row += 1
    made = _sums(book, sheet, placed, material)
    sheet.finish()
    return made


def _formula(row: Mapping[str, Any], quantity: str, known: Mapping[str, str]) -> str:
    """The formula of an emission row without its equals sign."""
    steps = cells.live(find(row["formula"]), {"quantity": quantity, **known})
    return steps[-1][1].removeprefix("=")


def _sums(book: ProjectBook, sheet: BudgetSheet, placed: Placed, material: Material) -> dict[str, str]:
    """Sums by part, of all CO2, of what the budget counts."""
    columns = (("item", 20.0, "text"), *((key, 15.0, "tonnes") for key in ("before_t", "after_t", "added_t")))
    names = [*_PARTS, "carbon", "added"]
    first = sheet.row + 2
    rows: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        row: dict[str, Any] = {"item": book.word(f"figure.{name}")}
        line = first + number
        for key in ("before_t", "after_t"):
            text, value = _sum(book, placed, material, name, key)
            row[key] = Live(text, value)
        row["added_t"] = Live(f"=C{line}-B{line}", row["after_t"].value - row["before_t"].value)
        rows.append(row)
    made = sheet.table(fields_of(book, columns), rows)
    found = {f"{name}_t": made.outside(at, "after_t") for at, name in enumerate(names)}
    return {**found, "before_t": made.outside(names.index("carbon"), "before_t"),
            "basis_t": made.outside(names.index("added"), "after_t"),
            "added_t": made.outside(names.index("added"), "added_t")}  # fmt: skip


def _sum(book: ProjectBook, placed: Placed, material: Material, name: str, key: str) -> tuple[str, float]:
    """A sum over the rows of emissions: of a part, of all CO2, of what counts in the budget."""
    rows = [each for each in material["emissions"] if each["gas"] == "CO2"]
    if not material["emissions"]:
        return "=0", 0.0
    values, gases = placed.range(key), placed.range("gas")
    if name == "added":
        mine = [each[key] for each in rows if each["counted"]]
        return f"=ROUND(SUMIFS({values},{placed.range('counted')},1),3)", _rounded(mine)
    if name == "carbon":
        return f'=ROUND(SUMIFS({values},{gases},"CO2"),3)', _rounded([each[key] for each in rows])
    mine = [each[key] for each in rows if each["part"] == name]
    word = book.word(f"part.{name}")
    text = f'=ROUND(SUMIFS({values},{gases},"CO2",{placed.range("part")},"{word}"),3)'
    return text, _rounded(mine)


def _rounded(tonnes: Sequence[float]) -> float:
    """The sum to the kilogram, as the budget counts: whole grams first."""
    grams = sum(round(each * 1_000_000) for each in tonnes)
    return (grams + 500) // 1000 / 1000
