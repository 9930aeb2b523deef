-- Version 2: a checksum on every block, the lineage of every sweep, and what became of replaced blocks.

ALTER TABLE blocks ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;

UPDATE blocks SET checksum = block_checksum(
    c.key, blocks.seed, blocks.block_size, blocks.block, blocks.revision, blocks.column_version, blocks.trials,
    blocks.keep, blocks.attempts, w.node, w.host, w.slot, w.device, w.backend, w.processor, blocks.elapsed, blocks.at,
    blocks.digest, blocks.summary, (SELECT k.bytes FROM kept k WHERE k.block = blocks.id))
FROM cells c, workers w
WHERE c.id = blocks.cell AND w.id = blocks.worker;

-- A sweep is a series of editions: the first, then one for each amendment, each with all of its cells.
CREATE TABLE editions (
    id INTEGER PRIMARY KEY,
    sweep INTEGER NOT NULL REFERENCES sweeps (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    keep INTEGER NOT NULL CHECK (keep IN (0, 1, 2)),
    source TEXT NOT NULL,
    UNIQUE (sweep, number)
) STRICT;

CREATE TABLE edition_cells (
    id INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL REFERENCES editions (id),
    position INTEGER NOT NULL,
    cell INTEGER NOT NULL REFERENCES cells (id),
    UNIQUE (edition, position)
) STRICT;

INSERT INTO editions (sweep, number, at, trials, keep, source)
SELECT id, 1, created, trials, keep, source FROM sweeps ORDER BY id;

INSERT INTO edition_cells (edition, position, cell)
SELECT e.id, s.position, s.cell FROM sweep_cells s JOIN editions e ON e.sweep = s.sweep ORDER BY s.id;

DROP TABLE sweep_cells;
ALTER TABLE sweeps DROP COLUMN trials;
ALTER TABLE sweeps DROP COLUMN keep;
ALTER TABLE sweeps DROP COLUMN source;
ALTER TABLE sweeps DROP COLUMN created;

-- The short last blocks that longer ones took the place of: a late duplicate of one is still compared with it.
CREATE TABLE replaced_blocks (
    id INTEGER PRIMARY KEY,
    cell INTEGER NOT NULL REFERENCES cells (id),
    seed INTEGER NOT NULL,
    block_size INTEGER NOT NULL,
    block INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    column_version INTEGER NOT NULL,
    worker INTEGER NOT NULL REFERENCES workers (id),
    at INTEGER NOT NULL,
    digest BLOB NOT NULL,
    UNIQUE (cell, seed, block_size, block, revision, trials)
) STRICT;
