"""吹哨报到: the list of whistles, one of them with its units, problems and record, and what can be done to it."""
