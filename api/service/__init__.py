"""What all routes share: who may do what, what is being read, pictures, passwords, the log."""
