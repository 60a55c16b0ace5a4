"""What grows and is held, beside what the need permits."""
