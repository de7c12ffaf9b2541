"""Who takes part: joining, language, leaving, the team."""
