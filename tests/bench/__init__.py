"""Claims about speed, measured: `make bench`."""
