"""Drafting: this year's sheet and the library become a draft with evidence."""

__version__ = "0.1.0"
