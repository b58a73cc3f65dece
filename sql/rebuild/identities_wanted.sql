-- Ids that are new, or lead elsewhere.
select n.master_id, n.founder, n.merged_into
  from {identity} n
  left join rebuild_identity i using (master_id)
 where i.master_id is null or i.merged_into is distinct from n.merged_into
 order by n.master_id
