"""Whose keys are trusted: roots, requests and the list."""
