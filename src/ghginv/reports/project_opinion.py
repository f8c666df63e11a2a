"""The opinion on the carbon evaluation of a project 碳排放评价意见, by the items of NDRC order 31.

The material is plain values (``workspace.budgets.project_material``); evidence marks stand beside what they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ghginv.reports import wording
from ghginv.reports.budget_tables import Tables, fitted
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.figures import NOTHING

FOLDER = "reports/project"
_STRUCTURE = ("total", "equal", "fossil", "renewable", "feedstock", "coal_t")
_PARTS = ("energy", "process", "indirect")
_EFFECT = ("share_budget", "share_left", "share_reserve", "intensity_before", "intensity_after", "intensity_change")
Material = Mapping[str, Any]
Cells = list[list[object]]
Parts = tuple[Sequence[str], Cells, Sequence[int], Sequence[int]]
"""Columns, cells, the columns that are numbers, the rows that stand out."""


def opinion(material: Material, lang: str = "zh") -> Document:
    """The opinion as a document."""
    words = wording.words(lang, FOLDER)
    made = _Made(material, Tables(words, lang, ""), lang)
    prepared = made.tables()
    totals, effect, replaced = material["totals"], material["effect"], material["replacement"]
    place = material["place"]
    facts = {
        "name": material["name"], "owner": material["owner"], "conclusion": material["conclusion_word"],
        "reviewer": material["reviewer"], "article": material["article"], "tce": number(totals["tce"]),
        "counted": material["counted_word"], "coal": number(totals["coal"]), "high": number(totals["tce_high"]),
        "carbon": number(totals["carbon_t"]), "added": number(totals["added_t"]),
        "other": number(totals["other_t"]) if totals["other_t"] else "", "budget": place["budget"],
        "place": place["name"], "year": effect["year"], "base_year": place["base_year"],
        "source": material["room"]["source"], "required": replaced["required"], "needed": number(replaced["needed_t"]),
        "given": number(replaced["given_t"]), "ratio": f"{replaced['ratio']:g}",
        "ratio_citation": replaced["citation"], "has": frozenset(prepared),
    }  # fmt: skip
    blocks = wording.blocks(f"outline.opinion.{lang}.jinja", facts, prepared, FOLDER)
    title = wording.plain(words["title"].format(name=material["name"]))
    warning = wording.plain(place["warning"])
    return Document(title, tuple(_head(material, words)), lang, warning, tuple(fitted(blocks)), False)


def number(value: object, digits: int = 3) -> str:
    """A figure as printed: thousands apart, at most so many decimals, no zeros behind.

    >>> number(1234.5), number(None), number(0.0)
    ('1,234.5', '—', '0')
    """
    if value is None or value == "":
        return NOTHING
    text = f"{float(value):,.{digits}f}"  # type: ignore[arg-type]
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if shown == "-0" else shown


def significant(value: object) -> str:
    """A ratio with six significant digits."""
    return NOTHING if value is None or value == "" else f"{float(value):.6g}"  # type: ignore[arg-type]


def _head(material: Material, words: Mapping[str, str]) -> Iterator[str]:
    """The lines under the title."""
    place = material["place"]
    told = [("project", material["id"]), ("owner", material["owner"]), ("budget", place["budget"]),
            ("conclusion", material["conclusion_word"])]  # fmt: skip
    said = [words["line"].format(name=words[f"fact.{key}"], value=value) for key, value in told if value]
    yield wording.plain(words["and"].replace("_", " ").join(said))
    basis = words["line"].format(name=words["fact.basis"], value=words[f"basis.{place['basis']}"])
    yield wording.plain(words["and"].replace("_", " ").join((basis, words["fact.unit"])))


class _Made:
    """The tables of an opinion."""

    def __init__(self, material: Material, made: Tables, lang: str):
        self.material, self.made, self.lang = material, made, lang

    def tables(self) -> dict[str, Table | Chart]:
        """Every table that has rows."""
        found: dict[str, Table | Chart] = {}
        for name in ("reasons", "facts", "energy", "structure", "emissions", "totals", "intensities", "comparisons",
                     "effect", "room", "replacement", "measures", "factors", "parameters"):  # fmt: skip
            columns, cells, numeric, strong = getattr(self, f"_{name}")()
            if cells:
                found[name] = self.made.table(name, columns, cells, numeric, strong)
        return found

    def _reasons(self) -> Parts:
        cells: Cells = [
            [each["weight_word"], each["article"],
             " ".join(filter(None, (each["place"], each["text"]))), self.made.mark(each["status"])]
            for each in self.material["reasons"]
        ]  # fmt: skip
        return ("weight", "article", "reason", "mark"), cells, (), ()

    def _facts(self) -> Parts:
        return ("fact", "value"), [[each["fact"], each["value"]] for each in self.material["facts"]], (), ()

    def _energy(self) -> Parts:
        rows = self.material["energy"]
        cells: Cells = [
            [each["item"], each["use_word"], number(each["before"]), number(each["after"]), each["unit_word"],
             number(each["tce_after"]), number(each["equal_after"]), number(each["coal_after"])]
            for each in rows
        ]  # fmt: skip
        sums = [sum(each[key] for each in rows) for key in ("tce_after", "equal_after", "coal_after")]
        cells.append([self.made.words["sum"], "", "", "", "", *map(number, sums)])
        columns = ("item", "use", "before", "after", "unit", "tce", "equal", "coal")
        return columns, cells, (2, 3, 5, 6, 7), (len(cells) - 1,)

    def _structure(self) -> Parts:
        totals = self.material["totals"]
        cells: Cells = [[self.made.words[f"figure.{key}"], number(totals[key])] for key in _STRUCTURE]
        return ("figure", "quantity"), cells, (1,), ()

    def _emissions(self) -> Parts:
        cells: Cells = [
            [each["item"], self.made.words[f"figure.{each['part']}"], each["gas"], number(each["before_t"]),
             number(each["after_t"]), number(each["after_t"] - each["before_t"])]
            for each in self.material["emissions"]
        ]  # fmt: skip
        return ("item", "part", "gas", "before", "after", "added"), cells, (3, 4, 5), ()

    def _totals(self) -> Parts:
        totals = self.material["totals"]
        cells: Cells = [[self.made.words[f"figure.{part}"], number(totals[f"{part}_t"])] for part in _PARTS]
        cells.append([self.made.words["sum"], number(totals["carbon_t"])])
        return ("part", "after"), cells, (1,), (len(_PARTS),)

    def _intensities(self) -> Parts:
        cells: Cells = [
            [each["product"], each["metric_word"], significant(each["value"]), each["unit"]]
            for each in self.material["intensities"]
        ]
        return ("product", "metric", "own", "unit"), cells, (2,), ()

    def _comparisons(self) -> Parts:
        result = {met: self.made.words[f"result.{key}"] for met, key in ((True, "met"), (False, "missed"))}
        cells: Cells = [
            [each["product"], each["metric_word"], each["level_word"], significant(each["own"]),
             significant(each["value"]), result[each["met"]], each["source"]]
            for each in self.material["comparisons"]
        ]  # fmt: skip
        return ("product", "metric", "level", "own", "limit", "met", "source"), cells, (3, 4), ()

    def _effect(self) -> Parts:
        told, side = self.material["effect"], self.lang != "zh"
        grades = {"share_budget": told["grade"][side], "intensity_change": told["intensity_grade"][side]}
        cells: Cells = [
            [self.made.words[f"figure.{key}"], significant(told[key]), grades.get(key, "")] for key in _EFFECT
        ]
        return ("figure", "value", "grade"), cells, (1,), ()

    def _room(self) -> Parts:
        rows = self.material["room"]["rows"]
        cells: Cells = [
            [str(each["year"]), each["name"], number(each["need_t"]), number(each["left_t"]),
             number(each["left_t"] - each["need_t"]), self.made.words["chosen"] if each["chosen"] else ""]
            for each in rows
        ]  # fmt: skip
        strong = [at for at, each in enumerate(rows) if each["chosen"]]
        return ("year", "account", "need", "left", "rest", "grade"), cells, (2, 3, 4), strong

    def _replacement(self) -> Parts:
        cells: Cells = [
            [each["name"], each["measure"], number(each["amount_t"]), each["document"], each["used"]]
            for each in self.material["replacement"]["rows"]
        ]
        return ("name", "measure", "amount", "document", "used"), cells, (2,), ()

    def _measures(self) -> Parts:
        names = ("saving_tce", "abatement_t", "investment")
        cells: Cells = [
            [each["measure"], *(number(each[name]) for name in names)] for each in self.material["measures"]
        ]
        return ("measure", "saving", "abatement", "investment"), cells, (1, 2, 3), ()

    def _factors(self) -> Parts:
        rows: dict[tuple[object, ...], None] = {}
        for line in self.material["energy"]:
            rows[line["item"], self.made.words["col.tce"], significant(line["coefficient"]), line["coefficient_unit"],
                 line["source"], self.made.mark(line["status"])] = None  # fmt: skip
            if line["equal"] != line["coefficient"]:
                rows[line["item"], self.made.words["col.equal"], significant(line["equal"]), line["coefficient_unit"],
                     line["equal_source"], self.made.mark(line["equal_status"])] = None  # fmt: skip
        for line in self.material["emissions"]:
            for term in line["terms"]:
                rows[line["item"], term["title"], significant(term["value"]), term["unit"], term["source"],
                     self.made.mark(term["status"])] = None  # fmt: skip
        return ("item", "parameter", "value", "unit", "source", "mark"), [list(row) for row in rows], (2,), ()

    def _parameters(self) -> Parts:
        cells: Cells = [
            [each["title"], each["value"], each["citation"], self.made.mark(each["status"])]
            for each in self.material["parameters"]
        ]
        return ("parameter", "value", "source", "mark"), cells, (1,), ()
