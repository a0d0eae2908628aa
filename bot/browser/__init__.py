"""The browser's door: a playground with a made-up trust, on this machine alone."""
