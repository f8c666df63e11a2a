"""The layout of a template as data: one definition, written by ``build`` and read by ``judge``.

``templates/workbooks/<kind>.toml`` holds guidance, basic facts and fields; ``<kind>/<sector>.toml`` the sheets of a
sector and ``<kind>/<sector>_options.csv`` what their drop-downs offer. Sectors stand in the order of ``[[sectors]]``.
Names of categories, items, regions and terms are not repeated there: they come from the domain.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from ghginv import folders
from ghginv.domain import categories, items, names, regions
from ghginv.domain.notation import NOTATION_KEYS
from ghginv.domain.terms import TERMS

HEADER_ROW = 3
NUMBERS = ("quantity", "uncertainty", "vintage")


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
        codes = self.known.get(names.plain(text), ())
        return self.code(codes[0]) if codes else None

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
    """One sheet of records; ``about`` is its line in the contents, ``guide`` stands above its table."""

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
    """One line of the sheet of basic facts."""

    field: str
    zh: str
    en: str
    required: bool = False
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
class Layout:
    """A template: its pages, tables, lists and the units offered for each canonical unit."""

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

    @property
    def digest(self) -> str:
        """A short hash of what a reader relies on: sheets and headers. Guidance and lists may change freely."""
        sheets = [[table.sheet, [[c.field, c.zh, c.unit] for c in table.columns]] for table in self.tables]
        facts = [self.facts.sheet, [[fact.field, fact.zh] for fact in self.facts.entries]]
        text = json.dumps([self.kind, facts, sheets], ensure_ascii=False)
        return sha256(text.encode()).hexdigest()[:16]

    def lists(self, field_name: str) -> Mapping[str, Options]:
        """By sheet, the list from which this field is chosen."""
        found = {table.sheet: table.column(field_name) for table in self.tables}
        return {sheet: self.options[column.options] for sheet, column in found.items() if column and column.options}


def load(kind: str = "inventory") -> Layout:
    """The layout of a kind of template. Raises ValueError where the data contradict themselves."""
    data = _read(kind)
    sectors = tuple(Sector(**each) for each in data["sectors"])
    options = _options(kind, [sector.id for sector in sectors])
    tables = tuple(
        _table({**table, "sector": sector.id}, data["fields"], options)
        for sector in sectors
        for table in _read(f"{kind}/{sector.id}")["tables"]
    )
    return Layout(
        kind=data["kind"],
        version=data["version"],
        zh=data["zh"],
        en=data["en"],
        compatible=tuple(data["compatible"]),
        units={unit: tuple(offered) for unit, offered in data["units"].items()},
        guide=_page(data["guide"]),
        facts=_page(data["facts"]),
        sectors=sectors,
        tables=tables,
        options=options,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(folders.file("templates", f"workbooks/{name}.toml").read_text("utf-8"))


def _page(data: Mapping[str, Any]) -> Page:
    lines = {name: tuple(data.get(name, ())) for name in ("zh_lines", "en_lines")}
    return Page(data["sheet"], data["en"], **lines, entries=tuple(Fact(**entry) for entry in data.get("entries", ())))


def _table(data: Mapping[str, Any], fields: Mapping[str, Any], options: Mapping[str, Options]) -> Table:
    entries = [entry if isinstance(entry, dict) else {"field": entry} for entry in data["columns"]]
    columns = tuple(_column(entry, fields) for entry in entries)
    for column in columns:
        if column.options and column.options not in options:
            raise ValueError(f"{data['sheet']}: no list {column.options} for {column.field}")
    return Table(**{**data, "columns": columns})


def _column(entry: Mapping[str, Any], fields: Mapping[str, Any]) -> Column:
    name = entry["field"]
    if name in fields:
        return Column(**{**fields[name], **entry})
    term = TERMS[name]
    hints = {"hint_zh": "选填；实测或本地数值，留空取缺省值", "hint_en": "optional; measured or local; blank: default"}
    if entry.get("required"):
        hints = {"hint_zh": "本地调查或统计数值", "hint_en": "local survey or statistics"}
    english = term.en[0].upper() + term.en[1:]
    known = {"zh": term.zh, "en": english, "unit": " 或 ".join(term.units), "width": 13, **hints}
    return Column(**{**known, **entry})


def _options(kind: str, sectors: Iterable[str]) -> dict[str, Options]:
    lists: dict[str, list[Option]] = {
        "notation": [Option(key, zh, en, numbered=True) for key, (zh, en) in NOTATION_KEYS.items()]
    }
    for sector in sectors:
        for _, row in folders.rows(folders.file("templates", f"workbooks/{kind}/{sector}_options.csv")):
            terms, technologies = _codes(row["terms"]), _codes(row["technologies"])
            option = Option(row["code"], row["zh"], row["en"]) if row["zh"] else _named(row["code"])
            option = replace(option, categories=_codes(row["categories"]) or (), terms=terms, technologies=technologies)
            lists.setdefault(row["list"], []).append(option)
    return {name: Options.of(name, entries) for name, entries in lists.items()}


def _codes(text: str) -> tuple[str, ...] | None:
    """The codes of a cell; a dash is an empty list, a blank none at all."""
    return tuple(code for code in text.split(";") if code != "-") if text else None


def _named(code: str) -> Option:
    """A category, an item or a region by its code, with the names it has there."""
    if code in categories.tree():
        node = categories.tree()[code]
        return Option(code, node.zh, node.en, numbered=True)
    if regions.known(code):
        region = regions.find_code(code)
        return Option(code, region.zh, region.en, aliases=(region.short, f"{region.short}电网"))
    item = items.find_code(code)
    parent = items.load().get(item.parent)
    fuel = parent.code if parent and item.unit != parent.unit else ""
    return Option(code, item.zh, item.en, unit=item.unit, fuel=fuel, aliases=item.aliases)
