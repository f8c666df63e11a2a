"""The sheet of the rating in an account workbook: from the measured figure to points and grade, live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghginv.workbooks.account_page import AccountBook, AccountSheet, Field, Placed, missing
from ghginv.workbooks.results_sheets.page import Live

RISING = ("distance", "history")
_WIDTHS = (34, 16, 16, 26, 12, 22, 14, 9, 9, 16, 40)


def write(
    book: AccountBook,
    facts: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    intensity: Placed,
    peers: Placed,
    rows_of_intensity: Mapping[tuple[str, int], int],
) -> str:
    """Write the sheet; returns the address of the result for other sheets.

    A mean of points, points and grades are formulas. Where a veto or the data settled the result it is text.
    """
    sheet = AccountSheet(book, "rating", f"{book.word('sheet.rating')}：{facts[f'rule_{book.lang}']}", _WIDTHS)
    grades = tables["grades"]
    at = sheet.row + 2
    rows = [
        _row(book, facts, each, grades, at + number, _places(each, facts, tables, intensity, peers, rows_of_intensity))
        for number, each in enumerate(tables["rating"])
    ]
    styles = {
        "indicator": "text", "own": "intensity", "reference": "intensity", "measure": "text", "result": "ratio",
        "bounds": "text", "grade": "centre", "points": "decimal", "weight": "decimal", "evidence": "text",
        "reason": "text",
    }  # fmt: skip
    placed = sheet.table([Field(key, book.word(f"col.{key}"), style) for key, style in styles.items()], rows)
    sheet.row += 1
    result = _result(sheet, facts, grades, placed)
    sheet.heading(book.word("rating.scale"))
    scale = [{"grade": each[book.lang], "points": each["points"], "start": each["start"]} for each in grades]
    first = sheet.row
    sheet.table([Field("grade", book.word("col.grade")), Field("points", book.word("col.points"), "decimal"),
                 Field("start", "≥", "decimal")], scale)  # fmt: skip
    for number, each in enumerate(grades, start=first + 1):
        paint = {"bg_color": each["colour"], "font_color": "#FFFFFF", "bold": True}
        sheet.sheet.write_string(number, 0, str(each[book.lang]), book.style("cell", "centre", **paint))
    sheet.heading(f"{book.word('rating.published')} / {book.word('rating.own')}")
    sheet.note(
        f"{book.word('rating.published')}：{facts[f'published_{book.lang}']}（{facts['citation']}，{facts['place']}）"
    )
    sheet.note(f"{book.word('rating.own')}：{facts[f'own_{book.lang}']}", "warning")
    sheet.note(book.word("note.filled", limit=f"{facts['filled_limit']:.0%}"))
    sheet.finish()
    return result


def _places(
    each: Mapping[str, Any],
    facts: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    intensity: Placed,
    peers: Placed,
    rows: Mapping[tuple[str, int], int],
) -> tuple[str, str]:
    """Where the own figure and the one it is measured against stand; empty where it is not on a sheet."""
    at = rows.get((each["per"], int(facts["year"])))
    own = intensity.outside(at, "intensity") if at is not None else ""
    standing = next((place for place, row in enumerate(tables["peers"]) if row["item"] == each["per"]), None)
    key = {"distance": "median", "ratio": "mean"}.get(str(each["measure"]), "")
    return own, peers.outside(standing, key) if key and standing is not None else ""


def _row(
    book: AccountBook,
    facts: Mapping[str, Any],
    each: Mapping[str, Any],
    grades: Sequence[Mapping[str, Any]],
    line: int,
    places: tuple[str, str],
) -> dict[str, Any]:
    own, reference = places
    row: dict[str, Any] = {
        "indicator": each[book.lang],
        "own": Live(f"={own}", each["own"]) if own and not missing(each["own"]) else each["own"],
        "reference": each["reference"],
        "measure": book.word(f"measure.{each['measure']}"),
        "bounds": " / ".join(f"{bound:g}" for bound in each["bounds"]),
        "weight": each["weight"],
        "evidence": book.word(f"mark.{each['status']}"),
        "reason": each[f"reason_{book.lang}"] or str(each["citation"] or ""),
        "grade": "—",
    }
    if reference and not missing(each["reference"]):
        row["reference"] = Live(f"={reference}", each["reference"])
    if not missing(each["value"]):
        formulas = {"ratio": f"=B{line}/C{line}", "absolute": f"=B{line}"}
        row["result"] = Live(formulas.get(each["measure"], f"=(C{line}-B{line})/C{line}"), each["value"])
        names = [str(grade[book.lang]) for grade in grades]
        points = [f"{grade['points']:g}" for grade in grades]
        reached = next(grade for grade in grades if grade["grade"] == each["grade"])
        row["grade"] = Live(f"={_nested(each, line, [_text(name) for name in names])}", reached[book.lang])
        row["points"] = Live(f"={_nested(each, line, points)}", each["points"])
    return row


def _nested(each: Mapping[str, Any], line: int, values: Sequence[str]) -> str:
    """The value of the first grade whose bound is passed."""
    sign = ">=" if each["measure"] in RISING else "<="
    tests = "".join(f"IF(E{line}{sign}{bound:g}," for bound in each["bounds"])
    return "".join(f"{test},{value}," for test, value in zip(tests.split(",")[:-1], values[:-1], strict=True)) + (
        values[-1] + ")" * len(each["bounds"])
    )


def _text(name: str) -> str:
    """A text within a formula."""
    return '"' + name.replace('"', '""') + '"'


def _result(sheet: AccountSheet, facts: Mapping[str, Any], grades: Sequence[Mapping[str, Any]], placed: Placed) -> str:
    """Weighted mean and result: formulas, or text where a veto or the data settled it."""
    book, lang = sheet.book, sheet.book.lang
    if not facts["grade"] or facts["why_zh"]:
        name = facts[f"grade_{lang}"]
        why = facts[f"why_{lang}"]
        value: Any = name or book.word("unrated")
        rows = [{"figure": book.word("rating.result"), "value": value, "note": _why(book, name, why)}]
    else:
        points, weights = placed.range("points"), placed.range("weight")
        weighted = facts["combine"] == "weighted"
        mean = f'=SUMPRODUCT({points},{weights})/SUMIF({points},">0",{weights})' if weighted else f"=MIN({points})"
        label = book.word("rating.weighted-mean" if weighted else "rating.worst")
        at = sheet.row + 1
        keyed = "start" if weighted else "points"
        tests = "".join(f"IF(ROUND(B{at},9)>={each[keyed]:g},{_text(str(each[lang]))}," for each in grades[:-1])
        nested = f"={tests}{_text(str(grades[-1][lang]))}{')' * (len(grades) - 1)}"
        rows = [
            {"figure": label, "value": Live(mean, facts["points"])},
            {"figure": book.word("rating.result"), "value": Live(nested, facts[f"grade_{lang}"])},
        ]
    fields = [Field("figure", ""), Field("value", "", "decimal"), Field("note", "")]
    end = sheet.table(fields, [{key: row.get(key) for key in ("figure", "value")} for row in rows], titles=False)
    if note := rows[-1].get("note"):
        sheet.note(note, "warning")
    return end.outside(len(rows) - 1, "value")


def _why(book: AccountBook, name: str, why: str) -> str:
    return book.word("rating.veto", why=why) if name else f"{book.word('fact.why')}：{why}"
