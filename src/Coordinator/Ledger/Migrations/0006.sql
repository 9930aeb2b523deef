-- Version 6: several hosts may have computed a long trial, so it is confirmed slice by slice.

-- The first other host that came to the same end of a slice from the same state.
CREATE TABLE slice_confirmations (
    slice INTEGER PRIMARY KEY REFERENCES slices (id) ON DELETE CASCADE,
    worker INTEGER NOT NULL REFERENCES workers (id),
    at INTEGER NOT NULL
) STRICT;
