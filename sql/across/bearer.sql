-- Sums keep the planner from walking the masters in the order of their ids to find the least.
select case when min(i.master_id + 0) = max(i.master_id + 0) then min(i.master_id + 0) end as {column}
  from {identifiers}
 where i.value = {by} and {bears}
