"""Judging a report: checks, findings, and benchmarks. Never edits, never uses a model."""
