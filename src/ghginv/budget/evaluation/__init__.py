"""Evaluation 评价考核 of districts, departments and enterprises by rules kept as data: figures in, grades out."""
