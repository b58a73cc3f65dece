-- A snapshot's absence means withdrawn: records of the dataset that the file no longer has.
-- A row set aside is not absent: it came, but could not be read.
create temporary table absent on commit drop as
select r.record_id, %(as_of)s::date as valid_from
  from {record} r
 where %(snapshot)s
   and r.dataset_id = %(dataset_id)s
   and r.valid_from <= %(as_of)s
   and not exists (select from plan p where p.record_id = r.record_id)
   and not exists (select from ops.quarantine q
                    where q.delivery_id = %(delivery_id)s and q.source_key = r.source_key);
