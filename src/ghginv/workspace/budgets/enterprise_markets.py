"""The markets in an enterprise's carbon account: allowances, what is due, offsets and their room, green power, carry.

All is made of the enterprise's own legs and of what was stated with them; what is not stated stays empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from ghginv.workspace.budgets import enterprise_deadlines, market_rules
from ghginv.workspace.budgets.market_rules import Rules

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.ledger.books import Books
    from ghginv.domain.policy import Dated

KG = 1000
RESIDUAL, AVERAGE = "grid_factor_2023_national_excluding_traded_nonfossil", "grid_factor_2023_province"
OBLIGATIONS = ("unit", "year", "due_kg", "allowances_kg", "credits_kg", "covered_kg", "cap", "base", "most_kg",
               "parameter", "status", "accepted", "credit_from", "home_share")  # fmt: skip
CREDITS = ("instrument", "block", "project", "vintage", "registered", "held", "used", "usable")
CERTIFICATES = ("block", "project", "vintage", "registered", "held", "consumption", "enclave")
READING = ("year", "consumption_kwh", "retired_kwh", "average", "average_status", "average_of", "residual",
           "residual_status")  # fmt: skip
CARRIED = ("entry_id", "vintage", "target", "sold_t", "bought_t", "base", "multiplier", "most_kg", "carried_kg", "day",
           "deadline")  # fmt: skip
ALLOWANCES = ("instrument", "vintage", "allocated", "pre", "held", "frozen", "used", "cancelled", "to_deduct")


class Markets:
    """The tables of one enterprise, from the books of a budget; ``units`` are the allowances of its markets."""

    def __init__(self, books: Books, enterprise: str, year: int, units: Collection[str], region: str):
        from ghginv.budget.ledger import holder, instruments

        self.books, self.enterprise, self.year, self.region = books, enterprise, year, region
        self.terms = books.market.terms
        self.moves = holder.moves(books.entries, books.legs, enterprise, self.terms)
        self.positions = holder.positions(self.moves)
        held = set(self.positions["instrument"]) & set(instruments.group(instruments.ALLOWANCE))
        self.units = tuple(sorted({*held, *units}))
        self.used: list[Dated] = []

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name; columns as named in this module, ``moves`` those of ``holder``."""
        due = self.obligations()
        return {
            "allowances": self.allowances(), "moves": self.moves, "obligations": due, "credits": self.credits(due),
            "certificates": self.certificates(), "reading": self.reading(), "carried": self.carried(),
        }  # fmt: skip

    def allowances(self) -> pd.DataFrame:
        """What is held by kind and year of allowance, in kg; ``allocated`` is what was given 预分配、核定."""
        from ghginv.budget.ledger import holder, instruments

        mine = self.positions[self.positions["instrument"].isin(instruments.group(instruments.ALLOWANCE))]
        given = [holder.covered(self.moves, row["instrument"], row["vintage"]) for row in mine.to_dict("records")]
        return mine.assign(allocated=given)[list(ALLOWANCES)].reset_index(drop=True)

    def obligations(self) -> pd.DataFrame:
        """What is due in each market and year, with the cap of offsets; ``due_kg`` is empty where nobody stated it."""
        import pandas as pd

        from ghginv.budget.ledger import holder

        stated = holder.obligations(self.books.entries, self.moves, self.terms).to_dict("records")
        known = {(row["unit"], row["year"]) for row in stated}
        blank = {"due_kg": None, "allowances_kg": 0, "credits_kg": 0}
        stated += [{"unit": unit, "year": self.year, **blank} for unit in self.units if (unit, self.year) not in known]
        rows = [{**row, **self._cap(row)} for row in sorted(stated, key=lambda row: (row["unit"], row["year"]))]
        return pd.DataFrame(rows, columns=list(OBLIGATIONS)).astype({"due_kg": "Int64", "most_kg": "Int64"})

    def _cap(self, row: dict[str, Any]) -> dict[str, Any]:
        """What offsets may do for an obligation, and who says so."""
        from ghginv.budget.ledger import holder

        rules, year = Rules(row["unit"]), int(row["year"])
        covered, cap = holder.covered(self.moves, row["unit"], year), rules.find("cap", year)
        found: dict[str, Any] = {"covered_kg": covered, "base": "short" if row["unit"] == "SZA" else "due"}
        if cap is None:
            return {**found, "cap": None, "most_kg": None, "parameter": "", "status": "", "accepted": "",
                    "credit_from": "", "home_share": ""}  # fmt: skip
        told = market_rules.offset(rules, year, row["due_kg"] or 0, covered)
        self.used += rules.used.values()
        most = told["credits_most_kg"] if row["due_kg"] is not None else None
        return {
            **found, "cap": float(cap.number / 100), "most_kg": most, "parameter": cap.id, "status": cap.status,
            "accepted": " ".join(told["accepted"]), "credit_from": told["credit_from"],
            "home_share": told["home_share"],
        }  # fmt: skip

    def _blocks(self, group: str) -> Iterator[tuple[dict[str, Any], Any]]:
        """What is held of each block of a group, with the block as registered."""
        from ghginv.budget.ledger import instruments

        mine = self.positions[self.positions["instrument"].isin(instruments.group(group))]
        for row in mine.to_dict("records"):
            yield row, self.books.market.blocks.get(f"{row['instrument']}.{row['block']}")

    def credits(self, due: pd.DataFrame) -> pd.DataFrame:
        """Credits by block; ``usable`` says in which of the enterprise's markets the rules of this year take them."""
        import pandas as pd

        from ghginv.budget.ledger import instruments

        now, rows = due[due["year"] == self.year].to_dict("records"), []
        for row, block in self._blocks(instruments.CREDIT):
            usable = [each["unit"] for each in now if row["instrument"] in each["accepted"].split()
                      and (not each["credit_from"] or (block is not None and block.registered >= each["credit_from"]))]
            rows.append({**row, **_about(block), "usable": " ".join(usable)})
        return pd.DataFrame(rows, columns=list(CREDITS))

    def certificates(self) -> pd.DataFrame:
        """Green certificates by block, in kWh: held, retired for consumption, retired for an enclave."""
        import pandas as pd

        from ghginv.budget.ledger import instruments

        rows = []
        for row, block in self._blocks(instruments.GREEN):
            mine = self.moves[(self.moves["instrument"] == row["instrument"]) & (self.moves["block"] == row["block"])]
            uses = {use: int(mine.loc[mine["use"] == use, "used"].sum()) for use in ("consumption", "enclave")}
            rows.append({**row, **_about(block), **uses})
        return pd.DataFrame(rows, columns=list(CERTIFICATES))

    def reading(self) -> pd.DataFrame:
        """Electricity of the year as stated when certificates were retired, with both factors; no row without any.

        Two readings that are never mixed: all of it at the average of the place, or what is not green at the residual.
        """
        import pandas as pd

        mine = self.moves[(self.moves["use"] == "consumption") & (self.moves["year"] == self.year)]
        keys = dict(zip(self.books.entries["entry_id"], self.books.entries["key"], strict=True))
        stated = [self.terms.get(keys[each], {}).get("consumption_kwh", 0) for each in mine["entry_id"]]
        if not any(stated):
            return pd.DataFrame(columns=list(READING))
        province = self._province()
        average = enterprise_deadlines.newest(AVERAGE, province)
        residual = enterprise_deadlines.newest(RESIDUAL, "CN")
        self.used += [each for each in (average, residual) if each is not None]
        row = [self.year, max(stated), int(mine["used"].sum()), *_factor(average), province, *_factor(residual)]
        return pd.DataFrame([row], columns=list(READING))

    def _province(self) -> str:
        from ghginv.domain import regions

        code = f"{self.region[:2]}0000"
        return regions.find_code(code).name("en") if regions.known(code) else ""

    def carried(self) -> pd.DataFrame:
        """What was carried over to another vintage, with the terms of the formula T = min(⌊B + NS × R⌋, holding)."""
        import pandas as pd

        keys = dict(zip(self.books.entries["entry_id"], self.books.entries["key"], strict=True))
        mine, rows = self.moves[self.moves["kind"] == "ets-carry"], []
        for entry_id in dict.fromkeys(mine["entry_id"]):
            legs, told = mine[mine["entry_id"] == entry_id], self.terms.get(keys[entry_id], {})
            out, into = legs[legs["held"] < 0], legs[legs["held"] > 0]
            if not told or out.empty or into.empty:
                continue
            base, times = (market_rules.in_force(f"ets_carry_{name}", told["deadline"], "CN national ETS")
                           for name in ("base", "multiplier"))  # fmt: skip
            rows.append([
                entry_id, int(out["vintage"].iloc[0]), int(into["vintage"].iloc[0]), float(told.get("sold_t", 0)),
                float(told.get("bought_t", 0)), float(base.number) if base else None,
                float(times.number) if times else None, told["most_kg"], int(into["held"].sum()), told["day"],
                told["deadline"],
            ])  # fmt: skip
        return pd.DataFrame(rows, columns=list(CARRIED))


def _about(block: Any) -> dict[str, str]:
    """What the register says of a block."""
    return {name: getattr(block, name, "") for name in ("project", "registered")}


def _factor(dated: Dated | None) -> tuple[float | None, str]:
    return (None, "") if dated is None else (float(dated.number), dated.status)
