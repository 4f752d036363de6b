"""What people send: the order form of the Create page, and the forms of the gate."""
