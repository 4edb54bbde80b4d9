"""The hub's calls by subject, for the subjects that are not in `console.client` itself."""
