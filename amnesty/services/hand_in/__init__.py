"""A hand-in from its appointment to its destruction."""
