"""The screens for all-day use by keyboard."""
