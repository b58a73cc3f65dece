select case when min(i.master_id) = max(i.master_id) then min(i.master_id) end as {column}
  from {identifiers}
 where i.value = {by} and {bears}
