"""The door for programs: JSON under `/api/v1/`, tokens instead of cookies, every error a problem document."""
