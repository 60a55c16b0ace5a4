"""Checking certificates on an officer's device, which has no register."""
