"""The work: activity data and choices in, emissions, totals and evidence out; tables in, tables out."""
