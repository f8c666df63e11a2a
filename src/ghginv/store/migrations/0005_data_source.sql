-- Where the sender of an activity has it from, in his words.
ALTER TABLE activity ADD COLUMN source TEXT NOT NULL DEFAULT '';
