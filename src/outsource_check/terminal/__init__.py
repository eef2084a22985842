"""What people see on a terminal: rich lays it out, one module per screen."""
