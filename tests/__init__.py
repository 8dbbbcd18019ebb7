"""The tests, mirrored to the packages; fixtures and suites that packages share."""
