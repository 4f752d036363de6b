"""What is read, as opposed to done: pages, API and commands ask here."""
