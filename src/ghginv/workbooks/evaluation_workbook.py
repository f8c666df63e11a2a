"""The workbook 评价: results, indicators, vetoes and bonuses, the rule; points, sums, grade and rank are live.

Values and targets are what the evaluation rests on; all that follows from them by arithmetic is a formula, written with
the value of the evaluation. Change a value and the rest follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ghginv.findings import Finding
from ghginv.workbooks import budget_page, writing
from ghginv.workbooks.account_page import Field, Link, Placed
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.evaluation_formulas import completion, grade, measured
from ghginv.workbooks.evaluation_rule_sheets import fields_of, rule_sheets
from ghginv.workbooks.results_sheets.page import Live

Row = Mapping[str, Any]
SHEETS = ("evaluated", "evaluated-indicators", "evaluated-added", "evaluation-rule", "evaluation-parameters")
_MARKS = ("found", "value_found", "recalled", "derived", "doubtful", "own")
_FULL = 100
_WIDTHS = [21.0, 20.0, 16.0, 30.0, 13.0, 16.0, 16.0, 10.0, 12.0, 12.0, 10.0, 10.0, 9.0, 13.0, 26.0, 13.0, 30.0]
_ADDED_WIDTHS = [21.0, 22.0, 12.0, 18.0, 40.0, 12.0, 12.0, 12.0, 30.0, 13.0]


@dataclass(frozen=True)
class EvaluationBook:
    """What the workbook shows; texts are in its language, numbers exact decimals.

    ``records`` as of ``budget.evaluation.records``; ``rule`` has ``combine, full, bonus_cap``, ``about`` (pairs),
    ``indicators`` (``id, title, group, formula, unit, weight, scale, direction, bands, missing, status, citation,
    note``), ``groups``, ``grades`` (``id, title, from, missed_below``), ``vetoes``, ``bonuses`` (``id, title, points,
    status, citation``), ``consequences`` (``grade, title, status, citation``), ``parameters`` (dated values).
    """

    title: str
    facts: Sequence[tuple[str, str]]
    rule: Mapping[str, Any]
    records: Sequence[Row]
    remarks: Sequence[str] = field(default_factory=tuple)
    warning: str = ""


def write_evaluation(path: Path | str, made: EvaluationBook, lang: str = "zh") -> None:
    """Write the workbook to ``path``. InputError where the file cannot be written."""
    with writing.opened(path) as workbook:
        book = BudgetBook(workbook, lang, made.warning)
        writing.titled(workbook, made.title)
        for key in ("guide", *SHEETS):
            workbook.add_worksheet(book.word(f"sheet.{key}"))
        weights, starts = rule_sheets(book, made.title, made.rule)
        blocks = _indicators(book, made, weights)
        added = _added(book, made)
        _results(book, made, blocks, added, starts)
        _guide(book, made)


def _guide(book: BudgetBook, made: EvaluationBook) -> None:
    sheet = BudgetSheet(book, "guide", made.title, [26.0, 80.0])
    for remark in made.remarks:
        sheet.note(remark, "warning")
    pair = [Field("key", ""), Field("value", "")]
    sheet.heading(book.word("heading.facts"))
    sheet.table(pair, [{"key": key, "value": value} for key, value in made.facts], titles=False)
    sheet.heading(book.word("heading.evaluation-rule"))
    sheet.table(pair, [{"key": key, "value": value} for key, value in made.rule["about"] if value], titles=False)
    sheet.heading(book.word("heading.sheets"))
    names = [(book.word(f"sheet.{key}"), book.word(f"line.{key}")) for key in SHEETS]
    sheet.table(pair, [{"key": Link(f"'{name}'!A1", name), "value": line} for name, line in names], titles=False)
    sheet.heading(book.word("heading.marks"))
    live = {"key": Live(f'="{book.word("mark.live")}"', book.word("mark.live")), "value": book.word("mark.live-is")}
    marks = [{"key": mark, "value": book.word(f"evidence.{mark}")} for mark in _MARKS]
    sheet.table(pair, [live, *marks], titles=False)
    sheet.finish(landscape=False)


def _indicators(book: BudgetBook, made: EvaluationBook, weights: Mapping[str, str]) -> dict[str, Placed]:
    """A block of rows for each subject, one below the other; where each block stands."""
    sheet = BudgetSheet(book, "evaluated-indicators", made.title, _WIDTHS)
    sheet.note(book.word("about.evaluated-indicators"))
    groups = {each["id"]: each["title"] for each in made.rule["groups"]}
    known = {each["id"]: {**each, "group": groups[each["group"]]} for each in made.rule["indicators"]}
    keys = ("subject name indicator title group value target scale measured completion weight points met missing source"
            " evidence note")  # fmt: skip
    looks = {"value": "quantity", "target": "quantity", "scale": "quantity", "measured": "ratio", "completion": "ratio",
             "weight": "quantity", "points": "ratio", "met": "centre"}  # fmt: skip
    fields = fields_of(book, keys, **looks)
    top = sheet.row
    blocks: dict[str, Placed] = {}
    for record in made.records:
        first = sheet.row + (0 if blocks else 1)
        rows = [
            {**each, "subject": record["subject"], "name": record["name"],
             **_live(book, each, known[each["indicator"]], first + at + 1, weights)}
            for at, each in enumerate(record["indicators"])
        ]  # fmt: skip
        blocks[str(record["subject"])] = sheet.table(fields, rows, titles=not blocks)
    sheet.finish(top + 1)
    sheet.sheet.freeze_panes(top + 1, 4)
    return blocks


def _live(book: BudgetBook, each: Row, told: Row, line: int, weights: Mapping[str, str]) -> dict[str, Any]:
    """The cells of an indicator that are formulas, each with its value; without data there is nothing to compute."""
    yes, no = book.word("met.yes"), book.word("met.no")
    row: dict[str, Any] = {
        "title": told["title"], "group": told["group"], "scale": told["scale"],
        "missing": book.word(f"missing.{each['missing']}") if each["missing"] else "",
        "weight": Live(f"={weights[told['id']]}", told["weight"]),
    }  # fmt: skip
    if each["completion"] is None:
        none = 0 if each["missing"] == "zero" else None
        met = no if each["met"] is False else book.word("met.none")
        return {**row, "completion": none, "points": none, "met": met}
    return {
        **row,
        "measured": Live(measured(told, f"F{line}", f"G{line}", f"H{line}"), each["measured"]),
        "completion": Live(completion(told, f"I{line}"), each["completion"]),
        "points": Live(f"=K{line}*J{line}", each["points"]),
        "met": Live(f'=IF(J{line}>=1,"{yes}","{no}")', yes if each["met"] else no),
    }


def _added(book: BudgetBook, made: EvaluationBook) -> dict[str, list[str]]:
    """Vetoes raised and bonuses claimed; the cells of the points that count, by subject."""
    sheet = BudgetSheet(book, "evaluated-added", made.title, _ADDED_WIDTHS)
    names = {each["id"]: each for each in (*made.rule["vetoes"], *made.rule["bonuses"])}
    rows: list[dict[str, Any]] = []
    for record in made.records:
        about = {"subject": record["subject"], "name": record["name"]}
        for code in record["vetoes"]:
            rows.append({**about, "item": book.word("item.veto"), "code": code, "title": names[code]["title"]})
        for each in record["bonuses"]:
            told = names[each["bonus"]]
            rows.append({**about, "item": book.word("item.bonus"), "code": told["id"], "title": told["title"],
                         "claimed": each["claimed"], "cap": told["points"], "counted": each["counted"],
                         "source": each["source"], "evidence": each["evidence"]})  # fmt: skip
    keys = "subject name item code title claimed cap counted source evidence"
    sheet.note(book.word("about.evaluated-added", cap=f"{made.rule['bonus_cap']:g}"))
    if not rows:
        sheet.note(book.word("about.evaluated-none"))
    first = sheet.row + 2
    starts: dict[str, int] = {}
    for line, row in enumerate(rows, start=first):
        if "claimed" in row:
            begin = starts.setdefault(str(row["subject"]), line)
            before = f"-SUM(H{begin}:H{line - 1})" if begin < line else ""
            row["counted"] = Live(f"=MAX(0,MIN(F{line},G{line},{made.rule['bonus_cap']:g}{before}))", row["counted"])
    placed = sheet.table(fields_of(book, keys, claimed="quantity", cap="quantity", counted="quantity"), rows)
    sheet.finish(landscape=True)
    found: dict[str, list[str]] = {}
    for at, row in enumerate(rows):
        if "claimed" in row:
            found.setdefault(str(row["subject"]), []).append(placed.outside(at, "counted"))
    return found


def _results(
    book: BudgetBook,
    made: EvaluationBook,
    blocks: Mapping[str, Placed],
    added: Mapping[str, list[str]],
    starts: Mapping[str, str],
) -> None:
    """A row a subject: rank, grade, score, what it is made of; live over the indicators."""
    groups = made.rule["groups"] if made.rule["combine"] == "checks" else []
    scored = [] if groups else ["points", "possible", "bonus", "score"]
    keys = ["rank", "subject", "name", "grade", *scored, *(f"missed.{each['id']}" for each in groups), "no_data",
            "vetoes", "why"]  # fmt: skip
    widths = {"rank": 8.0, "subject": 21.0, "name": 24.0, "grade": 12.0, "vetoes": 26.0, "why": 44.0}
    sheet = BudgetSheet(book, "evaluated", made.title, [widths.get(key, 12.0) for key in keys])
    for remark in made.remarks:
        sheet.note(remark, "warning")
    sheet.note(book.word("about.evaluated"))
    looks = {"rank": "whole", "grade": "centre", **dict.fromkeys(scored, "tonnes"), "no_data": "whole"}
    titles = {f"missed.{each['id']}": book.word("col.missed", group=each["title"]) for each in groups}
    looks |= dict.fromkeys(titles, "whole")
    fields = [Field(key, titles.get(key) or book.word(f"col.{key}"), looks.get(key, "text")) for key in keys]
    first = sheet.row + 2
    last = first + len(made.records) - 1
    rows = [dict(_result(book, made, each, blocks[str(each["subject"])], added.get(str(each["subject"]), []), starts,
                         first + at, (first, last), keys)) for at, each in enumerate(made.records)]  # fmt: skip
    top = sheet.row
    sheet.table(fields, rows)
    sheet.finish(top + 1)
    sheet.sheet.freeze_panes(top + 1, 4)


def _result(
    book: BudgetBook, made: EvaluationBook, each: Row, block: Placed, added: Sequence[str], starts: Mapping[str, str],
    line: int, span: tuple[int, int], keys: Sequence[str],
) -> Iterator[tuple[str, Any]]:  # fmt: skip
    """The cells of a subject's row."""
    letters = budget_page.letters(keys)
    names = {part["id"]: part["title"] for part in (*made.rule["vetoes"], *made.rule["grades"])}
    yield from (("subject", each["subject"]), ("name", each["name"]))
    yield "vetoes", "；".join(names[code] for code in each["vetoes"])
    yield "why", "；".join(Finding(**reason).text(book.lang) for reason in each["reasons"])
    yield "no_data", sum(one["completion"] is None for one in each["indicators"])
    summed = ("points", "weight", "missing", "completion", "met", "group")
    ranges = {key: block.range(key, outside=True) for key in summed}
    if made.rule["combine"] == "checks":
        for group in made.rule["groups"]:
            counted = f'=COUNTIFS({ranges["group"]},"{group["title"]}",{ranges["met"]},"{book.word("met.no")}")'
            yield f"missed.{group['id']}", Live(counted, each["missed"][group["id"]])
    else:
        yield from _scores(book, made, each, added, ranges, letters, line).items()
    if not each["grade"]:
        yield "grade", book.word("grade.none")
        return
    name = names[each["grade"]]
    vetoed = f'{letters["vetoes"]}{line}<>""'
    cells = {key: f"{letter}{line}" for key, letter in letters.items()}
    plain = name if each["vetoes"] else ""
    yield "grade", Live(grade(made.rule, cells, starts, vetoed, plain), name)
    yield "rank", Live(_rank(made, letters, line, span), each["rank"])


def _scores(
    book: BudgetBook, made: EvaluationBook, each: Row, added: Sequence[str], ranges: Mapping[str, str],
    letters: Mapping[str, str], line: int,
) -> dict[str, Live]:  # fmt: skip
    """Points, what they are of, bonuses, and the score in full points."""
    excluded = book.word("missing.exclude")
    bonus = sum(one["counted"] for one in each["bonuses"])
    earned = f"{letters['points']}{line}/{letters['possible']}{line}*{made.rule['full']:g}"
    if made.rule["combine"] == "worst":
        earned = f"{_FULL}*MIN({ranges['completion']})"
    left_out = f'SUMIFS({ranges["weight"]},{ranges["missing"]},"{excluded}")'
    score = each["score"] if each["score"] is not None else 0
    return {
        "points": Live(f"=SUM({ranges['points']})", each["points"]),
        "possible": Live(f"=SUM({ranges['weight']})-{left_out}", each["possible"]),
        "bonus": Live(f"={'+'.join(added) or 0}", bonus),
        "score": Live(f"=IFERROR(ROUND({earned},9),0)+{letters['bonus']}{line}", round(score, 9)),
    }


def _rank(made: EvaluationBook, letters: Mapping[str, str], line: int, span: tuple[int, int]) -> str:
    """One more than how many have a better grade, or the same with a higher score (fewer missed)."""
    first, last = span
    grades = f"${letters['grade']}${first}:${letters['grade']}${last}"
    own = f"{letters['grade']}{line}"
    titles = [each["title"] for each in made.rule["grades"]]
    listed = ",".join(f'"{title}"' for title in titles)
    place = f"MATCH({own},{{{listed}}},0)"
    ahead = "+".join(f'({place}>{at})*COUNTIF({grades},"{title}")' for at, title in enumerate(titles, start=1))
    if made.rule["combine"] == "checks":
        columns = [letter for key, letter in letters.items() if key.startswith("missed.")]
        sums = "+".join(f"${letter}${first}:${letter}${last}" for letter in columns)
        mine = "+".join(f"{letter}{line}" for letter in columns)
        same = f"SUMPRODUCT(({grades}={own})*(({sums})<({mine})))"
    else:
        scores = f"${letters['score']}${first}:${letters['score']}${last}"
        same = f"SUMPRODUCT(({grades}={own})*({scores}>{letters['score']}{line}))"
    return f"=1+{ahead}+{same}"
