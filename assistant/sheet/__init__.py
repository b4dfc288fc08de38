"""The sheet: this year's facts, problems, guidance and decisions."""
