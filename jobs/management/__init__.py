"""The shell's doors."""
