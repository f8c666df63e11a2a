"""Quotas 配额 of existing emitters: dated rule sets as data, each method a pure function of exact numbers.

Results are whole tonnes of CO2e, rounded where and as the rule says; nothing here reads a workspace. Entry points:
``rules.find``, ``RuleSet.in_force``, ``allocate.allocate``, ``issue.settle``, ``carry.carried``, ``offsets.checked``.
"""
