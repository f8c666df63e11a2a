-- The year in which what emits was put there: waste deposited, a bank of refrigerant filled. 0 is the year itself.
ALTER TABLE activity ADD COLUMN vintage INTEGER NOT NULL DEFAULT 0;
