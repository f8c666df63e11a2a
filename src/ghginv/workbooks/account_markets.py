"""The markets in an account workbook: allowances, what is due, offsets and their room, green power, carry; live.

What nobody stated is a yellow cell to fill in, and what follows from it is computed then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghginv.workbooks.account_page import AccountSheet, Entry
from ghginv.workbooks.account_side import AMOUNTS, FEN, KG, SideSheets, quoted
from ghginv.workbooks.results_sheets.page import Live

_POSITIVE = {"validate": "decimal", "criteria": ">=", "value": 0}


class Markets(SideSheets):
    """The sheets about markets."""

    def allowances(self) -> None:
        """What is held by kind and year of allowance."""
        page = self.page("quota", (30, 20, 34, 18, 18, 18, 18, 16, 14))
        page.heading(self.word("allowances"))
        rows = []
        for number, each in enumerate(self.tables["allowances"], start=page.row + 2):
            live = {
                name: Live(f"={self.sums(name, instrument=f'$A{number}', vintage=f'$B{number}')}", each[name] / KG)
                for name in ("allocated", *AMOUNTS)
            }
            rows.append({"instrument": each["instrument"], "vintage": each["vintage"], **live})
        if not rows:
            page.note(self.word("no-allowances"))
            return
        styles = {"instrument": "text", "vintage": "year", **dict.fromkeys(("allocated", *AMOUNTS), "exact")}
        page.table(self.fields(**styles), rows)
        page.note(self.word("allowances-note"))

    def obligations(self) -> None:
        """Due, surrendered, credits used, still due; what nobody stated is to be filled in."""
        page = self.page("compliance", (44, 22, 22, 22, 22, 22))
        page.heading(self.word("obligations"))
        rows = []
        for number, each in enumerate(self.tables["obligations"], start=page.row + 2):
            by = {"use": f'"{self.word("use.offset")}"', "unit": f"$A{number}", "for_year": f"$B{number}"}
            due = each["due_kg"]
            still = None if due is None else max(0, due - each["allowances_kg"] - each["credits_kg"]) / KG
            if self.moves is None:
                own, other = "=0", "=0"
            else:
                own = f"={self.sums('used', **by, instrument=f'$A{number}')}"
                other = f"={self.sums('used', **by)}-D{number}"
            left = f'=IF(C{number}="","",MAX(0,C{number}-D{number}-E{number}))'
            rows.append({
                "instrument": each["unit"], "for_year": each["year"],
                "due": Entry(_POSITIVE) if due is None else due / KG,
                "still": Live(left, "" if still is None else still),
                "allowances": Live(own, each["allowances_kg"] / KG), "credits": Live(other, each["credits_kg"] / KG),
            })  # fmt: skip
            where = f"'{page.name}'!"
            self.due[each["unit"], each["year"]] = f"{where}C{number}", f"{where}E{number}"
            self.still.append((each, f"{where}F{number}", still))
        if not rows:
            page.note(self.word("no-obligations"))
            return
        styles = {"instrument": "text", "for_year": "year", "due": "exact", "allowances": "exact", "credits": "exact",
                  "still": "exact"}  # fmt: skip
        page.table(self.fields(**styles), rows)
        page.note(self.word("obligations-note"))
        self._costs(page)

    def _costs(self, page: AccountSheet) -> None:
        """What was paid for and received from instruments: a memo, money touches no quantity."""
        prices = [each["paid_fen"] for each in self.tables["moves"]]
        if self.moves is None or not any(prices):
            return
        page.heading(self.word("costs"))
        at, cells = page.row + 2, self.moves.range("paid", outside=True)
        bought, sold = (sum(sign * price for price in prices if sign * price > 0) / FEN for sign in (1, -1))
        lines = (("bought", f'=SUMIF({cells},">0")', bought), ("sold", f'=-SUMIF({cells},"<0")', sold),
                 ("net", f"=B{at}-B{at + 1}", bought - sold))  # fmt: skip
        rows = [{"figure": self.word(f"row.{key}"), "value": Live(formula, value)} for key, formula, value in lines]
        page.table(self.fields(figure="text", value="tonnes"), rows)
        page.note(self.word("costs-note"))

    def offsets(self) -> None:
        """The cap of offsets, what was used of it, the room that is left; the blocks held."""
        page = self.page("offset", (24, 14, 24, 20, 14, 20, 20, 20, 20, 30))
        page.heading(self.word("caps"))
        rows: list[dict[str, Any]] = []
        for each in (each for each in self.tables["obligations"] if each["cap"] is not None):
            number = page.row + 2 + len(rows)
            due, used = self.due[each["unit"], each["year"]]
            base = f"{due}" if each["base"] == "due" else f"MAX(0,{due}-D{number})"
            most = None if each["most_kg"] is None else each["most_kg"] / KG
            room = None if most is None else most - each["credits_kg"] / KG
            rows.append({
                "instrument": each["unit"], "for_year": each["year"],
                "due": Live(f'=IF({due}="","",{due})', "" if each["due_kg"] is None else each["due_kg"] / KG),
                "covered": each["covered_kg"] / KG, "cap": each["cap"],
                "most": Live(f'=IF({due}="","",ROUNDDOWN(ROUND({base}*E{number},6),0))', "" if most is None else most),
                "credits": Live(f"={used}", each["credits_kg"] / KG),
                "room": Live(f'=IF(F{number}="","",F{number}-G{number})', "" if room is None else room),
                "parameter": each["parameter"], "status": self.mark(each["status"]),
            })  # fmt: skip
            self.room.append((each, f"'{page.name}'!H{number}", room))
        amounts = dict.fromkeys(("most", "credits", "room"), "exact")
        styles = {"instrument": "text", "for_year": "year", "due": "exact", "covered": "exact", "cap": "share",
                  **amounts, "status": "text", "parameter": "text"}  # fmt: skip
        if rows:
            page.table(self.fields(**styles), rows)
            page.note(self.word("caps-note"))
        else:
            page.note(self.word("no-obligations"))
        page.heading(self.word("credits"))
        rows = []
        for number, each in enumerate(self.tables["credits"], start=page.row + 2):
            by = {"instrument": f"$B{number}", "block": f"$A{number}"}
            live = {name: Live(f"={self.sums(name, **by)}", each[name] / KG) for name in ("held", "used")}
            rows.append({**each, **live, "usable": each["usable"] or self.book.word("no")})
        styles = {"block": "text", "instrument": "text", "project": "text", "registered": "text", "vintage": "year",
                  "held": "exact", "used": "exact", "usable": "text"}  # fmt: skip
        if rows:
            page.table(self.fields(**styles), rows)
        else:
            page.note(self.word("no-credits"))

    def green(self) -> None:
        """Certificates held and retired, and electricity read in two ways that are never mixed."""
        page = self.page("green", (30, 20, 20, 24, 18, 18, 18))
        page.heading(self.word("certificates"))
        rows = []
        for number, each in enumerate(self.tables["certificates"], start=page.row + 2):
            mine = {"block": f"$A{number}", "instrument": quoted("GEC")}
            live = {"held": Live(f"={self.sums('held', **mine)}", each["held"] / KG)}
            for use in ("consumption", "enclave"):
                by = {**mine, "use": quoted(self.word(f"use.{use}"))}
                live[use] = Live(f"={self.sums('used', **by)}", each[use] / KG)
            rows.append({**each, **live})
        styles = {"block": "text", "project": "text", "registered": "text", "vintage": "year", "held": "exact",
                  "consumption": "exact", "enclave": "exact"}  # fmt: skip
        if rows:
            page.table(self.fields(**styles), rows)
        else:
            page.note(self.word("no-certificates"))
        for each in self.tables["reading"]:
            self._reading(page, each)
        page.note(self.word("green-note"))

    def _reading(self, page: AccountSheet, each: Mapping[str, Any]) -> None:
        page.heading(self.word("reading", year=each["year"]))
        at = page.row + 2
        used, green = each["consumption_kwh"] / KG, each["retired_kwh"] / KG
        average, residual = each["average"], each["residual"]
        lines: list[tuple[str, Any, str]] = [
            ("consumption", used, ""), ("retired", green, ""),
            ("average", average, f"{each['average_of']} {self.mark(each['average_status'])}"),
            ("residual", residual, self.mark(each["residual_status"])),
        ]  # fmt: skip
        if average is not None:
            lines.append(("location", Live(f"=B{at}*B{at + 2}", used * average), ""))
        if residual is not None:
            lines.append(("market", Live(f"=MAX(0,B{at}-B{at + 1})*B{at + 3}", max(0.0, used - green) * residual), ""))
        rows = [{"figure": self.word(f"row.{key}"), "value": value, "note": note} for key, value, note in lines]
        page.table(self.fields(figure="text", value="quantity", note="text"), rows)

    def carry(self) -> None:
        """What the budget carried or borrowed by year; what allowances were carried, with the formula."""
        page = self.page("carry", (16, 18, 18, 18, 18, 18, 18, 18, 18, 16, 16))
        page.heading(self.word("carried-budget"))
        rows = [{"year": str(each["year"]), "carried": each["carried_kg"] / KG, "borrowed": each["borrowed_kg"] / KG}
                for each in self.tables["budget_years"]]  # fmt: skip
        page.table(self.fields(year="text", carried="exact", borrowed="exact"), rows)
        page.note(self.word("carry-note"))
        page.heading(self.word("carried-allowances"))
        rows = []
        for number, each in enumerate(self.tables["carried"], start=page.row + 2):
            net = max(0.0, each["sold_t"] - each["bought_t"])
            given = int((each["base"] or 0) + net * (each["multiplier"] or 0))
            moved = self.sums("held", entry=f"$A{number}", vintage=f"$C{number}")
            rows.append({
                "entry": each["entry_id"], "vintage": each["vintage"], "target": each["target"], "sold": each["sold_t"],
                "bought": each["bought_t"], "net": Live(f"=MAX(0,D{number}-E{number})", net), "base": each["base"],
                "multiplier": each["multiplier"], "formula": Live(f"=INT(G{number}+F{number}*H{number})", given),
                "most": each["most_kg"] / KG, "carried": Live(f"={moved}", each["carried_kg"] / KG),
            })  # fmt: skip
        styles = {"entry": "text", "vintage": "year", "target": "year", "sold": "exact", "bought": "exact",
                  "net": "exact", "base": "exact", "multiplier": "ratio", "formula": "exact", "most": "exact",
                  "carried": "exact"}  # fmt: skip
        if rows:
            page.table(self.fields(**styles), rows)
            page.note(self.word("carried-note"))
        else:
            page.note(self.word("no-carried"))

    def deadlines(self) -> None:
        """What is to be done by when, and the parameters; each with its document and mark."""
        page = self.page("deadlines", (40, 18, 22, 46, 18, 76))
        page.heading(self.word("deadlines", year=self.facts["year"]))
        rows = [
            {**each, "figure": each[self.lang], "date": each["date"] or f"{each['value']} {self.word('days')}",
             "status": self.mark(each["status"])}
            for each in self.tables["deadlines"]
        ]  # fmt: skip
        styles = dict.fromkeys(("figure", "date", "jurisdiction", "parameter", "status", "citation"), "text")
        page.table(self.fields(**styles), rows)
        page.heading(self.word("parameters"))
        rows = [{**each, "figure": each["parameter"], "status": self.mark(each["status"])}
                for each in self.tables["parameters"]]  # fmt: skip
        styles = dict.fromkeys(("figure", "value", "jurisdiction", "unit", "status", "citation"), "text")
        page.table(self.fields(**styles), rows)

    def market_lines(self) -> list[dict[str, Any]]:
        """Lines of the first sheet about what is still due and the room for offsets."""
        found = []
        for told, key in ((self.still, "still-of"), (self.room, "room-of")):
            for each, at, value in told:
                if value is not None:
                    name = self.word(key, unit=each["unit"], year=each["year"])
                    found.append({"figure": name, "value": Live(f"={at}", value), "value.style": "exact", "unit": "t"})
        return found

