"""A budget proposal 碳预算建议（编制说明） as a document: what total, by which methods, to whom, on which evidence.

What was chosen is always said: a proposal whose blend of methods is empty says so at the place where it belongs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ghginv.reports import (
    budget_comparison,
    budget_evidence_tables,
    budget_share_tables,
    budget_tables,
    budget_total_tables,
    wording,
)
from ghginv.reports.budget_facts import FOLDER, heading, warning
from ghginv.reports.budget_material import Compared, ProposalMaterial
from ghginv.reports.budget_setting import Setting, method, setting
from ghginv.reports.budget_tables import Row, amount, kilograms, ratio, rows
from ghginv.reports.document import Chart, Document, Table

__all__ = ["Compared", "ProposalMaterial", "document"]
_UNREAD = ("recalled", "doubtful", "own", "")


def document(material: ProposalMaterial, lang: str = "zh") -> Document:
    """The proposal in a language; the same material gives the same document."""
    at = setting(material, lang)
    prepared: dict[str, Table | Chart] = {
        **budget_total_tables.parts(at),
        **budget_comparison.parts(at),
        **budget_share_tables.parts(at),
        **budget_evidence_tables.parts(at),
    }
    facts = {**_facts(at), **_chosen(at), **_listed(prepared), "remarks": tuple(material.remarks)}
    blocks = wording.blocks(f"outline.proposal.{lang}.jinja", facts, prepared, FOLDER)
    title = at.words["title.proposal"].format(name=facts["name"])
    head = heading(facts, at.words)
    return Document(
        wording.plain(title), head, lang, warning(material.facts, lang), tuple(budget_tables.fitted(blocks))
    )


def _facts(at: Setting) -> dict[str, Any]:
    """What the outline puts into its sentences on total and evidence."""
    last, base = at.years[-1], kilograms(at.about["base_t"])
    evidence = Counter(str(each.get("evidence") or "") for each in rows(at.material.parameters))
    return {
        **at.about,
        "path": at.material.path[at.lang != "zh"],
        "base": amount(base),
        "total_last": amount(at.kilograms.get(last)),
        "total_all": amount(sum(at.kilograms.values())),
        "change": budget_total_tables.change(at, last, base) if base else "",
        "evidence": [(at.made.mark(mark), count) for mark, count in sorted(evidence.items())],
        "unread": sum(evidence[mark] for mark in _UNREAD),
        "enterprises": len(rows(at.material.enterprises)),
        "top": budget_share_tables.TOP,
    }


def _chosen(at: Setting) -> dict[str, Any]:
    """What was compared and chosen, for regions and for industries."""
    blends = rows(at.material.blend)
    sides = (("region", at.material.comparison), ("industry", at.material.industry_comparison))
    return {
        "blend": {side: _blend(at, [each for each in blends if budget_comparison.side(each) == side])
                  for side, _ in sides},
        "compared": {
            side: each and {"year": each.year, "methods": len(each.amounts.columns), "refused": len(each.refused),
                            "total": amount(at.kilograms.get(each.year))}
            for side, each in sides
        },
    }  # fmt: skip


def _blend(at: Setting, blend: Sequence[Row]) -> str:
    joint = "、" if at.lang == "zh" else ", "
    return joint.join(f"{method(each, at.lang)} {ratio(100 * each['weight'], 1)}%" for each in blend)


def _listed(prepared: dict[str, Table | Chart]) -> dict[str, Any]:
    """Which blocks there are; charts that come in several, and matrices by year."""
    return {
        "has": frozenset(prepared),
        "ranges": [name for name in prepared if name.startswith("chart ranges")],
        "industry_ranges": [name for name in prepared if name.startswith("chart industry ranges")],
        "matrices": [name for name in reversed(prepared) if name.startswith("matrix ")],
    }
