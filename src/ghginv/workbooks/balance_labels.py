"""The words of the energy balance table 能源平衡表: which row and which column a printed label means.

Labels differ between editions and provinces in numbering, blanks, punctuation and wording. What is told apart is in
``templates/workbooks/energy_balance_rows.csv`` and ``energy_balance_columns.csv``; here a label is only stripped to its
bare signs and looked up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ghginv import folders
from ghginv.domain import items

_BRACKETED = re.compile(r"[(\[{【〔<].*?[)\]}】〕>]")
_NUMBERING = re.compile(r"(其中|[一二三四五六七八九十]|\d+|[ivx]+(?=[^a-z])|[a-z](?=[^a-z]))")
_LATIN = re.compile(r"[A-Za-z]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# 其他 and 其它, 和 and 及, with and without 的 are the same words in every edition.
_SAME = str.maketrans({"它": "他", "和": None, "及": None, "与": None, "的": None})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, below the heading whose id is ``block``.

    ``part_of`` is the row it adds up to; ``adds`` whether it is an addend there (``yes``, ``no``, ``maybe``: editions
    differ). ``sign`` is ``-`` where the label carries a minus, ``+`` where a number cannot be negative, else ``both``.
    A row with a ``category`` gives activities; ``quantity`` is ``published`` (sign as in the table) or ``input`` (what
    is burnt is negative in the table). ``electricity_heat`` says whether electricity and heat give activities, too,
    ``summed`` whether the row should equal the sum of its parts.
    """

    row: str
    block: str
    part_of: str
    adds: str
    sign: str
    category: str
    quantity: str
    electricity_heat: bool
    required: bool
    summed: bool
    zh: str
    en: str
    aliases: tuple[str, ...]

    @property
    def heading(self) -> bool:
        """Whether the row opens a block."""
        return self.row == self.block


@dataclass(frozen=True, slots=True)
class Item:
    """A column of the table. ``kind`` is ``fuel``, ``energy`` (electricity, heat), ``sum`` or ``ignored``.

    Names and the canonical ``unit`` are those of the list of items; ``usual_unit`` and ``digits`` (decimals) are what
    the yearbook prints. ``part_of`` and ``adds`` are as in a row.
    """

    item: str
    kind: str
    unit: str
    usual_unit: str
    part_of: str
    adds: str
    digits: int
    zh: str
    en: str
    aliases: tuple[str, ...]


Known = TypeVar("Known", bound=Row | Item)


@dataclass(frozen=True)
class Vocabulary:
    """All rows and columns that an energy balance may have, in the order of the fullest edition."""

    rows: Mapping[str, Row]
    items: tuple[Item, ...]

    @cached_property
    def _rows_by_label(self) -> Mapping[str, list[Row]]:
        return _index(self.rows.values())

    @cached_property
    def _items_by_label(self) -> Mapping[str, list[Item]]:
        return _index(self.items)

    def row(self, label: str, block: str = "") -> Row | None:
        """The row that a label means below the heading ``block``; a heading is itself wherever it stands."""
        for form in _forms(label):
            meant = self._rows_by_label.get(form, [])
            for row in meant:
                if row.heading or row.block == block:
                    return row
            if len(meant) == 1 or (meant and not block):
                return meant[0]
        return None

    def item(self, label: str) -> Item | None:
        """The column that a header means."""
        return next((self._items_by_label[form][0] for form in _forms(label) if form in self._items_by_label), None)

    def below(self, row: Row) -> list[Row]:
        """The rows that add up to a row, those of some editions included."""
        return [part for part in self.rows.values() if part.part_of == row.row and part.adds != "no"]

    def near_rows(self, label: str, block: str = "") -> list[str]:
        """Names of rows close to an unknown label, best first."""
        return _near(label, [row for row in self.rows.values() if block in ("", row.block)])

    def near_items(self, label: str) -> list[str]:
        """Names of columns close to an unknown header, best first."""
        return _near(label, [item for item in self.items if item.kind != "ignored"])


def vocabulary() -> Vocabulary:
    """The vocabulary as it stands in the workspace or in the shipped templates."""
    rows = {row.row: row for row in _read_rows(folders.file("templates", "workbooks/energy_balance_rows.csv"))}
    columns = tuple(_read_items(folders.file("templates", "workbooks/energy_balance_columns.csv")))
    return Vocabulary(rows, columns)


def chinese(text: str) -> bool:
    """Whether a label is Chinese; where a table prints both languages, the Chinese one counts."""
    return bool(_CHINESE.search(text))


def bare(label: str) -> str:
    """A label without blanks, punctuation, width and wording that does not tell rows apart.

    >>> bare("５．批发、零售业 和住宿、餐饮业"), bare("其 它 洗 煤"), bare("Sending Out (-)")
    ('5批发零售业住宿餐饮业', '其他洗煤', 'sendingout')
    """
    plain = unicodedata.normalize("NFKC", label).casefold()
    return "".join(sign for sign in plain if sign.isalnum()).translate(_SAME)


def _forms(label: str) -> Iterator[str]:
    """What a label may be without numbering, footnote mark, what stands in brackets, and English beside Chinese."""
    outside = _BRACKETED.sub("", unicodedata.normalize("NFKC", label))
    alone = _LATIN.sub("", outside) if chinese(outside) else outside
    for form in dict.fromkeys((bare(label), bare(outside), bare(alone))):
        rest = form
        while rest:
            yield rest
            yield rest.rstrip("0123456789")
            numbering = _NUMBERING.match(rest)
            if not numbering:
                break
            rest = rest[numbering.end() :]


def _index(known: Iterable[Known]) -> Mapping[str, list[Known]]:
    index: dict[str, list[Known]] = {}
    for one in known:
        names = (one.zh, one.en, *one.aliases)
        for label in dict.fromkeys(bare(name) for name in names if name):
            index.setdefault(label, []).append(one)
    return index


def _near(label: str, known: Iterable[Row | Item]) -> list[str]:
    names = {bare(name): each.zh for each in known for name in (each.zh, each.en, *each.aliases)}
    close = [name for form in _forms(label) for name in get_close_matches(form, list(names), n=3, cutoff=0.5)]
    return list(dict.fromkeys(names[name] for name in close))[:3]


def _read_rows(path: Path) -> Iterator[Row]:
    for _, row in folders.rows(path):
        flags = {name: row[name] == "yes" for name in ("electricity_heat", "required", "summed")}
        yield Row(**{**row, **flags, "aliases": _split(row["aliases"])})  # type: ignore[arg-type]


def _read_items(path: Path) -> Iterator[Item]:
    for _, row in folders.rows(path):
        aliases, digits = _split(row.pop("aliases")), int(row.pop("digits"))
        if row["kind"] == "ignored":
            yield Item(**row, digits=digits, unit="", zh=aliases[0], en="", aliases=aliases)
        else:
            known = items.load()[row["item"]]
            names = (*known.aliases, *aliases)
            yield Item(**row, digits=digits, unit=known.unit, zh=known.zh, en=known.en, aliases=names)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in aliases.split(";") if alias.strip())
