"""What the tests of faults share: a day's work, its proofs, and simulated disks."""
