delete from {table} t using affected a where a.master_id = t.master_id
