"""The evaluation of a year 评价报告: grades and ranks, points, vetoes and bonuses, what follows, what it rests on.

Which rules are published and which are our own stands in the report itself, beside the results and beside each rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghginv.findings import Finding
from ghginv.reports import wording
from ghginv.reports.budget_facts import FOLDER, heading, known, warning
from ghginv.reports.budget_material import Facts
from ghginv.reports.budget_tables import Row, Tables, fitted, given, ratio
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.evaluation_chart import scores

_DETAILED, _LISTED = 20, 60


@dataclass(frozen=True)
class EvaluationMaterial:
    """What a report says; texts of the rule are in its language.

    ``records`` as of ``budget.evaluation.records`` in order of rank; ``rule`` has ``id, title, status, citation, place,
    published, own, combine, missing, in_force, valid_from, valid_to, full, bonus_cap``, ``groups`` (``id, title``),
    ``indicators`` (``id, title, group, formula, unit, weight, scale, direction, bands, missing, status, citation,
    note``), ``vetoes``, ``bonuses``, ``grades`` (``id, title, from, missed_below, colour``), ``consequences`` and
    ``parameters``.
    ``chosen`` are the subjects it is about, all where empty; ``appealed`` those whose records an appeal replaced.
    """

    facts: Facts
    year: int
    kind: str
    rule: Mapping[str, Any]
    records: Sequence[Row]
    sha256: str
    at: str = ""
    actor: str = ""
    note: str = ""
    former: int = 0
    chosen: Sequence[str] = ()
    appealed: Sequence[str] = ()
    remarks: Sequence[str] = field(default_factory=tuple)


def document(material: EvaluationMaterial, lang: str = "zh") -> Document:
    """The report in a language; the same material gives the same document."""
    words = wording.words(lang, FOLDER)
    about = known(material.facts, words)
    spoken = _Spoken(material, Tables(words, lang, about["unit"]), lang)
    prepared = spoken.prepared()
    rule, records = material.rule, spoken.records
    counts = [(grade["title"], sum(each["grade"] == grade["id"] for each in records)) for grade in rule["grades"]]
    facts = {
        **about, "year": material.year, "kind": words[f"evaluated.{material.kind}"], "rule": rule,
        "rule_mark": spoken.made.mark(rule["status"]), "counts": counts, "count": len(records),
        "unrated": [spoken.called(each) for each in records if not each["grade"]],
        "vetoed": [(spoken.called(each), spoken.vetoes(each)) for each in records if each["vetoes"]],
        "reasons": [(spoken.called(each), spoken.why(each)) for each in records if each["reasons"]],
        "details": [f"subject {each['subject']}" for each in spoken.detailed()],
        "left_out": max(0, len(records) - len(spoken.detailed())), "has": frozenset(prepared),
        "remarks": tuple(material.remarks), "former": material.former, "note": material.note,
        "appealed": [spoken.called(each) for each in records if each["subject"] in material.appealed],
        "missing": [words[f"missing-is.{name}"] for name in dict.fromkeys(
            [each["missing"] for each in rule["indicators"]])],
    }  # fmt: skip
    blocks = wording.blocks(f"outline.evaluation.{lang}.jinja", facts, prepared, FOLDER)
    title = words["title.evaluation"].format(name=about["name"], year=material.year,
                                             kind=words[f"evaluated.{material.kind}"])  # fmt: skip
    basis = [each for each in dict.fromkeys((facts["rule_mark"], rule["citation"])) if each not in rule["title"]]
    by = words["pair"].format(value=rule["title"], more=" · ".join(basis)) if basis else rule["title"]
    head = (*heading(about, words), words["evaluation.rule"].format(rule=by),
            words["digest"].format(sha256=material.sha256, lines=len(material.records)))  # fmt: skip
    return Document(wording.plain(title), tuple(map(wording.plain, head)), lang, warning(material.facts, lang),
                    tuple(fitted(blocks)))  # fmt: skip


class _Spoken:
    """The tables of a report in its words."""

    def __init__(self, material: EvaluationMaterial, made: Tables, lang: str):
        self.material, self.made, self.lang = material, made, lang
        self.rule, self.words = material.rule, made.words
        chosen = set(material.chosen)
        self.records = [each for each in material.records if not chosen or each["subject"] in chosen]
        self.names = {part["id"]: part["title"] for key in ("indicators", "vetoes", "bonuses", "grades", "groups")
                      for part in self.rule[key]}  # fmt: skip
        self.checks = self.rule["combine"] == "checks"

    def prepared(self) -> dict[str, Table | Chart]:
        """All tables and the chart, by name; those of which there is nothing to say are left out."""
        found: dict[str, Table | Chart] = {"ranking": self._ranking()}
        if not self.checks and len(self.records) > 1 and any(each["score"] is not None for each in self.records):
            colours = {each["id"]: each["colour"] for each in self.rule["grades"]}
            rows = [(self.called(each), float(each["score"] or 0), colours.get(each["grade"], ""))
                    for each in self.records]  # fmt: skip
            found["chart"] = scores(rows[:_LISTED], self.words["chart.scores"], self.words["chart.points"])
        if 1 < len(self.records) <= _LISTED:
            found["matrix"] = self._matrix()
        for each in self.detailed():
            found[f"subject {each['subject']}"] = self._subject(each)
        if bonuses := [(each, one) for each in self.records for one in each["bonuses"]]:
            cells = [[self.called(each), self.names[one["bonus"]], given(one["claimed"]), given(one["counted"]),
                      one["source"], self.made.mark(one["evidence"])] for each, one in bonuses]  # fmt: skip
            columns = ("evaluated", "bonus", "claimed", "counted", "source", "evidence")
            found["bonuses"] = self.made.table("evaluation-bonuses", columns, cells, (2, 3))
        return found | self._rule()

    def detailed(self) -> list[Row]:
        """Those whose indicators are printed one by one: all where they are few, else who failed or has no grade."""
        if len(self.records) <= _DETAILED:
            return list(self.records)
        poor = ("", self.rule["grades"][-1]["id"])
        return [each for each in self.records if each["grade"] in poor][:_DETAILED]

    def called(self, each: Row) -> str:
        """A subject by name; an enterprise's with its credit code."""
        return f"{each['name']} {each['subject']}" if each["kind"] == "enterprise" else str(each["name"])

    def vetoes(self, each: Row) -> str:
        """What vetoed a better grade."""
        return self.words["list"].join(self.names[code] for code in each["vetoes"])

    def why(self, each: Row) -> str:
        """Why there is no grade."""
        return self.words["list"].join(Finding(**reason).text(self.lang) for reason in each["reasons"])

    def _grade(self, each: Row) -> str:
        return self.names[each["grade"]] if each["grade"] else self.words["unrated"]

    def _ranking(self) -> Table:
        groups = self.rule["groups"] if self.checks else []
        middle = [f"missed {group['id']}" for group in groups] or ["points", "possible", "bonus", "score"]
        cells = []
        for each in self.records:
            bonus = sum(one["counted"] for one in each["bonuses"])
            figures = [str(each["missed"][group["id"]]) for group in groups]
            scored = (ratio(each["points"], 2), given(each["possible"]), ratio(bonus, 2), ratio(each["score"], 2))
            figures = figures or list(scored)
            none = sum(one["completion"] is None for one in each["indicators"])
            cells.append([str(each["rank"] or "—"), self.called(each), self._grade(each), *figures, str(none),
                          self.vetoes(each) or "—"])  # fmt: skip
        titles = {f"missed {group['id']}": self.words["col.missed"].format(group=group["title"]) for group in groups}
        columns = [titles.get(key, key) for key in ("rank", "evaluated", "grade", *middle, "no_data", "vetoes")]
        return self.made.table("evaluation-ranking", columns, cells, range(3, 4 + len(middle)))

    def _matrix(self) -> Table:
        """Subjects by indicators: points, or met and missed; the marks say how each was measured."""
        columns = ["evaluated", *(each["title"] for each in self.rule["indicators"])]
        cells = [[self.called(each), *(self._said(one) for one in each["indicators"])] for each in self.records]
        return self.made.table("evaluation-checks" if self.checks else "evaluation-points", columns, cells,
                               () if self.checks else range(1, len(columns)))  # fmt: skip

    def _said(self, one: Row) -> str:
        """Points of an indicator, or whether it was met; 无数据 where there is no figure."""
        if one["completion"] is None:
            return self.words["no-data"]
        return self._met(one) if self.checks else ratio(one["points"], 2)

    def _met(self, one: Row) -> str:
        return self.words["met.none" if one["met"] is None else "met.yes" if one["met"] else "met.no"]

    def _subject(self, each: Row) -> Table:
        told = {part["id"]: part for part in self.rule["indicators"]}
        cells = []
        for one in each["indicators"]:
            part = told[one["indicator"]]
            none = one["completion"] is None
            last = self._met(one) if self.checks else ratio(one["points"], 2)
            weight = [] if self.checks else [given(part["weight"])]
            state = self.words[f"missing-word.{one['missing']}"] if none else ratio(one["completion"], 3)
            cells.append([part["title"], self._figure(one["value"], part), self._figure(one["target"], part),
                          part["unit"], state, *weight, "—" if none and not self.checks else last,
                          self.made.mark(one["evidence"]) if one["evidence"] else "—",
                          one["source"] or "—"])  # fmt: skip
        weight = [] if self.checks else ["weight"]
        columns = ["indicator", "value", "target", "unit", "completion", *weight, "met" if self.checks else "points",
                   "evidence", "source"]  # fmt: skip
        numeric = (1, 2, 4, *(() if self.checks else (5, 6)))
        return self.made.table("evaluation-subject", columns, cells, numeric, of=self.called(each))

    def _figure(self, value: float | None, part: Row) -> str:
        if value is None:
            return "—"
        if part["formula"] == "yes-no":
            return self.words["answer.yes" if value == 1 else "answer.no"]
        return ratio(value, 3) if value != int(value) else given(float(value))

    def _rule(self) -> dict[str, Table | Chart]:
        """The rule itself: indicators, vetoes, bonuses, grades, what follows, dated values; each with its mark."""
        rule, mark = self.rule, self.made.mark
        cells = []
        for each in rule["indicators"]:
            formula = self.words[f"formula.{each['formula']}"]
            weight = [] if self.checks else [given(each["weight"])]
            note = self.words["list"].join(filter(None, (self._bands(each), each["note"])))
            cells.append([each["title"], self.names[each["group"]], formula, *weight,
                          self.words[f"missing-word.{each['missing']}"], mark(each["status"]), note])  # fmt: skip
        weight = [] if self.checks else ["weight"]
        columns: tuple[str, ...] = ("indicator", "group", "formula", *weight, "missing", "evidence", "note")
        numeric = () if self.checks else (3,)
        found: dict[str, Table | Chart] = {"rule": self.made.table("evaluation-rule", columns, cells, numeric)}
        cells = [[each["title"], self._from(each)] for each in rule["grades"]]
        found["grades"] = self.made.table("evaluation-grades", ("grade", "from"), cells)
        for key, lead in (("vetoes", "veto"), ("bonuses", "bonus")):
            if rows := rule[key]:
                extra = "grade" if key == "vetoes" else "points"
                cells = [[each["title"], self.names[each["grade"]] if key == "vetoes" else given(each["points"]),
                          mark(each["status"]), each["citation"] or "—"] for each in rows]  # fmt: skip
                columns = (lead, extra, "evidence", "citation")
                found[f"rule {key}"] = self.made.table(f"evaluation-{key}-rule", columns, cells)
        if rule["consequences"]:
            cells = [[self.names[each["grade"]], each["title"], mark(each["status"])] for each in rule["consequences"]]
            found["consequences"] = self.made.table("evaluation-consequences", ("grade", "follows", "evidence"), cells)
        if rule["parameters"]:
            word = self.made.word
            cells = [[word("evaluation-parameter", each["parameter"]), each["value"],
                      word("evaluation-unit", each["unit"]), mark(each["status"]), each["citation"]]
                     for each in rule["parameters"]]  # fmt: skip
            columns = ("parameter", "value", "unit", "evidence", "citation")
            found["parameters"] = self.made.table("evaluation-parameters", columns, cells)
        return found

    def _bands(self, each: Row) -> str:
        return "；".join(f"≥{start:g} → {value:g}" for start, value in each["bands"])

    def _from(self, grade: Row) -> str:
        if grade["from"] is not None:
            return self.words["grade.from"].format(points=given(grade["from"]))
        below = grade["missed_below"]
        if not below:
            return self.words["grade.else"]
        word = self.words["grade.missed"]
        said = (word.format(group=self.names[group], count=given(count)) for group, count in below.items())
        return self.words["list"].join(said)
