"""Carly's Amnesty: the scheme, knowing neither the database nor the screens."""
