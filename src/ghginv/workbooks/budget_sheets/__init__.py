"""The sheets of a carbon budget's result workbook, a file a kind of sheet."""
