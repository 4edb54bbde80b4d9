"""What a person can do or ask: one function per verb, each right → jurisdiction → version → rule in one transaction."""
