"""All that a user can do with carbon budgets, a file a verb."""
