"""Enterprises: accounts, peers, ratings and what follows from them, tables in, tables out."""
