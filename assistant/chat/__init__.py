"""The page in the browser: views of a session, and nothing that a command could not do as well."""
