"""A patient's registration, from its draft to its end."""
