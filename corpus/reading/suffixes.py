"""The endings of file names that are read, each by a module of this package."""

SUFFIXES = (".txt", ".md", ".markdown", ".docx", ".pdf", ".doc", ".wps")
