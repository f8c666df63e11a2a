"""Execution 执行: what months report, as account-months of a budget. Tables in, tables out."""
