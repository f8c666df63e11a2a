"""What every chapter of a proposal needs: the material, its facts, names by code, the words, the maker of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ghginv.reports import figures, wording
from ghginv.reports.budget_facts import FOLDER, known
from ghginv.reports.budget_material import ProposalMaterial
from ghginv.reports.budget_tables import Row, Tables, rows

CELL = ("region", "industry", "layer")


@dataclass(frozen=True)
class Setting:
    """A proposal in a language; ``kilograms`` are the totals by year."""

    material: ProposalMaterial
    lang: str
    words: Mapping[str, str]
    about: Mapping[str, Any]
    made: Tables
    regions: Sequence[Row]
    industries: Sequence[Row]
    names: Mapping[str, str]
    kilograms: Mapping[int, int]

    @property
    def years(self) -> Sequence[int]:
        """The years of the budget."""
        return self.about["years"]

    def named(self, codes: Iterable[object]) -> dict[str, str]:
        """Names by code, the code itself where there is none."""
        return {str(code): self.name(code) for code in codes}

    def name(self, code: object) -> str:
        """The name of a region, an industry or a layer."""
        return self.names.get(str(code), str(code))

    def cell(self, each: Row) -> list[str]:
        """Region, industry and layer of a row in words; what is blank holds for all."""
        return [self.name(each.get(key) or "") or self.words["all"] for key in CELL]


def setting(material: ProposalMaterial, lang: str) -> Setting:
    """The setting of a proposal; rows become plain dictionaries."""
    words = wording.words(lang, FOLDER)
    about = known(material.facts, words)
    regions, industries = rows(material.regions), rows(material.industries)
    layers = {code: names[lang != "zh"] for code, names in about["layers"].items()}
    return Setting(
        material, lang, words, about, Tables(words, lang, about["unit"]), regions, industries,
        layers | {str(each["code"]): str(each["name"]) for each in (*regions, *industries)},
        {int(each["year"]): int(each["total_kg"]) for each in rows(material.totals)},
    )  # fmt: skip


def method(row: Row, lang: str) -> str:
    """The name of a method of a blend in a language, its id where it has none."""
    name = text(row, "name_en") if lang != "zh" else ""
    return name or text(row, "name") or str(row["method"])


def there(row: Row, key: str) -> bool:
    """Whether a row says something under a key."""
    value = row.get(key)
    return not figures.missing(value) and value != ""


def text(row: Row, key: str) -> str:
    """What a row says under a key; nothing where it says nothing."""
    return str(row[key]) if there(row, key) else ""
