select t.master_id from {table} t where {waits}
