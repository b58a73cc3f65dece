-- A snapshot's absence means withdrawn: records of the dataset that the file no longer has.
-- A row carried over is not absent, nor is one set aside: it came, but could not be read. One that
-- comes late also speaks of records that have changed or ended since.
create temporary table absent on commit drop as
select r.record_id, %(as_of)s::date as valid_from
  from (select c.record_id, c.dataset_id, c.source_key, c.valid_from from {record} c
        union all
        select h.record_id, h.dataset_id, h.source_key, h.valid_from from {record_history} h
         where %(bound)s::date < 'infinity'::date and h.dataset_id = %(dataset_id)s
           and h.known_to = 'infinity' and h.valid_to > %(as_of)s) r
 where %(snapshot)s
   and r.dataset_id = %(dataset_id)s
   and r.valid_from <= %(as_of)s
   and not exists (select from {matched} m where m.record_id = r.record_id)
   and not exists (select from {carried} c where c.source_key = r.source_key)
   and not exists (select from ops.quarantine q
                    where q.delivery_id = %(delivery_id)s and q.source_key = r.source_key);
