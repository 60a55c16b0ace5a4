"""The demonstration: a made-up authority, made-up people, and a whole life told."""
