"""Corrected locations: what a person knows better than the engine; checked, laid over it, written, read again."""
