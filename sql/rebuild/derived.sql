copy (select t.* from {table} t join affected a using (master_id)) to stdout
