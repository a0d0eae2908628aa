"""What a trust brings in files: schools, staff, networks and closures. All of a file, or nothing of it."""
