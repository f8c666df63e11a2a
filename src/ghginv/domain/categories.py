"""Category trees 排放源类别 and the crosswalk between them.

``emission_factors/categories/*.csv``, a file a sector, is the tree in which activity data are kept: the provincial
guideline of 2011 (省级温室气体清单编制指南（试行）) with codes of our own, a letter segment each, where statistics
are coarser or finer than the guideline or it has no such source. Energy bears the guideline's numbers; the other
sectors have a letter before theirs: P industrial processes, A agriculture, L land, W waste. X is what only an
enterprise's account knows and F the form 205-1: neither enters the inventory of a region. The columns ``ipcc2006``,
``gpc`` and ``sector`` (end-use sector of the energy balance) carry a code over to the other systems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ghginv import folders

SYSTEMS = ("pg2011", "ipcc2006", "gpc", "sector")

SECTORS: Mapping[str, tuple[str, str]] = {
    "energy": ("能源活动", "Energy"),
    "processes": ("工业生产过程", "Industrial processes and product use"),
    "agriculture": ("农业活动", "Agriculture"),
    "land": ("土地利用变化和林业", "Land use change and forestry"),
    "waste": ("废弃物处理", "Waste"),
}
"""The five sectors of an inventory, in the order of the guideline."""

_ROOTS = {"P": "processes", "A": "agriculture", "L": "land", "W": "waste"}


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree.

    ``official`` is false for codes of our own; ``undivided`` marks those that stand for all siblings.
    """

    code: str
    parent: str
    zh: str
    en: str
    ipcc2006: str
    gpc: str
    sector: str
    official: bool
    undivided: bool
    note: str

    def name(self, lang: str = "zh") -> str:
        """The name in a language."""
        return self.zh if lang == "zh" else self.en

    def in_system(self, system: str) -> str:
        """This category's code in another system; empty where the system has no place for it."""
        return self.code if system == "pg2011" else str(getattr(self, system))


@folders.remembered
def tree() -> Mapping[str, Category]:
    """All categories by code, parents before children."""
    nodes: dict[str, Category] = {}
    for path in folders.files("emission_factors", "categories/*.csv"):
        for line, row in folders.rows(path):
            flags = {name: row[name] == "yes" for name in ("official", "undivided")}
            node = Category(**{**row, **flags})  # type: ignore[arg-type]
            if node.code in nodes or (node.parent and node.parent not in nodes):
                raise folders.BrokenFile(f"{path}:{line}: {node.code}: duplicate code or parent below")
            nodes[node.code] = node
    return nodes


def sector(code: str) -> str:
    """The sector (a key of ``SECTORS``) that a category of our tree belongs to.

    >>> sector("1.2.1"), sector("E.1"), sector("P.10.U")
    ('energy', 'energy', 'processes')
    """
    return _ROOTS.get(code.partition(".")[0], "energy")


def ancestors(code: str) -> Iterator[str]:
    """The code itself, then its parents up to the root.

    >>> list(ancestors("1.1.1.E"))
    ['1.1.1.E', '1.1.1', '1.1', '1']
    """
    while code:
        yield code
        code = tree()[code].parent if code in tree() else ""


def covers(prefix: str, code: str) -> bool:
    """Whether ``prefix`` is ``code`` or stands above it; an empty prefix covers all."""
    return not prefix or prefix in ancestors(code)


def counts_twice(whole: str, part: str) -> bool:
    """Whether a figure of one category holds that of another: its parent, or the undivided sum of its siblings.

    Construction stands in the guideline's industry block, but statistics give it beside industry.

    >>> counts_twice("1.2.U", "1.2.1"), counts_twice("1.2.U", "1.2.6"), counts_twice("1.5", "1.5.R")
    (True, False, True)
    """
    if whole == part:
        return False
    node, beside = tree()[whole], tree()[part].sector == "建筑业"
    return covers(whole, part) or (node.undivided and covers(node.parent, part) and not beside)
