"""Carbon budgets 碳预算 on four levels: region, industry, enterprise, project; tables in, tables out."""
