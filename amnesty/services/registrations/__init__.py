"""A patient's registration: entered, found, decided, changed and ended."""
