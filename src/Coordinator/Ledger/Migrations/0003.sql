-- Version 3: many hosts.

-- What the keys of orders are made of: only who holds the ledger can give an order whose answer counts.
ALTER TABLE ledger ADD COLUMN secret BLOB NOT NULL DEFAULT x'';
UPDATE ledger SET secret = randomblob(32);
