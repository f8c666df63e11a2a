"""The door out: tables of an inventory for people and programs."""
