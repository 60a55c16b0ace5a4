"""Profiles and texts as data, read and validated by `amnesty.domain`."""
