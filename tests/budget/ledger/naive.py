"""A ledger as one would keep it on paper: a list of postings as plain dicts, every sum made anew from all of them.

It knows nothing of the package: trees are dicts of parents, rules are numbers, a command is a dict, and the answer is
whether it is allowed.
"""

from __future__ import annotations

from fractions import Fraction

YEARS = (2026, 2027)


class Paper:
    """Postings ``{id, place, year, kg, day}`` and what may be done with them."""

    def __init__(self, parents, rules):
        self.parents, self.rules = parents, rules
        self.postings, self.lines, self.deeds, self.undone, self.keys = [], {}, {}, set(), {}
        self.closed, self.last = set(), 0

    def balance(self, place, year):
        return sum(each["kg"] for each in self.postings if (each["place"], each["year"]) == (place, year))

    def balances(self):
        found = {}
        for each in self.postings:
            key = (each["place"], each["year"])
            found[key] = found.get(key, 0) + each["kg"]
        return {key: kg for key, kg in found.items() if kg}

    def district(self, region):
        while self.parents.get(self.parents.get(region, ""), ""):
            region = self.parents[region]
        return region

    def below(self, region, above):
        while region and region != above:
            region = self.parents.get(region, "")
        return region == above

    def moved(self, deed, place, year):
        """What earlier deeds of a kind, not undone, moved out of a year (or into it from the next)."""
        return sum(
            each["kg"]
            for number, each in self.deeds.items()
            if (each["deed"], each["from"], each["year"]) == (deed, place, year) and number not in self.undone
        )

    def allowed(self, command):
        """Whether a command may be carried out now."""
        deed, kg, year = command["deed"], command["kg"], command["year"]
        years = {year, year + 1} if deed in ("carry", "borrow") else {year}
        if not years <= set(YEARS) or years & self.closed or kg <= 0:
            return False
        if command["day"] < max([f"{max(self.closed)}-12-31", *self.days_of(self.closed)] if self.closed else [""]):
            return False
        return getattr(self, f"may_{deed}")(command["from"], command["to"], year, kg)

    def days_of(self, years):
        return [each["day"] for each in self.postings if each["year"] in years]

    def may_virement(self, source, target, year, kg):
        near = self.district(source[1]) == self.district(target[1])
        alike = source[2] == target[2]
        allowed = ("region" in self.rules["virement"] and near) or ("industry" in self.rules["virement"] and alike)
        return allowed and self.balance(source, year) >= kg

    def may_release(self, source, target, year, kg):
        return self.below(target[1], source[1]) and self.balance(source, year) >= kg

    def may_carry(self, source, target, year, kg):
        before = self.moved("carry", source, year)
        unused = self.balance(source, year) + before
        rate = Fraction(self.rules["carry_rate"])
        return self.rules["carry"] and (kg + before) * 100 <= unused * rate and self.balance(source, year) >= kg

    def may_borrow(self, source, target, year, kg):
        rate = Fraction(self.rules["borrow_rate"])
        once = self.moved("borrow", source, year) == 0
        return self.rules["borrow"] and once and kg * 100 <= self.balance(source, year + 1) * rate

    def carry_out(self, command):
        """Write a command down and give it the next number."""
        self.last += 1
        deed, source, target, year, kg = (command[name] for name in ("deed", "from", "to", "year", "kg"))
        self.deeds[self.last] = command
        if deed in ("virement", "release"):
            rows = [(source, year, -kg), (target, year, kg)]
        else:
            sign, other = (1, "carry") if deed == "carry" else (-1, "borrow")
            between = (other, *source[1:])
            rows = [(source, year, -sign * kg), (between, year, sign * kg),
                    (source, year + 1, sign * kg), (between, year + 1, -sign * kg)]  # fmt: skip
        self.write(rows, command["day"])

    def write(self, rows, day, number=0):
        for place, year, kg in rows:
            self.postings.append({"id": number or self.last, "place": place, "year": year, "kg": kg, "day": day})

    def may_undo(self, number, day):
        mine = [each for each in self.postings if each["id"] == number]
        if number in self.undone or {each["year"] for each in mine} & self.closed:
            return False
        if self.closed and day < max(f"{max(self.closed)}-12-31", *self.days_of(self.closed)):
            return False
        kept = {}
        for each in mine:
            key = (each["place"], each["year"])
            kept[key] = kept.get(key, 0) - each["kg"]
        return all(
            kg >= 0 or place[0] in ("carry", "borrow") or self.balance(place, year) + kg >= 0
            for (place, year), kg in kept.items()
        )

    def undo(self, number, day):
        mine = [each for each in self.postings if each["id"] == number]
        self.undone.add(number)
        self.last += 1
        self.write([(each["place"], each["year"], -each["kg"]) for each in mine], day)

    def may_change(self, new, year):
        """Whether the lines of a year may become others: nothing may end below zero."""
        if year in self.closed:
            return False
        return all(
            new.get(key, 0) >= self.lines.get(key, 0)
            or self.balance(key[0], year) + new.get(key, 0) - self.lines.get(key, 0) >= 0
            for key in {*self.lines, *new}
            if key[1] == year
        )

    def change(self, new, entries, day):
        """Write the difference down, against the source; ``entries`` is how many entries it takes."""
        for key in sorted({*self.lines, *new}):
            kg = new.get(key, 0) - self.lines.get(key, 0)
            if kg:
                self.write([(*key, kg), (("cap", "", "", "", ""), key[1], -kg)], day, self.last + 1)
        self.last += entries
        self.lines = dict(new)
