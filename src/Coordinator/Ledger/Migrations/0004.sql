-- Version 4: long trials, which are computed slice by slice.

-- Every slice that a trial was carried on by, the curve's rows that it left, and who computed it. first_step and step are
-- its borders; origin is the digest of the state that it began with (empty at the trial's start), digest that of what it
-- led to, or the block's where the trial ended.
CREATE TABLE slices (
    id INTEGER PRIMARY KEY,
    cell INTEGER NOT NULL REFERENCES cells (id),
    seed INTEGER NOT NULL,
    block_size INTEGER NOT NULL,
    block INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    column_version INTEGER NOT NULL,
    first_step INTEGER NOT NULL,
    step INTEGER NOT NULL,
    worker INTEGER NOT NULL REFERENCES workers (id),
    elapsed INTEGER NOT NULL,
    at INTEGER NOT NULL,
    origin BLOB NOT NULL,
    digest BLOB NOT NULL,
    curve BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (cell, seed, block_size, block, revision, step)
) STRICT;

-- The state to go on from: of the last slice of every trial that has not ended, and of no other.
CREATE TABLE states (
    slice INTEGER PRIMARY KEY REFERENCES slices (id),
    state BLOB NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
