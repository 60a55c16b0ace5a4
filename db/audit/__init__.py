"""The audit log in the store: its tree, its checkpoints, its replay."""
