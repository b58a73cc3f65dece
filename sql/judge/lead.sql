-- Where ids lead from now on.
update {identity} i set merged_into = n.merged_into
  from unnest(%(masters)s::bigint[], %(leads)s::bigint[]) n(master_id, merged_into)
 where i.master_id = n.master_id
