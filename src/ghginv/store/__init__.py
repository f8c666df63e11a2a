"""Memory: the only room that opens the workspace file."""
