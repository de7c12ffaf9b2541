"""All SQL of complaints: the complaints themselves, what is said in them, and the team that works on them."""
