"""The ledger 台账 of carbon budgets: balanced entries in whole kilograms, balances as their sums."""
