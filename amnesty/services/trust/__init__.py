"""The keys that sign, whose keys are trusted, and the list of them."""
