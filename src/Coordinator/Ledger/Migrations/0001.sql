-- Version 1. Rowid tables. Times are 100 ns since 1970-01-01 UTC, durations 100 ns; a seed is the 64 bits of an
-- unsigned number; keep is 0 sums, 1 flags, 2 all.

CREATE TABLE ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    guid TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE cells (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE workers (
    id INTEGER PRIMARY KEY,
    node TEXT NOT NULL,
    host TEXT NOT NULL,
    slot INTEGER NOT NULL,
    device TEXT NOT NULL,
    backend TEXT NOT NULL,
    processor TEXT NOT NULL,
    UNIQUE (node, host, slot, device, backend, processor)
) STRICT;

CREATE TABLE sweeps (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    study TEXT NOT NULL,
    seed INTEGER NOT NULL,
    block_size INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    keep INTEGER NOT NULL CHECK (keep IN (0, 1, 2)),
    source TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE sweep_cells (
    id INTEGER PRIMARY KEY,
    sweep INTEGER NOT NULL REFERENCES sweeps (id),
    position INTEGER NOT NULL,
    cell INTEGER NOT NULL REFERENCES cells (id),
    UNIQUE (sweep, position),
    UNIQUE (sweep, cell)
) STRICT;

-- The revision is part of the key: blocks of an older revision stay readable beside those of a newer one.
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    cell INTEGER NOT NULL REFERENCES cells (id),
    seed INTEGER NOT NULL,
    block_size INTEGER NOT NULL,
    block INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    column_version INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    keep INTEGER NOT NULL CHECK (keep IN (0, 1, 2)),
    attempts INTEGER NOT NULL,
    worker INTEGER NOT NULL REFERENCES workers (id),
    elapsed INTEGER NOT NULL,
    at INTEGER NOT NULL,
    digest BLOB NOT NULL,
    summary BLOB NOT NULL,
    UNIQUE (cell, seed, block_size, block, revision)
) STRICT;

-- Apart from the blocks, so that reading their sums does not read these.
CREATE TABLE kept (
    block INTEGER PRIMARY KEY REFERENCES blocks (id),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    cell INTEGER NOT NULL REFERENCES cells (id),
    seed INTEGER NOT NULL,
    block_size INTEGER NOT NULL,
    block INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (cell, seed, block_size, block, revision)
) STRICT;

CREATE TABLE attempt_errors (
    id INTEGER PRIMARY KEY,
    set_aside INTEGER NOT NULL REFERENCES set_aside (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    worker INTEGER REFERENCES workers (id),
    kind TEXT NOT NULL,
    fault_block INTEGER,
    fault_trial INTEGER,
    message TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX attempt_errors_set_aside ON attempt_errors (set_aside);

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    cell INTEGER NOT NULL REFERENCES cells (id),
    seed INTEGER NOT NULL,
    block_size INTEGER NOT NULL,
    block INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    kept_worker INTEGER NOT NULL REFERENCES workers (id),
    kept_digest BLOB NOT NULL,
    other_worker INTEGER NOT NULL REFERENCES workers (id),
    other_digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (cell, seed, block_size, block, revision, other_worker, other_digest)
) STRICT;
