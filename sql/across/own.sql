-- Owners that changed themselves, and whose rows wait.
select t.master_id from {table} t
 where {waits} and exists (select from changed c where c.master_id = t.master_id)
