"""The first sheet of an account workbook: who, how much, which grade, what to know, where to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghginv.workbooks.account_page import AccountBook, AccountSheet, Field, Link, Placed, missing
from ghginv.workbooks.results_sheets.page import Live

_FACTS = "enterprise industry region market status submission file run gwp rule".split()


def write(
    book: AccountBook,
    title: str,
    facts: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    remarks: Sequence[str],
    shown: Sequence[str],
    placed: Mapping[str, Placed | None],
    grade: str,
    rows_of_intensity: Mapping[tuple[str, int], int],
    more: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write the sheet; every figure is a formula that leads to where it is worked out. ``more`` lines follow last."""
    sheet = AccountSheet(book, "summary", title, (42, 34, 16, 44))
    for remark in remarks:
        sheet.note(remark, "warning")
    sheet.row += 1
    fields = [Field(key, book.word(f"col.{key}"), style) for key, style in
              (("figure", "text"), ("value", "tonnes"), ("unit", "centre"), ("note", "text"))]  # fmt: skip
    rows = [*_totals(book, facts, tables, placed), *_intensities(book, facts, tables, placed, rows_of_intensity)]
    where = sheet.row + 1 + len(rows)
    name = facts[f"grade_{book.lang}"] or book.word("unrated")
    rows.append(
        {"figure": book.word("figure.grade"), "value": Live(f"={grade}", name), "note": facts[f"why_{book.lang}"]}
    )
    sheet.table(fields, [*rows, *more])
    if facts["colour"]:
        paint = {"bg_color": facts["colour"], "font_color": "#FFFFFF", "bold": True}
        sheet.sheet.write_formula(where, 1, f"={grade}", book.style("cell", "centre", **paint), name)
    sheet.row += 1
    given = {key: _fact(book, facts, key) for key in _FACTS}
    plain = [Field("figure", ""), Field("value", "")]
    sheet.table(
        plain, [{"figure": book.word(f"fact.{key}"), "value": text} for key, text in given.items()], titles=False
    )
    sheet.row += 1
    rows = [
        {"figure": Link(f"'{book.word(f'sheet.{key}')}'!A1", book.word(f"sheet.{key}"))}
        for key in shown
        if key != "summary"
    ]
    first = sheet.row
    sheet.table([Field("figure", "")], rows, titles=False)
    for at, key in enumerate((each for each in shown if each != "summary"), start=first):
        sheet.sheet.merge_range(at, 1, at, 3, "", book.style("cell"))
        sheet.sheet.write_string(at, 1, book.word(f"about.{key}"), book.style("cell"))
    sheet.finish(landscape=False)


def _fact(book: AccountBook, facts: Mapping[str, Any], key: str) -> str:
    if key in ("industry", "region"):
        return f"{facts[key]} {facts[f'{key}_{book.lang}']}"
    if key == "market":
        return book.word(f"market.{facts['market'] or 'none'}")
    if key == "status":
        return f"{book.word('status.' + str(facts['status']))}（{str(facts['since'])[:10]}）"
    if key == "submission":
        return f"{facts['submission']}（{book.word('fact.version')} {facts['version']}）"
    return str(facts[f"rule_{book.lang}"] if key == "rule" else facts[key])


def _totals(
    book: AccountBook,
    facts: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    placed: Mapping[str, Placed | None],
) -> list[dict[str, Any]]:
    years, quota, green = placed["years"], placed["quota"], placed["green"]
    assert years is not None
    own = next(at for at, each in enumerate(tables["years"]) if each["year"] == facts["year"])
    unit = book.word("unit.co2e")
    rows: list[dict[str, Any]] = [
        {"figure": book.word(f"figure.{key}"), "value": Live(f"={years.outside(own, key)}", facts[key]), "unit": unit}
        for key in ("direct_t", "indirect_t", "total_t")
    ]
    if not missing(facts["filled_share"]):
        filled = Live(f"=100*{years.outside(own, 'filled_share')}", 100 * facts["filled_share"])
        rows.append({"figure": book.word("figure.filled_share"), "value": filled, "unit": "%"})
    if quota is None:
        rows.append({"figure": book.word("figure.left_t"), "value": book.word("figure.no-quota")})
    else:
        last, at = tables["quota"][-1], len(tables["quota"]) - 1
        stage = book.word("figure.quota", of=book.word(f"stage.{last['stage']}"))
        rows.append({"figure": stage, "value": Live(f"={quota.outside(at, 'quota_t')}", last["quota_t"]), "unit": "t"})
        left = Live(f"={quota.outside(at, 'left_t')}", last["left_t"])
        rows.append({"figure": book.word("figure.left_t"), "value": left, "unit": "t"})
    if green is not None and tables["green"]:
        first = tables["green"][0]
        share = Live(f"=100*{green.outside(0, 'share')}", 0 if missing(first["share"]) else 100 * first["share"])
        rows.append({"figure": book.word("figure.green_share"), "value": share, "unit": "%"})
    return rows


def _intensities(
    book: AccountBook,
    facts: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    placed: Mapping[str, Placed | None],
    rows_of_intensity: Mapping[tuple[str, int], int],
) -> list[dict[str, Any]]:
    """Emissions per output with the standing among peers in words."""
    intensity = placed["intensity"]
    assert intensity is not None
    rows = []
    for each in tables["peers"]:
        at = rows_of_intensity[each["item"], int(facts["year"])]
        name = str(each[f"item_{book.lang}"])
        note = str(each[f"reason_{book.lang}"])
        if not missing(each["percentile"]):
            place = book.word("figure.percentile", of=name)
            note = f"{place}：{each['percentile']:.1f}"
        rows.append(
            {
                "figure": book.word("figure.per", of=name),
                "value": Live(f"={intensity.outside(at, 'intensity')}", each["own"]),
                "value.style": "intensity",
                "unit": f"{book.word('unit.co2e')}/{book.unit(each['unit'])}",
                "note": note,
            }
        )
    return rows
