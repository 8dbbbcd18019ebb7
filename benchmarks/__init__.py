"""Speed limits that the course kit keeps, measured: `python -m benchmarks`."""
