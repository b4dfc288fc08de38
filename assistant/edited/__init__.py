"""Word files people have worked on: their text, revisions and comments, each at its bytes."""
