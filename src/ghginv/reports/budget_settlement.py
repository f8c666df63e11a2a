"""The final account of a year 决算报告: what the budget became, what was emitted on it, what is left, in both views.

The official view nets nothing: emissions against the budget of the place where they were emitted. The net view adds
what districts traded and what enclaves and sinks give; it stands beside it and never replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv.reports import budget_execution_charts, budget_lines, wording
from ghginv.reports.budget_facts import FOLDER, heading, known, warning
from ghginv.reports.budget_material import Facts
from ghginv.reports.budget_tables import Row, Tables, amount, fitted, ratio, rows
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.figures import missing

if TYPE_CHECKING:
    import pandas as pd

STOOD = ("final_kg", "consumed_ver_kg", "consumed_rest_kg", "consumed_est_kg", "reserves_kg", "projects_kg", "left_kg")
_TOP = 20


@dataclass(frozen=True)
class SettlementMaterial:
    """What a final account says.

    ``regions``, ``industries`` and ``enterprises`` have ``code, name`` and the columns of the statement in kg (see
    ``budget.settlement.statement``); the first row of ``regions`` is the city. ``ways`` names the columns by which a
    budget came about (id → Chinese, English). ``views`` are rows ``code, name`` with amounts of both views in kg,
    ``carried`` districts with what they carry into the next year, ``documents`` what entries rest on. ``sealed`` is the
    digest of the closed year's balances, blank while it is open.
    """

    facts: Facts
    year: int
    ways: Mapping[str, tuple[str, str]]
    regions: pd.DataFrame
    industries: pd.DataFrame
    enterprises: pd.DataFrame
    documents: pd.DataFrame
    carried: pd.DataFrame | None = None
    views: pd.DataFrame | None = None
    sealed: str = ""
    remarks: Sequence[str] = field(default_factory=tuple)


def document(material: SettlementMaterial, lang: str = "zh") -> Document:
    """The final account in a language; the same material gives the same document."""
    words = wording.words(lang, FOLDER)
    about = known(material.facts, words)
    made = Tables(words, lang, about["unit"])
    city, *nodes = rows(material.regions)
    prepared: dict[str, Table | Chart] = {"whole": _whole(made, material, city, lang)}
    for name, table in (("regions", nodes), ("industries", rows(material.industries))):
        if table:
            prepared[name] = _nodes(made, f"settled-{name}", table, material)
    if nodes:
        prepared["chart"] = budget_execution_charts.execution(nodes, words, lang)
    prepared |= _enterprises(made, rows(material.enterprises))
    for name, frame in (("views", material.views), ("carried", material.carried)):
        if found := rows(frame):
            prepared[name] = _amounts(made, f"settled-{name}", found)
    if papers := rows(material.documents):
        cells = [[each["document"], made.word("document", each["kind"]), each["title"], each["sha256"], each["at"]]
                 for each in papers]  # fmt: skip
        prepared["documents"] = made.table("settled-documents", ("document", "kind", "name", "sha256", "at"), cells)
    stated = [{"of": key, "kg": int(city[key])} for key in STOOD]
    stated += [{"of": each["code"], "kg": int(each["left_kg"])} for each in nodes]
    digest = budget_lines.digest(stated, ("of", "kg"))
    facts = {
        **about, "year": material.year, "has": frozenset(prepared), "remarks": tuple(material.remarks),
        "sealed": material.sealed, **{name: amount(int(city[name])) for name in (*STOOD, "consumed_kg")},
        "rate": _percent(city["rate"]), "over": int(city["left_kg"]) < 0, "overspent": _overspent(nodes),
        "missing": int(city["consumed_rest_kg"]) == 0,
    }  # fmt: skip
    blocks = wording.blocks(f"outline.settlement.{lang}.jinja", facts, prepared, FOLDER)
    title = words["title.settlement"].format(name=about["name"], year=material.year)
    head = (*heading(about, words), words["digest"].format(sha256=digest, lines=len(stated)))
    return Document(wording.plain(title), head, lang, warning(material.facts, lang), tuple(fitted(blocks)))


def _whole(made: Tables, material: SettlementMaterial, city: Row, lang: str) -> Table:
    """How the city's budget came about, line by line, and what became of it."""
    cells = [[names[lang != "zh"], amount(int(city[f"{name}_kg"]))] for name, names in material.ways.items()
             if int(city[f"{name}_kg"]) or name == "original"]  # fmt: skip
    strong = [len(cells)]
    for name in ("final_kg", "consumed_kg", "consumed_ver_kg", "consumed_rest_kg", "consumed_est_kg", "reserves_kg",
                 "projects_kg", "left_kg", "carried_out_kg"):  # fmt: skip
        if int(city[name]) or name in ("final_kg", "consumed_kg", "left_kg"):
            strong += [len(cells)] if name in ("consumed_kg", "left_kg") else []
            cells.append([made.word("col", name), amount(int(city[name]))])
    cells.append([made.word("col", "rate"), _percent(city["rate"])])
    return made.table("settled", ("what", "quantity_t"), cells, (1,), strong)


def _nodes(made: Tables, name: str, nodes: Sequence[Row], material: SettlementMaterial) -> Table:
    """A row a node: original budget, all changes, final budget, emissions, what is left, rate."""
    keys = ("original_kg", "changes_kg", "final_kg", "consumed_kg", "left_kg")
    cells = [
        [f"{each['name']} {each['code']}", *(amount(_of(each, key)) for key in keys), _percent(each["rate"])]
        for each in nodes
    ]
    return made.table(name, ("name", *keys, "rate"), cells, range(1, len(keys) + 2), year=material.year)


def _of(each: Row, key: str) -> int:
    return int(each["final_kg"]) - int(each["original_kg"]) if key == "changes_kg" else int(each[key])


def _enterprises(made: Tables, found: Sequence[Row]) -> dict[str, Table]:
    """Those that emitted more than their budget, most first; and the largest of the others."""
    over = sorted((each for each in found if int(each["left_kg"]) < 0), key=lambda each: int(each["left_kg"]))
    rest = sorted((each for each in found if int(each["left_kg"]) >= 0), key=lambda each: -int(each["consumed_kg"]))
    tables = {}
    for name, chosen in (("over", over), ("within", rest)):
        if chosen:
            keys = ("final_kg", "consumed_kg", "left_kg")
            cells = [[f"{each['name']} {each['code']}", *(amount(int(each[key])) for key in keys),
                      _percent(each["rate"])] for each in chosen[:_TOP]]  # fmt: skip
            columns = ("enterprise", *keys, "rate")
            tables[name] = made.table(f"settled-{name}", columns, cells, range(1, 5), count=len(chosen))
    return tables


def _amounts(made: Tables, name: str, found: Sequence[Row]) -> Table:
    """Rows of names and kilograms, whatever columns there are."""
    kilograms = [key for key in found[0] if str(key).endswith("_kg")]
    names = [key for key in found[0] if key not in kilograms]
    cells = [[*(str(each[key]) for key in names), *(amount(int(each[key])) for key in kilograms)] for each in found]
    return made.table(name, [*names, *kilograms], cells, range(len(names), len(names) + len(kilograms)))


def _percent(value: Any) -> str:
    """A rate in percent with two decimals; a dash where there is no budget."""
    return ratio(None if missing(value) else 100 * float(value), 2)


def _overspent(nodes: Sequence[Row]) -> list[tuple[str, str]]:
    """Names and amounts of the nodes above their budget, most first."""
    over = sorted((each for each in nodes if int(each["left_kg"]) < 0), key=lambda each: int(each["left_kg"]))
    return [(str(each["name"]), amount(-int(each["left_kg"]))) for each in over]
