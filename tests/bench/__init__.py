"""How fast the house is, measured by hand: each module has a `main` that prints."""
