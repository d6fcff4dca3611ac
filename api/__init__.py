"""What people see: the command line, the HTTP service and the review pages."""

import os

# The matrices here are small. numpy's and scipy's threads would only turn idly beside the processes
# that read pages, which takes 2 % of the time of these.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
