"""How likely are you to recommend us, and why?"""
