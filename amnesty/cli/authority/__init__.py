"""What an authority sets up and decides for all: its register, staff and rules."""
