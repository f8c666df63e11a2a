"""The factor library 排放因子库: every cited number, refused as a whole when a row is uncited, double or contradictory.

Each ``emission_factors/<topic>.csv`` is a table of parameters (columns: ``rows.COLUMNS``); ``sources.csv`` names the
documents. A file of the workspace stands before the shipped one of the same name, and further tables may stand beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import combinations
from math import inf
from operator import attrgetter
from pathlib import Path

from ghginv import folders
from ghginv.domain import categories, items, regions, units
from ghginv.domain.records import Parameter
from ghginv.errors import InputError
from ghginv.factors import rows
from ghginv.factors.rows import Known, Line
from ghginv.findings import Finding, errors

# Lists that stand in the same folder and hold no parameters.
_LISTS = frozenset(
    "budget_methods.csv budget_paths.csv gases.csv gwp.csv industries.csv regions.csv sources.csv units.csv".split()
)
_SCOPE = attrgetter("name", "factor_set", "region", "category", "item", "technology", "gas")
_CONTENT = attrgetter(*(each.name for each in fields(Parameter)))


@dataclass(frozen=True)
class Measured:
    """For what something was measured: categories by enterprise (empty: the region) and item, and whether by month.

    A value typed in a row of a region's workbook is about that category and item alone, one of an enterprise about all
    that looks its item up, and without a category about every use of it.
    """

    categories: Mapping[tuple[str, str], frozenset[tuple[str, bool]]]

    def tells_apart(self, enterprise: str, category: str, item: str, *, by_month: bool = False) -> bool:
        """Whether rows of this enterprise, category and item may differ by facility, or by month."""
        held = [each for code in (*items.lookup(item), "") for each in self.categories.get((enterprise, code), ())]
        if not enterprise:
            held = [each for each in self.categories.get(("", item), ()) if each[0] == category]
        return any(categories.covers(above, category) and (monthly or not by_month) for above, monthly in held)


@dataclass(frozen=True)
class Library:
    """All parameters with their sources (rows of sources.csv by id).

    ``digest`` is the SHA-256 of the content; the order of rows and files does not enter it. ``tables_digest`` is that
    of the tables alone, without what was submitted.
    """

    rows: tuple[Parameter, ...]
    sources: Mapping[str, Mapping[str, str]]
    digest: str
    by_id: Mapping[str, Parameter] = field(repr=False)
    _index: Mapping[tuple[str, str, str], Sequence[Parameter]] = field(repr=False)
    tables_digest: str

    @classmethod
    def of(
        cls, parameters: Iterable[Parameter], sources: Mapping[str, Mapping[str, str]], tables_digest: str = ""
    ) -> Library:
        """The library of these parameters, taken as they are."""
        kept = tuple(parameters)
        index: dict[tuple[str, str, str], list[Parameter]] = {}
        for row in kept:
            index.setdefault((row.name, row.item, row.enterprise), []).append(row)
        digest = _digest(kept, sources)
        return cls(kept, sources, digest, {row.parameter_id: row for row in kept}, index, tables_digest or digest)

    def named(self, name: str, item: str, enterprise: str = "") -> Sequence[Parameter]:
        """The rows of a term for exactly this item; those for any item when it is empty.

        Of what was measured in enterprises only that of this one: hundreds of them measure the same.
        """
        general = self._index.get((name, item, ""), ())
        return (*general, *self._index.get((name, item, enterprise), ())) if enterprise else general

    def measured_for(self) -> Measured:
        """For which enterprises, categories and items something was measured."""
        held: dict[tuple[str, str], set[tuple[str, bool]]] = {}
        for row in self.rows:
            if row.tier == "measured":
                held.setdefault((row.enterprise, row.item), set()).add((row.category, bool(row.month)))
        return Measured({key: frozenset(each) for key, each in held.items()})

    def with_local(self, parameters: Iterable[Parameter]) -> Library:
        """This library with parameters that enterprises or the region submitted (tier ``measured`` or ``local``)."""
        added = tuple(parameters)
        return Library.of((*self.rows, *added), self.sources, self.tables_digest) if added else self


def load() -> Library:
    """The library as shipped and as the workspace overrides it. InputError with every error, by file and line."""
    library, findings = _load(_content())
    if wrong := errors(findings):
        raise InputError(*wrong)
    return library


def check() -> list[Finding]:
    """All that is wrong or odd with the tables, in one pass; empty when all is well."""
    return list(_load(_content())[1])


def _content() -> tuple[tuple[Path, int, int], ...]:
    """The files that decide, with time and size, so that a changed file or overlay is read anew."""
    paths = folders.files("emission_factors", "*.csv")
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)


@lru_cache(maxsize=4)
def _load(content: tuple[tuple[Path, int, int], ...]) -> tuple[Library, tuple[Finding, ...]]:
    sources, findings = _sources(folders.file("emission_factors", "sources.csv"))
    known = Known(sources, items.load(), regions.load(), categories.tree())
    placed: list[tuple[Line, Parameter]] = []
    for path, _, _ in content:
        if path.name not in _LISTS:
            read, faults = rows.read(path, known)
            placed += read
            findings += faults
    findings += [*_duplicates(placed), *_overlaps(placed)]
    return Library.of((row for _, row in placed), sources), tuple(findings)


def _sources(path: Path) -> tuple[dict[str, Mapping[str, str]], list[Finding]]:
    sources: dict[str, Mapping[str, str]] = {}
    findings = []
    for number, row in folders.rows(path):
        if row["source_id"] in sources:
            line = Line(f"{path.parent.name}/{path.name}", number)
            findings.append(line.finding("factor-source-duplicate", row["source_id"]))
        sources[row["source_id"]] = row
    return sources, findings


def _duplicates(placed: Iterable[tuple[Line, Parameter]]) -> list[Finding]:
    first: dict[str, Line] = {}
    return [
        line.finding("factor-id-duplicate", row.parameter_id, other=str(first[row.parameter_id]))
        for line, row in placed
        if first.setdefault(row.parameter_id, line) is not line
    ]


def _overlaps(placed: Iterable[tuple[Line, Parameter]]) -> list[Finding]:
    """Rows of one set that would both serve the same key: same scope, same kind of unit, a year in common."""
    scopes: dict[tuple[str, ...], list[tuple[Line, Parameter]]] = {}
    for line, row in placed:
        scopes.setdefault((*_SCOPE(row), units.dimension(row.unit)), []).append((line, row))
    return [
        line.finding("factor-overlap", row.parameter_id, other.parameter_id, other=str(place))
        for same in scopes.values()
        for (place, other), (line, row) in combinations(same, 2)
        if (other.valid_from or -inf) <= (row.valid_to or inf) and (row.valid_from or -inf) <= (other.valid_to or inf)
    ]


def _digest(parameters: Iterable[Parameter], sources: Mapping[str, Mapping[str, str]]) -> str:
    lines = ["\x1f".join(map(repr, _CONTENT(row))) for row in parameters]
    lines += ["\x1f".join(source.values()) for source in sources.values()]
    return hashlib.sha256("\x1e".join(sorted(lines)).encode()).hexdigest()
