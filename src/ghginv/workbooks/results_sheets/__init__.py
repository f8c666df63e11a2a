"""The sheets of the result workbook, a module for each kind."""
