"""Industries 国民经济行业 (GB/T 4754-2017): sections, divisions, groups, and the guideline for their enterprises.

The list is ``emission_factors/industries.csv`` (``code, parent, zh, en, level, guideline, sector, department,
source_id, status, guideline_status``). Which of the 24 enterprise guidelines serves an industry is recalled or
doubtful, as ``guideline_status`` says; some industries name several.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv import folders
from ghginv.domain import names
from ghginv.errors import UsageError
from ghginv.findings import Finding

LEVELS = ("section", "division", "group", "class")


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry; ``sector`` and ``department`` (主管部门) are Chinese, ``guidelines`` the enterprise guidelines."""

    code: str
    parent: str
    zh: str
    en: str
    level: str
    guidelines: tuple[str, ...]
    sector: str
    department: str
    source_id: str
    status: str
    guideline_status: str

    def name(self, lang: str = "zh") -> str:
        """The name for people; groups have a Chinese one only."""
        return (self.en if lang == "en" else self.zh) or self.zh


@dataclass(frozen=True, slots=True)
class _List:
    industries: Mapping[str, Industry]
    names: Mapping[str, tuple[str, ...]]


def load() -> Mapping[str, Industry]:
    """All industries by code, parents before children. BrokenFile names the line of a double code or missing parent."""
    return _list().industries


def known(code: str) -> bool:
    """Is there an industry with this code?"""
    return code in load()


def find_code(code: str) -> Industry:
    """The industry with this code; UsageError with the nearest ones when there is none."""
    if code not in load():
        near = "、".join(f"{near} {load()[near].zh}" for near in nearest(code)) or "-"
        raise UsageError(Finding("industry-code-unknown", found=code, details={"near": near}))
    return load()[code]


def find(text: str) -> Industry | None:
    """The widest industry of this code or name, or None."""
    codes = _list().names.get(names.plain(text), ())
    return load()[codes[0]] if codes else None


def nearest(text: str) -> list[str]:
    """Codes of the industries whose names come closest to ``text``, best first, for a message."""
    return names.nearest(text, _list().names)


def chain(code: str) -> tuple[str, ...]:
    """The industry, then what it is part of. UsageError for an unknown code.

    >>> chain("311")
    ('311', '31', 'C')
    """
    codes = [find_code(code).code]
    while parent := load()[codes[-1]].parent:
        codes.append(parent)
    return tuple(codes)


@folders.remembered
def _list() -> _List:
    path = folders.file("emission_factors", "industries.csv")
    industries: dict[str, Industry] = {}
    for line, row in folders.rows(path):
        guidelines = tuple(name for name in row.pop("guideline").split("|") if name)
        industry = Industry(guidelines=guidelines, **row)
        if industry.code in industries or (industry.parent and industry.parent not in industries):
            raise folders.BrokenFile(f"{path}:{line}: {industry.code} stands twice or has no parent above it")
        industries[industry.code] = industry
    named = ((each.code, (each.code, each.zh, each.en)) for each in industries.values())
    return _List(industries, names.index(named))
