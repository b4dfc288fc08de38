"""Understanding Chinese official prose, and the past reports kept in a library."""
