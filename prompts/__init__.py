"""The words sent to a model and the kinds of report, as files."""
