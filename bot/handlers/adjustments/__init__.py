"""Points put right by hand."""
