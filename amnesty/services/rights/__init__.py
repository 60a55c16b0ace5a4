"""What patients may demand, what has a clock, and counts that name nobody."""
