-- Version 3: many hosts.

-- What the keys of orders are made of: only who holds the ledger can give an order whose answer counts.
ALTER TABLE ledger ADD COLUMN secret BLOB NOT NULL DEFAULT x'';
UPDATE ledger SET secret = randomblob(32);

-- Hosts whose results were wrong. One that was found so again has another row; a row never goes, since it settles the
-- incidents before it.
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    is_over INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1))
) STRICT;

CREATE INDEX quarantine_host ON quarantine (host);

-- The first worker of another host than the block's own that came to the same digest.
CREATE TABLE confirmations (
    block INTEGER PRIMARY KEY REFERENCES blocks (id),
    worker INTEGER NOT NULL REFERENCES workers (id),
    at INTEGER NOT NULL
) STRICT;

-- Each node as it was last heard of; its studies are JSON, since nobody searches in them.
CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    processor TEXT NOT NULL,
    slots INTEGER NOT NULL,
    capability TEXT NOT NULL,
    device TEXT NOT NULL,
    backend TEXT NOT NULL,
    release TEXT NOT NULL,
    studies TEXT NOT NULL,
    state TEXT NOT NULL,
    running TEXT NOT NULL,
    joined INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    shards INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    trials_per_second REAL NOT NULL,
    failures INTEGER NOT NULL,
    audits_passed INTEGER NOT NULL,
    audits_failed INTEGER NOT NULL
) STRICT;

-- A block that was taken back and computed again may be disputed again by the same worker with the same digest: what is
-- kept belongs to the incident's identity.
CREATE TABLE incidents_3 (
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
    UNIQUE (cell, seed, block_size, block, revision, kept_worker, kept_digest, other_worker, other_digest)
) STRICT;

INSERT INTO incidents_3 SELECT * FROM incidents ORDER BY id;
DROP TABLE incidents;
ALTER TABLE incidents_3 RENAME TO incidents;
