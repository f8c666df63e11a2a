"""The chapters on what a proposal rests on: parameters and sources with evidence marks, and what a version changed."""

from __future__ import annotations

from dataclasses import replace

from ghginv.reports.budget_setting import CELL, Setting, text, there
from ghginv.reports.budget_tables import amount, given, kilograms, rows
from ghginv.reports.budget_total_tables import parameter
from ghginv.reports.document import Chart, Table


def parts(at: Setting) -> dict[str, Table | Chart]:
    """The tables that have rows."""
    frames = at.material
    optional = {"parameters": (frames.parameters, _parameters), "sources": (frames.sources, _sources),
                "differences": (frames.differences, _differences)}  # fmt: skip
    return {name: make(at) for name, (frame, make) in optional.items() if rows(frame)}


def _parameters(at: Setting) -> Table:
    """Every parameter with its evidence mark; a source listed below is led to."""
    places = {str(each["source"]): place for place, each in enumerate(rows(at.material.sources))}
    links, cells = {}, []
    for place, each in enumerate(rows(at.material.parameters)):
        if str(each["source"]) in places:
            links[place, 4] = f"source{places[str(each['source'])]}"
        year = f"{float(each['year']):.0f}" if there(each, "year") and each["year"] else ""
        when = " ".join(filter(None, (year, text(each, "version"))))
        cells.append([parameter(at, str(each["parameter"])), when, given(each["value"]), text(each, "unit"),
                      each["source"], at.made.mark(each["evidence"]), text(each, "note")])  # fmt: skip
    columns = ["parameter", "when", "value", "unit", "source", "evidence", "note"]
    return replace(at.made.table("parameters", columns, cells, (2,)), links=links)


def _sources(at: Setting) -> Table:
    lines = rows(at.material.sources)
    cells = [[each["source"], text(each, "used_for"), at.made.mark(each["evidence"]), text(each, "note")]
             for each in lines]  # fmt: skip
    made = at.made.table("sources", ["source", "used_for", "evidence", "note"], cells)
    return replace(made, anchors={place: f"source{place}" for place in range(len(lines))})


def _differences(at: Setting) -> Table:
    cells = []
    for each in rows(at.material.differences):
        before, after = kilograms(each["before_t"]) or 0, kilograms(each["after_t"]) or 0
        where = " · ".join(filter(None, (*(at.name(text(each, key)) for key in CELL), text(each, "enterprise"))))
        cells.append([str(each["year"]), at.made.word("line", each["kind"]), where, amount(before), amount(after),
                      amount(after - before), text(each, "reason")])  # fmt: skip
    columns = ["year", "kind", "where", "before_t", "after_t", "change_t", "reason"]
    return at.made.table("differences", columns, cells, (3, 4, 5), previous=at.about["previous"])
