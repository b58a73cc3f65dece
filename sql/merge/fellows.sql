-- So that the other claims on the same master in the same stretch are found quickly.
create index on claimed (master_id, at) where rivals > 1;
