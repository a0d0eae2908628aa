"""Pages that belong to no platform: home, health, metrics."""
