-- Whether no two rows found a master together: then each has its own line for a cluster.
select not exists (select from {matched} m
                    where m.master_id is null and m.method <> 'none'
                      and m.cluster is distinct from m.line)
