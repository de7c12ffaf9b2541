"""When points are gone, and the warning before."""
