"""Administrative and education units with validity in time, and the matching of mentions."""
