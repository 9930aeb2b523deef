-- Version 5: studies that enumerate their starts. Of such a sweep the edition's trials are 0 and each of its cells has its
-- own number of trials here; it is null where the edition's counts.
ALTER TABLE edition_cells ADD COLUMN trials INTEGER;
