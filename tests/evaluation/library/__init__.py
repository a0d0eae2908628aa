"""How well the library is searched: 400 invented resources, 64 searches, and what answers each."""
