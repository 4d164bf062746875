"""Search: what of a chat can be found, what a person asks for, and how what was found is ordered and shown."""
