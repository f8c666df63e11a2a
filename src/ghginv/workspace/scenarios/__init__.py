"""Scenarios 情景: run on a base-year inventory, kept, listed, compared, written as workbook and page."""
