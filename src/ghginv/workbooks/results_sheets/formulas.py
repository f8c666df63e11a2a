"""A sheet for each formula: a row an emission, a column a named step, each a live formula over inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.calculation import steps
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.domain import categories, items, units
from ghginv.domain.terms import TERMS
from ghginv.formulas import find
from ghginv.formulas.words import CONSTANTS
from ghginv.readings import cells, prose
from ghginv.readings.grammar import RESULT
from ghginv.workbooks.results_sheets.inputs import Inputs, unit_name
from ghginv.workbooks.results_sheets.page import A3, Book, Field, Live, Page

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

Row = tuple[str, int]
"""An emission row: its activity and its choice."""


class Calculation:
    """The sheet of one formula, and where each of its emission rows stands."""

    def __init__(self, book: Book, inventory: Inventory, inputs: Inputs, name: str):
        self.book = book
        self.inputs = inputs
        self.formula = find(name)
        self.places: dict[Row, int] = {}
        self.rows = steps.steps(inventory, name)
        derivation = steps.derivation(name)
        chosen = inventory.choices[inventory.choices["formula"] == name]
        self.choices = chosen.set_index("choice_id").to_dict("index")
        self.terms = {number: _by_name(choice["terms"]) for number, choice in self.choices.items()}
        given = {term for terms in self.terms.values() for term in terms}
        self.defaults = derivation.defaults
        self.arguments = [term for term in derivation.arguments[1:] if term in given]
        self.steps = [step.name for step in derivation.steps]
        self.values = inventory.parameters.set_index("parameter_id")[["value", "unit"]].to_dict("index")
        lines = "；".join(prose.in_symbols(self.formula))
        equation = book.word("equation", equation=lines, source=self.formula.equation.source)
        caption = f"{self.formula.equation.title(book.lang)} {name}"
        self.page = Page(book, f"calculation:{name}", caption, self._fields(), notes=[equation])
        for number, record in enumerate(self.rows.to_dict("records")):
            self._put(number, record)
        self.page.finish(freeze=4, filtered=True, paper=A3)

    def _fields(self) -> list[Field]:
        word = self.book.word
        units_of = {term: self._units(term) for term in self.arguments}
        return [
            Field("activity_id", word("header.activity_id"), 22),
            Field("category", word("header.category"), 10),
            Field("category_name", word("header.category_name"), 34),
            Field("item", word("header.item"), 16),
            Field("gas", word("header.gas"), 9),
            Field("quantity", f"{word('header.quantity')}\nAD", 18, "quantity"),
            Field("unit", word("header.unit"), 10),
            *(Field(term, _title(term, units_of[term], self.book.lang), 15, "value") for term in self.arguments),
            *(
                Field(step, _title(step, TERMS[step].unit(), self.book.lang), 18, "quantity")
                for step in self.steps[:-1]
            ),
            Field(RESULT, word("header.result", unit=self.formula.equation.result), 20, "quantity"),
            Field("mass", word("header.mass"), 20, "grams"),
            Field("gwp", word("header.gwp"), 8, "value"),
            Field("co2e", word("header.co2e"), 20, "grams"),
            Field("note", word("header.note"), 40, "wrap"),
        ]

    def _units(self, term: str) -> str:
        used = dict.fromkeys(terms[term]["unit"] for terms in self.terms.values() if term in terms)
        return " | ".join(used)

    def _put(self, number: int, record: Mapping[str, Any]) -> None:
        self.places[record["activity_id"], record["choice_id"]] = number
        choice, terms = self.choices[record["choice_id"]], self.terms[record["choice_id"]]
        references = {name: self.page.cell(number, name) for name in ("quantity", *self.arguments, *self.steps[:-1])}
        live = dict(cells.live(self.formula, references))
        lang = self.book.lang
        mass, gwp = self.page.cell(number, "mass"), self.page.cell(number, "gwp")
        values = {
            "activity_id": record["activity_id"],
            "category": record["source_category"],
            "category_name": source_name(record["source_category"], lang),
            "item": items.find_code(record["item"]).name(lang),
            "gas": record["gas"],
            "quantity": Live(f"={self.inputs.quantity(record['activity_id'])}", record["quantity"]),
            "unit": unit_name(record["unit"], lang),
            **{term: self._term(term, terms, record[term]) for term in self.arguments},
            **{step: Live(live[step], record[step]) for step in self.steps},
            "mass": Live(f"=ROUND({self.page.cell(number, RESULT)},6)", record["mass_g"] / GRAMS_PER_TONNE),
            "gwp": Live(f"={self.inputs.potential(choice['gas'], choice['gwp'])}", choice["gwp"]),
            "co2e": Live(f"=ROUND({mass}*{gwp},6)", record["co2e_g"] / GRAMS_PER_TONNE),
            "note": choice["note_zh"] if lang == "zh" else choice["note_en"],
        }
        self.page.put(number, values)

    def _term(self, term: str, terms: Mapping[str, Any], value: float) -> Live:
        """A link to the parameter; times the factor between the units where it is cited in another scale."""
        if term not in terms:
            return Live(f"=({CONSTANTS[self.defaults[term]].text})", value)
        cited = self.values[terms[term]["parameter_id"]]
        address = self.inputs.parameter(terms[term]["parameter_id"])
        if cited["value"] == value:
            return Live(f"={address}", value)
        return Live(f"={address}*{float(units.factor(cited['unit'], terms[term]['unit']))!r}", value)


def source_name(category: str, lang: str) -> str:
    """The name of a category of our own tree; blank for the reference approach."""
    return categories.tree()[category].name(lang) if category in categories.tree() else ""


def _by_name(terms: str) -> dict[str, dict[str, Any]]:
    return {term["name"]: term for term in json.loads(terms)}


def _title(term: str, unit: str, lang: str) -> str:
    return f"{TERMS[term].title(lang)} {TERMS[term].symbol}\n({unit})"
