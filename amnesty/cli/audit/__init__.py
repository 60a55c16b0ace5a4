"""The audit log: its check, proofs from it, and its witnesses."""
