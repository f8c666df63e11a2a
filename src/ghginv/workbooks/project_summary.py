"""First sheet of the evaluation of a project: conclusion, figures that refer to the sheets behind, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import Field
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    from ghginv.workbooks.project_workbook import ProjectBook

Material = Mapping[str, Any]
Made = Mapping[str, Mapping[str, str]]
_WIDTHS = [38.0, 30.0, 16.0, 70.0, 44.0]
_TCE, _T = "tce", "t CO2"


def summary(book: ProjectBook, title: str, material: Material, made: Made) -> None:
    """The sheet ``p-summary``."""
    sheet = BudgetSheet(book, "p-summary", title, _WIDTHS)
    sheet.note(book.word("about.p-summary"))
    sheet.heading(book.word("head.figures"))
    fields = [Field("figure", book.word("col.p-figure")), Field("value", book.word("col.p-value"), "tonnes"),
              Field("unit", book.word("col.p-unit"), "centre"), Field("basis", book.word("col.p-basis"))]  # fmt: skip
    sheet.table(fields, list(_figures(book, material, made)))
    sheet.heading(book.word("head.reasons"))
    if not material["reasons"]:
        sheet.note(book.word("none.reasons"))
    else:
        fields = [Field(key, book.word(f"col.p-{key}")) for key in ("weight", "article", "mark", "reason", "remedy")]
        rows = [
            {"weight": each["weight_word"], "article": each["article"], "mark": book.word(f"mark.{each['status']}"),
             "reason": " ".join(filter(None, (each["place"], each["text"]))), "remedy": each["remedy"]}
            for each in material["reasons"]
        ]  # fmt: skip
        sheet.table(fields, rows)
    sheet.finish()


def _figures(book: ProjectBook, material: Material, made: Made) -> Iterator[dict[str, Any]]:
    totals, energy, emitted = material["totals"], made["energy"], made["emissions"]

    def row(key: str, value: Any, unit: str = "", basis: str = "", **more: Any) -> dict[str, Any]:
        return {"figure": book.word(f"figure.{key}", name=material["place"]["name"]), "value": value, "unit": unit,
                "basis": basis, **more}  # fmt: skip

    def article(number: str, more: str = "") -> str:
        return " · ".join(filter(None, (book.word("article", article=number), more)))

    text = {"value.style": "centre"}
    yield row("conclusion", material["conclusion_word"], **text)
    yield row("reviewer", material["reviewer"], "", article(material["article"]), **text)
    less = f"-{energy['tce_before']}" if material["incremental"] else ""
    less_coal = f"-{energy['coal_before']}" if material["incremental"] else ""
    counted = book.word("figure.incremental" if material["incremental"] else "figure.gross")
    yield row("tce", Live(f"={energy['tce_after']}{less}", totals["tce"]), _TCE, article("8", counted))
    yield row("coal", Live(f"={energy['coal_after']}{less_coal}", totals["coal"]), "t", article("8", counted))
    yield row("tce_total", Live(f"={energy['tce_after']}", totals["total"]), _TCE, article("12"))
    yield row("tce_equal", Live(f"={energy['equal_after']}", totals["equal"]), _TCE, article("9"))
    higher = Live(f"=MAX({energy['tce_after']},{energy['equal_after']})", totals["tce_high"])
    yield row("tce_high", higher, _TCE, article("9"))
    for key in ("fossil", "renewable", "feedstock"):
        yield row(key, Live(f"={energy[key]}", totals[key]), _TCE, article("12"))
    yield row("carbon", Live(f"={emitted['carbon_t']}", totals["carbon_t"]), _T, article("12"))
    for key in ("energy", "process", "indirect"):
        yield row(key, Live(f"={emitted[f'{key}_t']}", totals[f"{key}_t"]), _T, article("12"))
    basis = book.word(f"basis.{material['place']['basis']}")
    yield row("added", Live(f"={emitted['added_t']}", totals["added_t"]), _T, basis)
    yield from _effects(book, row, material, made)


def _effects(book: ProjectBook, row: Any, material: Material, made: Made) -> Iterator[dict[str, Any]]:
    """Effect on the place and replacement, as far as they were judged."""
    told, places, side = material["effect"], made["effect"], 0 if book.lang == "zh" else 1
    if "share_budget" in places:
        share = Live(f"={places['share_budget']}", told["share_budget"] / 100)
        yield row("share", share, "", f"{told['year']} · {told['grade'][side]}", **{"value.style": "share"})
    if "intensity_change" in places:
        for key in ("intensity_before", "intensity_after", "intensity_change"):
            change = key == "intensity_change"
            unit = "%" if change else f"t/{book.unit('10^4 CNY')}"
            basis = told["intensity_grade"][side] if change else book.word("article", article="16")
            yield row(key, Live(f"={places[key]}", told[key]), unit, basis, **{"value.style": "intensity"})
    if material["replacement"]["required"] or material["replacement"]["rows"]:
        reached = material["replacement"]["reached"]
        value = "" if reached is None else material["replacement"]["given_t"] / told["added_t"]
        basis = material["replacement"]["citation"]
        reached_live = Live(f"={made['replacement']['reached']}", value)
        yield row("replacement", reached_live, "", basis, **{"value.style": "ratio"})
