"""What people do: every page, API call and command ends in one of these functions."""
