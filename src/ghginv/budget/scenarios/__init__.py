"""Scenarios 情景: drivers × intensities on the inventory's own formulas, measures, peak, gap to a budget.

Pure: tables in, tables out. ``plan`` judges a scenario file, ``run`` computes it on a base year, ``peaks``,
``gaps`` and ``decomposition`` say what it means.
"""
