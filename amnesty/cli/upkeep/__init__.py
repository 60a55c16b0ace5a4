"""Keeping a register whole: backups, moves, upgrades, keys and the way back."""
