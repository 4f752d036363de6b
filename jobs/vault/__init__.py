"""Where secrets are: `box` seals and opens, `keyring` builds the client of an account."""
