"""Values, rules and formulas of the field: pure functions and frozen types, without any input or output."""
