"""Certificates, cards and letters: issued, drawn, read back and printed."""
