"""What the archive was measured by: kills, throughput, search and questions at 200,000 records."""
