"""All SQL of privacy: what is kept of a person, and how it is erased."""
