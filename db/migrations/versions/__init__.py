"""One module for each step; released steps never change."""
