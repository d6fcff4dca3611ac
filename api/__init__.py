"""What people see: the command line, the HTTP service and the review pages."""
