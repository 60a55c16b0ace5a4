"""What the scheme is about: frozen values and pure rules, standard library only."""
