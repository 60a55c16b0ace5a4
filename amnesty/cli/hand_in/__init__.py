"""The jobs of a hand-in, from the appointment to the destruction."""
