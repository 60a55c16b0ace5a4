"""Checking a certificate on an officer's device, which has no register."""
