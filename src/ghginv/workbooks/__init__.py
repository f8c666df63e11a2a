"""Excel in and out: templates, reading, judging, marking, results."""
