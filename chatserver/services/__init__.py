"""Use cases as plain functions. A transport translates and calls one; the store runs its unit of work."""
