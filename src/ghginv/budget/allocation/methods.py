"""The methods that share a total among regions or industries, as data: ``emission_factors/budget_methods.csv``.

A row names the function, what it needs and when it fails. In ``inputs`` a plain word is a column that must be there,
``word?`` one that is used where it is there, ``--word`` an option that must be given, ``--word=0.5`` an option with a
default of our own, ``--word?`` one that may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from ghginv import folders
from ghginv.domain.policy import STATUSES
from ghginv.errors import UsageError
from ghginv.findings import Finding

FILE = "budget_methods.csv"
_ROOM = "ghginv.budget.allocation."
_INPUT = re.compile(r"(--)?([a-z_]+)(\?|=\S+)?")


@dataclass(frozen=True)
class Method:
    """A row: ``columns`` that inputs must have, ``optional`` ones, ``options`` with their defaults (None: none),
    ``needed`` options without which it cannot run."""

    id: str
    zh: str
    en: str
    function: str
    citation: str
    status: str
    fails_when_zh: str
    fails_when_en: str
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    options: Mapping[str, float | str | None] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()

    def name(self, lang: str = "zh") -> str:
        """Its name in Chinese or English."""
        return self.zh if lang == "zh" else self.en

    def call(self) -> Callable[..., Any]:
        """The function itself. AttributeError or ModuleNotFoundError where the row names none."""
        module, _, name = self.function.rpartition(".")
        found: Callable[..., Any] = getattr(import_module(module), name)
        return found


@folders.remembered
def load() -> dict[str, Method]:
    """All methods by id, in the order of the file. BrokenFile: an id twice, an unknown mark, a function elsewhere."""
    path = folders.file("emission_factors", FILE)
    found: dict[str, Method] = {}
    for line, row in folders.rows(path):
        inputs = [_INPUT.fullmatch(word) for word in row.pop("inputs").split()]
        method = row["method"]
        if method in found or row["status"] not in STATUSES or not row["function"].startswith(_ROOM) or None in inputs:
            raise folders.BrokenFile(f"{path}:{line}: {method}: twice, unknown status, function or input")
        found[method] = _method(row, [each.groups() for each in inputs if each])
    return found


def find(name: str) -> Method:
    """The method of this id; ``_`` stands for ``-``. UsageError with the ids there are."""
    known = load()
    if (found := known.get(name.replace("_", "-"))) is None:
        raise UsageError(Finding("budget-allocation-method", found=name, expected=", ".join(known)))
    return found


def _method(row: dict[str, str], inputs: list[tuple[str | None, ...]]) -> Method:
    columns = [str(name) for dashes, name, mark in inputs if not dashes and not mark]
    optional = [str(name) for dashes, name, mark in inputs if not dashes and mark]
    options = {str(name): _default(mark) for dashes, name, mark in inputs if dashes}
    needed = frozenset(str(name) for dashes, name, mark in inputs if dashes and not mark)
    return Method(
        row.pop("method"), **row, columns=tuple(columns), optional=tuple(optional), options=options, needed=needed
    )


def _default(mark: str | None) -> float | str | None:
    """``=0.5`` → 0.5, ``=crs`` → "crs", ``?`` or nothing → None."""
    if not mark or mark == "?":
        return None
    try:
        return float(mark[1:])
    except ValueError:
        return mark[1:]
