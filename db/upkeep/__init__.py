"""Backup, restore, move, upgrade and examination of a whole register."""
