"""What the register gives to police: files, pages and answers."""
