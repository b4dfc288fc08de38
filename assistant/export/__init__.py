"""A draft on its way out: Markdown, JSON, Word, and the list of what is still to do."""
