"""A region's year as a whole: how certain it is, and what matters most in it."""
