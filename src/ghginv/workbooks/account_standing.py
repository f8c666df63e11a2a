"""Sheets of an account workbook about output, intensity, peers, quota and green power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.domain import industries
from ghginv.workbooks.account_page import AccountBook, AccountSheet, Entry, Field, Placed, missing
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd


class Standing:
    """Facts and tables of an account, and the sheets that say how it stands."""

    def __init__(self, book: AccountBook, facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]):
        self.book, self.facts, self.lang = book, facts, book.lang
        self.tables = {name: frame.to_dict("records") for name, frame in tables.items()}
        self.rows_of_intensity: dict[tuple[str, int], int] = {}

    def field(self, key: str, style: str = "text") -> Field:
        """A column titled by its key."""
        return Field(key, self.book.word(f"col.{key}"), style)

    def named(self, record: Mapping[str, Any], key: str) -> str:
        """The name of something in the language of the workbook."""
        return str(record[f"{key}_{self.lang}"])

    def sheet(self, key: str, widths: Sequence[float]) -> AccountSheet:
        """A sheet titled by its key."""
        return AccountSheet(self.book, key, self.book.word(f"sheet.{key}"), widths)

    def outputs(self) -> dict[str, str]:
        """What was made and done; returns the cell of each item's quantity."""
        sheet = self.sheet("outputs", (34, 18, 14, 16, 40))
        rows = [
            {
                "output": self.named(each, "item"), "quantity": each["quantity"], "unit": self.book.unit(each["unit"]),
                "submission": each["submission"], "cell": f"{each['sheet']}!{each['cell']}",
            }
            for each in self.tables["outputs"]
        ]  # fmt: skip
        styles = {"output": "text", "quantity": "quantity", "unit": "centre", "submission": "text", "cell": "text"}
        placed = sheet.table([self.field(key, style) for key, style in styles.items()], rows)
        sheet.finish(2)
        return {each["item"]: placed.outside(at, "quantity") for at, each in enumerate(self.tables["outputs"])}

    def intensity(self, years: Placed, outputs: Mapping[str, str]) -> Placed:
        """Emissions of a year over an output of it, live; the year's own output is that of the sheet of outputs."""
        sheet = self.sheet("intensity", (10, 34, 18, 14, 18, 20))
        place = {each["year"]: at for at, each in enumerate(self.tables["years"])}
        at, rows = sheet.row + 2, []
        for number, each in enumerate(self.tables["intensity"]):
            line = at + number
            own = each["year"] == self.facts["year"] and each["item"] in outputs
            given = Live(f"={outputs[each['item']]}", each["quantity"]) if own else each["quantity"]
            total = Live(f"={years.outside(place[each['year']], 'total_t')}", each["total_t"])
            rows.append(
                {
                    "year": each["year"], "output": self.named(each, "item"), "quantity": given,
                    "unit": self.book.unit(each["unit"]),
                    "total_t": total, "intensity": Live(f"=IF(C{line}>0,E{line}/C{line},\"\")", each["intensity"]),
                }
            )  # fmt: skip
            self.rows_of_intensity[each["item"], int(each["year"])] = number
        styles = {
            "year": "year", "output": "text", "quantity": "quantity", "unit": "centre", "total_t": "tonnes",
            "intensity": "intensity",
        }  # fmt: skip
        placed = sheet.table([self.field(key, style) for key, style in styles.items()], rows)
        sheet.finish(2)
        return placed

    def peers(self, intensity: Placed) -> Placed:
        """The standing: own figures live, those of peers as values."""
        sheet = self.sheet("peers", (28, 30, 9, 16, 16, 14, 16, 12, 11, 11, 40))
        rows = []
        for number, each in enumerate(self.tables["peers"], start=sheet.row + 2):
            at = self.rows_of_intensity[each["item"], int(self.facts["year"])]
            row = {
                **each, "output": self.named(each, "item"), "level": level(self.book, each),
                "own": Live(f"={intensity.outside(at, 'intensity')}", each["own"]),
                "reason": self.named(each, "reason"),
            }  # fmt: skip
            for key, formula in (("distance", f"=(E{number}-D{number})/E{number}"), ("ratio", f"=D{number}/G{number}")):
                row[key] = None if missing(each[key]) else Live(formula, each[key])
            rows.append(row)
        styles = {
            "output": "text", "level": "text", "others": "whole", "own": "intensity", "median": "intensity",
            "distance": "share", "mean": "intensity", "ratio": "ratio", "percentile": "decimal",
            "better_than": "decimal", "reason": "text",
        }  # fmt: skip
        placed = sheet.table([self.field(key, style) for key, style in styles.items()], rows)
        sheet.note(self.book.word("note.privacy", least=self.facts["least"], digits=self.facts["digits"]))
        sheet.finish(2)
        return placed

    def quota(self, years: Placed) -> Placed | None:
        """Quotas by stage with what is left, live; says so where there is none."""
        sheet = self.sheet("quota", (14, 22, 36, 16, 18, 20, 16))
        if not self.tables["quota"]:
            sheet.note(self.book.word("compliance.no-quota"), "warning")
            sheet.finish()
            return None
        rows = []
        for number, each in enumerate(self.tables["quota"], start=sheet.row + 2):
            compared = Live(f"={years.outside(self.own_year(), each['compared'])}", each["compared_t"])
            rows.append(
                {
                    "stage": self.book.word(f"stage.{each['stage']}"), "rules": each["rules"], "quota": each["quota"],
                    "quota_t": each["quota_t"], "compared_t": compared,
                    "compared": self.book.word(f"compared.{each['compared']}"),
                    "left_t": Live(f"=D{number}-F{number}", each["left_t"]),
                }
            )  # fmt: skip
        styles = {
            "stage": "text",
            "rules": "text",
            "quota": "text",
            "quota_t": "whole",
            "compared": "text",
            "compared_t": "tonnes",
            "left_t": "tonnes",
        }
        placed = sheet.table([self.field(key, style) for key, style in styles.items()], rows)
        sheet.finish(2)
        return placed

    def own_year(self) -> int:
        """Where the account's own year stands among the years."""
        return next(at for at, each in enumerate(self.tables["years"]) if each["year"] == self.facts["year"])

    def compliance(self, quota: Placed | None, years: Placed) -> None:
        """Quota, carry-over, trade and offsets against emissions; what is not known here is an entry."""
        sheet = self.sheet("compliance", (44, 22))
        word = self.book.word
        if quota is None:
            sheet.note(word("compliance.no-quota"), "warning")
            sheet.finish(landscape=False)
            return
        last = self.tables["quota"][-1]
        row = sheet.row + 2
        check = {"validate": "decimal", "criteria": ">=", "value": 0}
        both = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
        lines = (
            ("quota", Live(f"={quota.outside(len(self.tables['quota']) - 1, 'quota_t')}", last["quota_t"])),
            ("carried", Entry(check)),
            ("bought", Entry(both)),
            ("offset", Entry(check)),
            ("emissions", Live(f"={years.outside(self.own_year(), last['compared'])}", last["compared_t"])),
            ("left", Live(f"=SUM(B{row}:B{row + 3})-B{row + 4}", last["left_t"])),
        )
        rows = [{"figure": word(f"compliance.{key}"), "value": value} for key, value in lines]
        sheet.table([self.field("figure"), self.field("value", "tonnes")], rows)
        sheet.note(word("compliance.note-ledger" if self.book.appended else "compliance.note"))
        sheet.finish(landscape=False)

    def green(self) -> Placed:
        """Electricity bought and what of it was green."""
        sheet = self.sheet("green", (30, 12, 20, 24, 12))
        rows = [
            {
                **each, "item": self.named(each, "item"), "unit": self.book.unit(each["unit"]),
                "share": Live(
                    f"=IF(C{number}>0,D{number}/C{number},0)", 0 if missing(each["share"]) else each["share"]
                ),
            }
            for number, each in enumerate(self.tables["green"], start=sheet.row + 2)
        ]  # fmt: skip
        styles = {"item": "text", "unit": "centre", "bought": "quantity", "green": "quantity", "share": "share"}
        placed = sheet.table([self.field(key, style) for key, style in styles.items()], rows)
        sheet.finish(2, landscape=False)
        return placed

    def unknown(self) -> None:
        """What was given as a notation key."""
        sheet = self.sheet("unknown", (12, 24, 14, 10, 16, 36))
        rows = [{**each, "cell": f"{each['sheet']}!{each['cell']}"} for each in self.tables["unknown"]]
        keys = ("category", "item", "facility", "notation", "submission", "cell")
        sheet.table([self.field(key) for key in keys], rows)
        sheet.finish(2)


def level(book: AccountBook, each: Mapping[str, Any]) -> str:
    """Whom a standing compares with, in words."""
    if not each["level"]:
        return ""
    known = industries.load().get(each["group"])
    name = known.name(book.lang) if known else ""
    return book.word(f"level.{each['level']}", code=each["group"], name=name)
