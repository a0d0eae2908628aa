"""The same trouble as in the suite, at full size: `make soak`."""
