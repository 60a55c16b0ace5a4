"""One module for each screen: it asks, calls a service, and shows."""
