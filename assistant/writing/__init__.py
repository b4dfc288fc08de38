"""Writers: each turns a brief into sentences with evidence."""
