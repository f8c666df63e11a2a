"""The ledger on paper, with emissions, projects, trade and successions; every sum made anew from all postings."""

from __future__ import annotations

from fractions import Fraction

from tests.budget.ledger.naive import YEARS, Paper

BUDGETS = ("pool", "available", "reserve.general", "reserve.new", "reserved", "committed", "consumed.est",
           "consumed.ver", "consumed.rest", "overspent", "elim.power")  # fmt: skip
FREE = ("carry", "borrow", "overspent", "traded", "money", "prior", "external", "cap", "consumed.est", "consumed.ver")
EMITTED = {"estimate": "consumed.est", "verified": "consumed.ver", "unexplained": "consumed.rest"}
BUYER_CAP, BUFFER, CLAWBACK, PRICE_FEN = 40, 10, 50, 5000


def at(place, kind):
    return (kind, *place[1:])


class PaperOfExecution(Paper):
    """Postings of all kinds that move budgets."""

    def left(self, place, year):
        return self.balance(at(place, "available"), year) + self.balance(at(place, "overspent"), year)

    def of_region(self, region, year, kinds=BUDGETS):
        return sum(
            each["kg"]
            for each in self.postings
            if each["year"] == year and each["place"][0] in kinds and self.below(each["place"][1], region)
        )

    def left_of(self, region, year):
        return self.of_region(region, year, ("available", "overspent"))

    def gives(self, place, year, kg, elsewhere=True):
        """Whether a place may give: of what is left, and not what its district sold."""
        district = self.district(place[1])
        sold = -min(self.balance(("traded", district, "", "", ""), year), 0)
        kept = not (elsewhere and sold) or self.left_of(district, year) - sold >= kg
        return self.balance(place, year) >= kg and self.left(place, year) >= kg and kept

    # what the plain ledger does, where emissions and trades are about

    def may_virement(self, source, target, year, kg):
        away = self.district(source[1]) != self.district(target[1])
        return super().may_virement(source, target, year, kg) and self.gives(source, year, kg, away)

    def may_carry(self, source, target, year, kg):
        before = self.moved("carry", source, year)
        unused, rate = self.left(source, year) + before, Fraction(self.rules["carry_rate"])
        within = (kg + before) * 100 <= unused * rate and not self.balance(at(source, "consumed.est"), year)
        return self.rules["carry"] and within and self.gives(source, year, kg)

    def may_borrow(self, source, target, year, kg):
        covered = self.balance(at(source, "overspent"), year + 1) == 0 or self.left(source, year + 1) >= kg
        return super().may_borrow(source, target, year, kg) and covered

    def may_change(self, new, year):
        falls = [
            (place, new.get((place, each), 0) - self.lines.get((place, each), 0))
            for place, each in {*self.lines, *new}
            if each == year
        ]
        kept = all(kg >= 0 or self.left(place, year) + kg >= 0 for place, kg in falls if place[0] == "available")
        return super().may_change(new, year) and kept

    # emissions

    def in_force(self, deed):
        mine = {number: each for number, each in self.deeds.items() if each["deed"] == deed}
        return {number: each for number, each in mine.items() if number not in self.undone}

    def may_estimate(self, place, month, year, kg):
        over = self.balance(at(place, "consumed.ver"), year) or self.balance(at(place, "consumed.rest"), year)
        twice = any((e["from"], e["to"], e["year"]) == (place, month, year) for e in self.in_force("estimate").values())
        return not over and not twice

    def may_verified(self, place, month, year, kg):
        return not any(self.balance(at(place, kind), year) for kind in ("consumed.est", "consumed.ver"))

    def may_unexplained(self, place, month, year, kg):
        return not place[4] and not any(self.balance(at(place, k), year) for k in ("consumed.est", "consumed.rest"))

    def may_prior(self, place, month, year, kg):
        return 2026 in self.closed and year == 2027

    def rows_of_emission(self, deed, place, year, kg):
        if kg < 0:
            return [(at(place, EMITTED[deed]), year, kg), (at(place, "elim.power"), year, -kg)]
        covered = min(kg, max(self.left(place, year), 0))
        rows = [(at(place, EMITTED[deed]), year, kg), (place, year, -covered)]
        return [*rows, (at(place, "overspent"), year, covered - kg)]

    # projects: one, kept at several places

    def came(self, place, source, year):
        """What came from an account for the project at a place and did not go back."""
        found = 0
        for number, each in self.deeds.items():
            if number in self.undone or each["from"] != place or each["year"] != year:
                continue
            if each["to"] == source and each["deed"] in ("hold", "free", "lapse"):
                found += each["kg"] if each["deed"] == "hold" else -each["kg"]
            if each["deed"] == "start" and each["to"][1] == source and source[0] != "available":
                found -= each["kg"] - each["to"][2]
        return max(found, 0)

    def may_hold(self, place, source, year, kg):
        if source == place:
            return self.balance(place, year) >= kg and self.left(place, year) >= kg
        own = source[0] == "reserve.new" and self.below(place[1], source[1])
        return own and self.balance(source, year) >= kg

    def may_commit(self, place, to, year, kg):
        return self.balance(at(place, "reserved"), year) >= kg

    def may_free(self, place, back, year, kg):
        return self.balance(at(place, "reserved"), year) >= kg and self.came(place, back, year) >= kg

    def may_lapse(self, place, back, year, kg):
        return self.balance(at(place, "committed"), year) >= kg and self.came(place, back, year) >= kg

    def may_start(self, place, to, year, kg):
        target, back, used = to
        rest = kg - used
        home = back == place or not rest or (back[0] != "available" and self.came(place, back, year) >= rest)
        joined = target[1:3] == place[1:3]
        return self.balance(at(place, "committed"), year) >= kg and home and joined

    # trade

    def may_trade(self, seller, buyer, year, kg):
        traded = [self.balance(("traded", region, "", "", ""), year) for region in (seller, buyer)]
        budgets = [self.of_region(region, year) for region in (seller, buyer)]
        districts = all(self.parents.get(region) == "C" for region in (seller, buyer)) and seller != buyer
        if not districts or min(budgets) <= 0 or traded[0] > 0 or traded[1] < 0:
            return False
        buffer, cap = budgets[0] * BUFFER // 100, budgets[1] * BUYER_CAP // 100
        return kg <= self.left_of(seller, year) - buffer + traded[0] and kg <= cap - traded[1]

    # successions: ``to`` is the kind and the shares

    def may_succeed(self, old, to, year, kg):
        kind, shares = to
        given = sum(kg for place, kg in shares.items() if place[0] != "overspent")
        taken = sum(kg for place, kg in shares.items() if place[0] == "overspent")
        left, after = self.left(old, year), self.left(old, year) - given - taken
        enough = self.balance(old, year) >= given and (not given or after >= 0 or not self.over(old, year))
        enough = enough and taken >= self.over(old, year)
        away = [kg for place, kg in shares.items() if self.district(place[1]) != self.district(old[1])]
        district = self.district(old[1])
        sold = -min(self.balance(("traded", district, "", "", ""), year), 0)
        if kind == "move" and sold and sum(away) > 0 and self.left_of(district, year) - sold < sum(away):
            return False
        if kind in ("merger", "closure") and left - given - taken > 0:
            return False
        back = sum(kg for place, kg in shares.items() if place[0] == "reserve.general")
        return enough and (kind != "closure" or back >= (given + taken) * CLAWBACK // 100)

    def over(self, place, year):
        return self.balance(at(place, "overspent"), year)

    # writing down and undoing

    def record(self, command, rows):
        self.last += 1
        self.deeds[self.last] = command
        self.write([row for row in rows if row[2]], command["day"])

    def may_undo(self, number, day):
        mine = [each for each in self.postings if each["id"] == number]
        command = self.deeds[number]
        if number in self.undone or {each["year"] for each in mine} & self.closed:
            return False
        if self.closed and day < max(f"{max(self.closed)}-12-31", *self.days_of(self.closed)):
            return False
        if command["deed"] == "hold" and self.came(command["from"], command["to"], command["year"]) < command["kg"]:
            return False
        kept = {}
        for each in mine:
            key = (each["place"], each["year"])
            kept[key] = kept.get(key, 0) - each["kg"]
        whole = all(
            kg >= 0 or place[0] in FREE or self.balance(place, year) + kg >= 0 for (place, year), kg in kept.items()
        )
        over = [
            kg <= 0 or self.balance(place, year) + kg <= 0
            for (place, year), kg in kept.items()
            if place[0] == "overspent"
        ]
        return whole and all(over)


__all__ = ["YEARS", "PaperOfExecution", "at"]
