"""Forms: what a person fills in. They are given values and emit what was filled in; they send nothing themselves."""
