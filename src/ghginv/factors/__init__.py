"""What is known: the factor library, how a parameter is chosen, and which formula a guideline applies."""
