"""Certificates, cards, letters and what prints them."""
