"""nbgrader's view of grading: thin classes for its own extension points, no fork."""
