"""The letters of a budget: approval 批复, notices 下达通知, control figures 控制数, each of its addressee alone.

Every letter prints the SHA-256 of the figures it states, so that a copy can be checked against the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ghginv.reports import budget_lines, wording
from ghginv.reports.budget_facts import FOLDER, heading, known, warning
from ghginv.reports.budget_lines import Line
from ghginv.reports.budget_material import ApprovalMaterial, ControlMaterial, Facts, Letter, NoticeMaterial
from ghginv.reports.budget_setting import CELL, method, text, there
from ghginv.reports.budget_tables import Row, Tables, amount, fitted, given, ratio, rows, tonnes
from ghginv.reports.document import Chart, Document, Table

__all__ = ["ApprovalMaterial", "ControlMaterial", "Letter", "NoticeMaterial", "approval", "control", "notice"]
_CONTROL = ("year", "base_t", "requested_t", "lower_t", "upper_t", "control_t")
_TREE = ("region", "industry")


def approval(material: ApprovalMaterial, lang: str = "zh") -> Document:
    """The approval of a version. InputError where its lines do not add up to the totals it approves."""
    at = _Letters(material.facts, material.letter, lang)
    totals = {int(each["year"]): int(each["total_kg"]) for each in rows(material.totals)}
    lines = budget_lines.records(material.lines)
    budget_lines.refuse_other_totals(lines, totals)
    years = at.about["years"]
    prepared: dict[str, Table | Chart] = {"totals": at.totals(totals)}
    for name, frame in (("regions", material.regions), ("industries", material.industries)):
        if nodes := rows(frame):
            prepared[name] = at.made.by_year(name, ("code", "name"), nodes, years, show=text_of, totals=totals)
    if reserves := rows(material.reserves):
        prepared["reserves"] = at.made.by_year("reserves", ("name", "kind"), reserves, years, show=at.reserve)
    if approvers := rows(material.approvers):
        columns = ("name", "organisation", "decision", "at")
        cells = [[text(each, key) for key in ("name", "unit", "decision", "at")] for each in approvers]
        prepared["approvers"] = at.made.table("approvers", columns, cells)
    facts = {"document": material.document, "sha256": material.sha256, "decisions": tuple(material.decisions),
             "remarks": tuple(material.remarks), "total": amount(sum(totals.values())),
             "total_last": amount(totals.get(years[-1]))}  # fmt: skip
    return at.document("approval", facts, prepared, budget_lines.digest(lines), len(lines))


def notice(material: NoticeMaterial, lang: str = "zh") -> Document:
    """The notice to a region, an industry or an enterprise.

    InputError where the version has no line of the addressee, UsageError for another kind of addressee.
    """
    lines = budget_lines.lines_of(material.lines, material.kind, material.codes)
    at = _Letters(material.facts, material.letter, lang)
    spoken = _Lines(at, material, lines)
    sums = budget_lines.sums(lines, lambda each: None)[None]
    rules = {"borrowing": None, "carry_over": None, "virement": (), "cutoff": "", **material.rules}
    rules |= {key: given(value) for key, value in rules.items() if key.endswith("_rate")}
    facts = {"kind": material.kind, "rules": rules, "rules_name": at.about["rules"], "duties": tuple(material.duties),
             "remarks": tuple(material.remarks), "total": amount(sum(sums.values())),
             "virement": [at.words[f"side.{side}"] for side in _TREE if side in rules["virement"]]}  # fmt: skip
    return at.document("notice", facts, spoken.tables(sums), budget_lines.digest(lines), len(lines))


def control(material: ControlMaterial, lang: str = "zh") -> Document:
    """The letter of control figures that asks a region or an industry for its request."""
    at = _Letters(material.facts, material.letter, lang)
    figures_given = sorted(rows(material.figures), key=lambda each: int(each["year"]))
    keys = [key for key in _CONTROL if key == "year" or any(there(each, key) for each in figures_given)]
    cells = [[str(int(each["year"])), *(tonnes(each.get(key)) for key in keys[1:])] for each in figures_given]
    prepared: dict[str, Table | Chart] = {"control": at.made.table("control", keys, cells, range(1, len(keys)))}
    if breakdown := rows(material.breakdown):
        prepared["breakdown"] = at.made.by_year(
            "breakdown", ("code", "name"), breakdown, at.about["years"], show=text_of
        )
    if blend := rows(material.blend):
        chosen = [[method(each, lang), f"{ratio(100 * each['weight'], 1)}%", text(each, "citation"),
                   at.made.mark(text(each, "status"))] for each in blend]  # fmt: skip
        prepared["blend"] = at.made.table("blend", ("method", "share", "citation", "evidence"), chosen, (1,))
    facts = {"kind": material.kind, "code": material.code, "deadline": material.deadline,
             "steps": tuple(material.steps), "remarks": tuple(material.remarks)}  # fmt: skip
    stated = [dict(zip(keys, row, strict=True)) for row in cells]
    return at.document("control", facts, prepared, budget_lines.digest(stated, keys), len(stated))


def text_of(key: str, each: Row) -> object:
    """A cell as it is."""
    return text(each, key)


class _Letters:
    """What all letters have: facts, words, head and foot."""

    def __init__(self, facts: Facts, letter: Letter, lang: str):
        self.given, self.letter, self.lang = facts, letter, lang
        self.words = wording.words(lang, FOLDER)
        self.about = known(facts, self.words)
        self.made = Tables(self.words, lang, self.about["unit"])

    def reserve(self, key: str, each: Row) -> object:
        """A cell of the table of reserves."""
        return self.made.word("reserve", each[key]) if key == "kind" else text(each, key)

    def totals(self, totals: Mapping[int, int]) -> Table:
        """Years and totals, and their sum."""
        cells = [[str(year), amount(kg)] for year, kg in sorted(totals.items())]
        cells.append([self.words["sum"], amount(sum(totals.values()))])
        return self.made.table("approved", ("year", "total_kg"), cells, (1,), [len(cells) - 1])

    def document(
        self, kind: str, facts: Mapping[str, Any], prepared: Mapping[str, Table | Chart], sha256: str, lines: int
    ) -> Document:
        """The letter of this kind; the digest of what it states stands under the title."""
        letter, words = self.letter, self.words
        everything = {
            **self.about, "number": letter.number, "issuer": letter.issuer, "date": letter.date,
            "addressee": letter.addressee, "contact": letter.contact, **facts, "has": frozenset(prepared),
            "digest": sha256,
        }  # fmt: skip
        blocks = wording.blocks(f"outline.{kind}.{self.lang}.jinja", everything, prepared, FOLDER)
        title = words[f"title.{kind}"].format(
            name=self.about["name"],
            subject=letter.subject or letter.addressee,
            first=self.about["first"],
            last=self.about["last"],
        )
        stated = words["digest"].format(sha256=sha256, lines=lines)
        head = heading(self.about, words, number=letter.number, date=letter.date, issuer=letter.issuer)
        under = (*head, wording.plain(stated))
        return Document(
            wording.plain(title), under, self.lang, warning(self.given, self.lang), tuple(fitted(blocks)), False
        )


class _Lines:
    """The tables of a notice: the addressee's lines summed by what it has to know."""

    def __init__(self, at: _Letters, material: NoticeMaterial, lines: Sequence[Line]):
        self.at, self.material, self.lines = at, material, lines
        self.years: Sequence[int] = at.about["years"]

    def tables(self, sums: Mapping[int, int]) -> dict[str, Table | Chart]:
        """By year; by region, industry and layer where there are several; reserves; enterprises."""
        kind, lines = self.material.kind, self.lines
        cells = [each for each in lines if each["kind"] == "available"]
        reserves = [each for each in lines if each["kind"] != "available"]
        found: dict[str, Table | Chart] = {"years": self._years(sums, cells, reserves)}
        for name in ("region", "industry"):
            several = {each[name] for each in cells}
            if kind != "enterprise" and (name != kind or len(several) > 1):
                found[f"by {name}"] = self._by(f"by-{name}", (name,), cells)
        found["cells"] = self._by("cells", CELL, cells)
        if reserves:
            found["reserves"] = self._by("reserves", ("region", "kind"), reserves)
        named = [each for each in cells if each["enterprise"]]
        if named and kind != "enterprise":
            found["enterprises"] = self._by("budgets", ("enterprise", *CELL), named, ("enterprise", "where"))
        return found

    def _years(self, sums: Mapping[int, int], cells: Iterable[Line], reserves: Iterable[Line]) -> Table:
        """The whole budget by year, and how much of it is reserve."""
        parts = {"available_t": budget_lines.sums(cells, lambda each: None).get(None, {}),
                 "reserve_t": budget_lines.sums(reserves, lambda each: None).get(None, {})}  # fmt: skip
        keys = [key for key in parts if parts["reserve_t"]]
        made = [[str(year), *(amount(parts[key].get(year, 0)) for key in keys), amount(sums[year])]
                for year in sorted(sums)]  # fmt: skip
        made.append([self.at.words["sum"], *(amount(sum(parts[key].values())) for key in keys),
                     amount(sum(sums.values()))])  # fmt: skip
        columns = ("year", *keys, "budget_t")
        return self.at.made.table("notice", columns, made, range(1, len(columns)), [len(made) - 1])

    def _by(self, name: str, keys: Sequence[str], lines: Sequence[Line], columns: Sequence[str] = ()) -> Table:
        sums = budget_lines.sums(lines, lambda each: tuple(each[part] for part in keys))
        shown = [
            {**dict(zip(keys, parts, strict=True)), **{year: kg / 1000 for year, kg in each.items()}}
            for parts, each in sorted(sums.items())
        ]
        return self.at.made.by_year(name, columns or keys, shown, self.years, show=self._show)

    def _show(self, key: str, each: Row) -> str:
        if key == "where":
            return " · ".join(self._show(part, each) for part in CELL)
        code = str(each[key])
        if key == "kind":
            return self.at.made.word("line", code)
        if key == "layer":
            layers = self.material.rules.get("layers", {})
            return str(layers[code][self.at.lang != "zh"]) if code in layers else code
        name = self.material.names.get(code, "")
        return f"{name} {code}".strip() if key == "enterprise" else name or code
