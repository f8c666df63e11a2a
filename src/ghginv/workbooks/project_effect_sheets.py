"""Sheets of the evaluation of a project: intensities beside levels, effect on the place and headroom, replacement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import Field
from ghginv.workbooks.budget_page import BudgetSheet
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    from ghginv.workbooks.project_workbook import ProjectBook

Material = Mapping[str, Any]
Made = Mapping[str, Mapping[str, str]]
Columns = Sequence[tuple[str, float, str]]
_METRICS = ("carbon_product", "carbon_value", "carbon_output", "energy_product", "energy_value")
_PRODUCTS: Columns = (
    ("product", 24.0, "text"), ("quantity", 16.0, "quantity"), ("unit", 22.0, "centre"), ("share", 14.0, "share"),
    ("value_added", 16.0, "quantity"), ("output_value", 14.0, "quantity"),
    *((key, 16.0, "intensity") for key in _METRICS),
)  # fmt: skip
_COMPARED: Columns = (
    ("product", 24.0, "text"), ("level", 16.0, "text"), ("metric", 22.0, "text"), ("own", 14.0, "intensity"),
    ("limit", 16.0, "intensity"), ("difference", 14.0, "share"), ("met", 12.0, "centre"), ("cell", 16.0, "text"),
    ("source", 30.0, "text"),
)  # fmt: skip
_FIGURES: Columns = (("figure", 40.0, "text"), ("value", 20.0, "quantity"), ("unit", 26.0, "centre"))
_YEARS: Columns = (
    ("year", 40.0, "year"), ("need_t", 20.0, "tonnes"), ("budget_t", 26.0, "tonnes"), ("region_left_t", 20.0, "tonnes"),
    ("reserve_t", 20.0, "tonnes"), ("share_budget", 16.0, "share"), ("share_left", 16.0, "share"),
    ("share_reserve", 16.0, "share"),
)  # fmt: skip
_ROOM: Columns = (("name", 40.0, "text"), ("year", 20.0, "year"), ("account", 26.0, "text"), ("need_t", 20.0, "tonnes"),
                  ("left_t", 20.0, "tonnes"), ("rest_t", 16.0, "tonnes"))  # fmt: skip
_SOURCES: Columns = (("name", 30.0, "text"), ("measure", 26.0, "text"), ("amount_t", 18.0, "tonnes"),
                     ("document", 36.0, "text"), ("cell", 16.0, "text"))  # fmt: skip
_SHARES = {"share_budget": "budget_t", "share_left": "region_left_t", "share_reserve": "reserve_t"}
_TEN_THOUSAND = 10_000


def _sheet(book: ProjectBook, key: str, columns: Columns) -> BudgetSheet:
    sheet = BudgetSheet(book, f"p-{key}", book.word(f"sheet.p-{key}"), [width for _, width, _ in columns])
    sheet.note(book.word(f"about.p-{key}"))
    return sheet


def _fields(book: ProjectBook, columns: Columns) -> list[Field]:
    return [Field(key, book.word(f"col.p-{key}"), style) for key, _, style in columns]


def _letters(columns: Columns) -> dict[str, str]:
    from xlsxwriter.utility import xl_col_to_name

    return {key: str(xl_col_to_name(at)) for at, (key, _, _) in enumerate(columns)}


def benchmarks(book: ProjectBook, material: Material, made: Made) -> dict[str, str]:
    """The products with their intensities, and each beside its levels."""
    sheet = _sheet(book, "benchmarks", _PRODUCTS)
    sheet.heading(book.word("head.products"))
    at, first = _letters(_PRODUCTS), sheet.row + 2
    own = {(each["product"], each["metric"]): each["value"] for each in material["intensities"]}
    sums = {"carbon": made["emissions"]["carbon_t"], "energy": made["energy"]["tce_after"]}
    below = {"product": "quantity", "value": "value_added", "output": "output_value"}
    rows, places = [], {}
    for line, each in enumerate(material["products"], start=first):
        row = {**each}
        for metric in _METRICS:
            what, _, per = metric.partition("_")
            cell = f"{at[below[per]]}{line}"
            text = f'=IF({cell}=0,"",{sums[what]}*{at["share"]}{line}/{cell})'
            value = own[each["product"], metric]
            row[metric] = Live(text, "" if value is None else value)
            places[each["product"], metric] = f"{at[metric]}{line}"
        rows.append(row)
    sheet.table(_fields(book, _PRODUCTS), rows)
    sheet.heading(book.word("head.compared"))
    if not material["comparisons"]:
        sheet.note(book.word("none.benchmarks"))
    else:
        sheet.table(_fields(book, _COMPARED), _compared(book, material, places, sheet.row + 2))
    sheet.finish()
    return {}


def _compared(book: ProjectBook, material: Material, places: Mapping[tuple[str, str], str],
              first: int) -> list[dict[str, Any]]:  # fmt: skip
    at, rows = _letters(_COMPARED), []
    met, missed = book.word("result.met"), book.word("result.missed")
    known = {str(each).strip().casefold(): each for each, _ in places}
    for line, each in enumerate(material["comparisons"], start=first):
        product = known.get(str(each["product"]).strip().casefold(), each["product"])
        own, limit = f"{at['own']}{line}", f"{at['limit']}{line}"
        value = each["own"]
        gap = value / each["value"] - 1 if value is not None and each["value"] else ""
        rows.append({
            "product": each["product"], "metric": each["metric_word"], "level": each["level_word"],
            "own": Live(f"={places[product, each['metric']]}", "" if value is None else value), "limit": each["value"],
            "difference": Live(f'=IF(AND(ISNUMBER({own}),{limit}<>0),{own}/{limit}-1,"")', gap),
            "met": Live(f'=IF(AND(ISNUMBER({own}),{own}<={limit}),"{met}","{missed}")', met if each["met"] else missed),
            "source": each["source"], "cell": each["cell"],
        })  # fmt: skip
    return rows


def effect(book: ProjectBook, material: Material, made: Made) -> dict[str, str]:
    """Effect on total and intensity of the place, and where there is room."""
    place, told = material["place"], material["effect"]
    sheet = _sheet(book, "effect", _YEARS)
    sheet.heading(book.word("head.total"))
    if not place["budget"]:
        sheet.note(book.word("none.budget"))
        sheet.finish()
        return {}
    found = _total(book, sheet, material, made)
    sheet.heading(book.word("head.intensity"))
    found |= _intensity(book, sheet, place, told, made)
    sheet.heading(book.word("head.room"))
    at, first = _letters(_ROOM), sheet.row + 2
    rows = [
        {**each, "rest_t": Live(f"={at['left_t']}{line}-{at['need_t']}{line}", each["left_t"] - each["need_t"])}
        for line, each in enumerate(material["room"]["rows"], start=first)
    ]
    sheet.table(_fields(book, _ROOM), rows)
    sheet.finish()
    return found


def _total(book: ProjectBook, sheet: BudgetSheet, material: Material, made: Made) -> dict[str, str]:
    """By year what the project needs and what share that is of budget, headroom and reserve."""
    at, first = _letters(_YEARS), sheet.row + 2
    needs, told = material["room"]["needs"], material["effect"]
    rows, chosen = [], ""
    for line, each in enumerate(material["place"]["years"], start=first):
        whole = each["year"] == told["year"]
        need = told["added_t"] if whole else needs.get(each["year"], 0.0)
        row = {**each, "region_left_t": each["left_t"]}
        row["need_t"] = Live(f"={made['emissions']['added_t']}", need) if whole else need
        for key, base in _SHARES.items():
            text = f'=IF({at[base]}{line}>0,{at["need_t"]}{line}/{at[base]}{line},"")'
            row[key] = Live(text, need / row[base] if row[base] > 0 else "")
        chosen = f"'{sheet.name}'!{at['share_budget']}{line}" if whole else chosen
        rows.append(row)
    sheet.table(_fields(book, _YEARS), rows)
    return {"share_budget": chosen} if chosen and told["share_budget"] is not None else {}


def _intensity(
    book: ProjectBook, sheet: BudgetSheet, place: Material, told: Material, made: Made
) -> dict[str, str]:
    """Base year, project, and the intensity of both together."""
    first = sheet.row + 2
    year = place["base_year"]
    rows: list[dict[str, Any]] = [
        {"figure": book.word("figure.base", year=year), "value": place["emissions_t"], "unit": "t CO2"},
        {"figure": book.word("figure.gdp", year=year), "value": place["gdp"], "unit": book.unit("10^8 CNY")},
        {"figure": book.word("figure.added"), "value": Live(f"={made['emissions']['added_t']}", told["added_t"]),
         "unit": "t CO2"},
        {"figure": book.word("figure.value_added"), "value": told["value_added"], "unit": book.unit("10^4 CNY")},
    ]  # fmt: skip
    found = {}
    if told["intensity_before"] is not None:
        base, gdp, added, value = (f"B{first + at}" for at in range(4))
        texts = {
            "intensity_before": f"={base}/({gdp}*{_TEN_THOUSAND})",
            "intensity_after": f"=({base}+{added})/({gdp}*{_TEN_THOUSAND}+{value})",
            "intensity_change": f"=(B{first + 5}/B{first + 4}-1)*100",
        }
        for at, (key, text) in enumerate(texts.items(), start=4):
            unit = "%" if key == "intensity_change" else f"t/{book.unit('10^4 CNY')}"
            rows.append({"figure": book.word(f"figure.{key}", name=place["name"]), "value": Live(text, told[key]),
                         "value.style": "intensity", "unit": unit})  # fmt: skip
            found[key] = f"'{sheet.name}'!B{first + at}"
    sheet.table(_fields(book, _FIGURES), rows)
    return found


def replacement(book: ProjectBook, material: Material, made: Made) -> dict[str, str]:
    """The sources of replacement, and whether they are enough."""
    told = material["replacement"]
    sheet = _sheet(book, "replacement", _SOURCES)
    free = [each for each in told["rows"] if not each["used"]]
    total = "0"
    if told["rows"]:
        placed = sheet.table(_fields(book, _SOURCES), free)
        total = f"SUM({placed.range('amount_t')})" if free else "0"
        sheet.row += 1
    else:
        sheet.note(book.word("none.sources"))
    first = sheet.row + 2
    added = made["emissions"]["added_t"]
    rows = [
        {"figure": book.word("figure.ratio"), "value": told["ratio"], "unit": ""},
        {"figure": book.word("figure.needed"), "unit": "t CO2",
         "value": Live(f"=ROUNDUP(ROUND(MAX({added},0)*B{first},6),3)", told["needed_t"])},
        {"figure": book.word("figure.given"), "value": Live(f"={total}", told["given_t"]), "unit": "t CO2"},
        {"figure": book.word("figure.reached"), "unit": "",
         "value": Live(f'=IF({added}>0,B{first + 2}/MAX({added},0),"")',
                       "" if told["reached"] is None else told["given_t"] / material["effect"]["added_t"])},
    ]  # fmt: skip
    sheet.table(_fields(book, _FIGURES), rows)
    sheet.finish()
    names = ("ratio", "needed", "given", "reached")
    return {name: f"'{sheet.name}'!B{first + at}" for at, name in enumerate(names)}
