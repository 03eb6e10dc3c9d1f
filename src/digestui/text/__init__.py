"""Foreign text made safe, readable, searchable and measurable. Pure; any room may use it."""
