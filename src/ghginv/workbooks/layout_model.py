"""What a layout consists of: tables with columns, lists of options, pages; one definition, written and read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ghginv.domain import names
from ghginv.domain.terms import TERMS

HEADER_ROW = 3
MONTHS = tuple(f"month_{month}" for month in range(1, 13))
BALANCE = ("purchased", "opening_stock", "closing_stock", "sold")
NUMBERS = ("quantity", "uncertainty", "vintage", *MONTHS, *BALANCE)
_MET = 1000  # the most spellings of a list that are remembered, and the longest
ROLES = ("activity", "facilities", "output", "measured", "evidence")


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a drop-down: a category, an item, a technology or a notation key.

    ``unit`` is an item's canonical unit, ``fuel`` what a vehicle, aircraft or machine burns. ``categories`` are those
    it may stand in (empty: all of its table), ``terms`` those that may be given for it and ``technologies`` those of
    which one must be chosen for it (None: any of its table, or none).
    """

    code: str
    zh: str
    en: str
    numbered: bool = False
    unit: str = ""
    fuel: str = ""
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    terms: tuple[str, ...] | None = None
    technologies: tuple[str, ...] | None = None

    def label(self, lang: str = "zh") -> str:
        """What the drop-down shows; categories and notation keys show their code."""
        name = self.zh if lang == "zh" else self.en
        return f"{self.code} {name}" if self.numbered else name


@dataclass(frozen=True, slots=True)
class Options:
    """The list of a drop-down."""

    name: str
    entries: tuple[Option, ...]
    known: Mapping[str, tuple[str, ...]] = field(repr=False)
    _met: dict[str, Option | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, name: str, entries: Iterable[Option]) -> Options:
        """A list that understands codes, names in both languages, labels and aliases."""
        listed = tuple(entries)
        spellings = (
            (entry.code, (entry.code, entry.zh, entry.en, entry.label("zh"), entry.label("en"), *entry.aliases))
            for entry in listed
        )
        return cls(name, listed, names.index(spellings))

    def code(self, code: str) -> Option | None:
        """The option of this code, or None."""
        return next((entry for entry in self.entries if entry.code == code), None)

    def find(self, text: str) -> Option | None:
        """The option that a text means, or None."""
        if text not in self._met:
            codes = self.known.get(names.plain(text), ())
            found = self.code(codes[0]) if codes else None
            if len(self._met) > _MET or len(text) > _MET:
                return found
            self._met[text] = found
        return self._met[text]

    def nearest(self, text: str) -> list[Option]:
        """Up to three options close to a text, best first."""
        return [entry for entry in map(self.code, names.nearest(text, self.known)) if entry]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``field`` is a part of the record or a term. A ``signed`` one may hold numbers below 0."""

    field: str
    zh: str
    en: str
    unit: str = ""
    options: str = ""
    width: int = 16
    required: bool = False
    hint_zh: str = ""
    hint_en: str = ""
    signed: bool = False

    @property
    def is_term(self) -> bool:
        """Whether the column holds measured or local values of a term."""
        return self.field in TERMS and self.field != "quantity"

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers."""
        return self.is_term or self.field in NUMBERS

    def header(self, lang: str = "zh") -> str:
        """The header cell: name, unit, and the English name on a line of its own."""
        lines = [f"{self.zh}*" if self.required else self.zh]
        lines += [self.en] if lang == "en" else []
        unit = {"1": "小数 0-1" if lang == "zh" else "fraction 0-1"}.get(self.unit, self.unit)
        return "\n".join([*lines, f"({unit})"] if unit else lines)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of records; ``about`` is its line in the contents, ``guide`` stands above its table.

    ``role`` says what a row is: activity data, a facility, output, a measured value, a piece of evidence.
    """

    sheet: str
    en: str
    rows: int
    columns: tuple[Column, ...]
    category: str = ""
    sector: str = ""
    about_zh: str = ""
    about_en: str = ""
    guide_zh: str = ""
    guide_en: str = ""
    role: str = "activity"

    @property
    def months(self) -> tuple[Column, ...]:
        """The twelve columns of months, or none."""
        return tuple(column for column in self.columns if column.field in MONTHS)

    def column(self, field_name: str) -> Column | None:
        """The first column of a field, or None."""
        return next((column for column in self.columns if column.field == field_name), None)


@dataclass(frozen=True, slots=True)
class Sector:
    """A group of sheets; ``colour`` is that of their tabs."""

    id: str
    zh: str
    en: str
    colour: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the sheet of basic facts; ``options`` names the list it is chosen from, if any."""

    field: str
    zh: str
    en: str
    required: bool = False
    options: str = ""
    hint_zh: str = ""
    hint_en: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that is no table: the guide, the basic facts."""

    sheet: str
    en: str
    zh_lines: tuple[str, ...] = ()
    en_lines: tuple[str, ...] = ()
    entries: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class IndustryTemplate:
    """The industry that an enterprise's workbook is made for.

    ``guideline`` is the name of the enterprise guideline as in the list of industries, ``gbt4754`` the codes (with all
    below them) it serves; ``depth`` is ``full`` where process sources and measured parameters are asked for, else
    ``common``.
    """

    id: str
    zh: str
    en: str
    guideline: str
    source_id: str
    gbt4754: tuple[str, ...]
    depth: str
    categories: Mapping[str, str]

    def serves(self, industry: str) -> bool:
        """Whether an industry of GB/T 4754 belongs to this template."""
        return any(industry.startswith(code) for code in self.gbt4754)


@dataclass(frozen=True, slots=True)
class Layout:
    """A template: its pages, tables, lists and the units offered for each canonical unit.

    ``industry`` and the page to sign are those of an enterprise's workbook.
    """

    kind: str
    version: str
    zh: str
    en: str
    compatible: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]
    guide: Page
    facts: Page
    sectors: tuple[Sector, ...]
    tables: tuple[Table, ...]
    options: Mapping[str, Options] = field(repr=False)
    industry: IndustryTemplate | None = None
    signature: Page | None = None
    _kept: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """A short hash of what a reader relies on: sheets and headers. Guidance and lists may change freely."""
        if not self._kept:
            self._kept.append(self._hashed())
        return self._kept[0]

    def _hashed(self) -> str:
        sheets = [[table.sheet, [[c.field, c.zh, c.unit] for c in table.columns]] for table in self.tables]
        facts = [self.facts.sheet, [[fact.field, fact.zh] for fact in self.facts.entries]]
        kind = f"{self.kind}/{self.industry.id}" if self.industry else self.kind
        text = json.dumps([kind, facts, sheets], ensure_ascii=False)
        return sha256(text.encode()).hexdigest()[:16]

    def lists(self, field_name: str) -> Mapping[str, Options]:
        """By sheet, the list from which this field is chosen."""
        found = {table.sheet: table.column(field_name) for table in self.tables}
        return {sheet: self.options[column.options] for sheet, column in found.items() if column and column.options}
