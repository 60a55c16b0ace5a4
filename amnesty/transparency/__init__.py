"""What lets a stranger check a log: tree, proofs, checkpoints (RFC 6962, C2SP)."""
