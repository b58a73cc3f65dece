SELECT {thing}::text AS thing, i.master_id, i.merged_into
FROM {identity} i WHERE i.merged_into IS NOT NULL
