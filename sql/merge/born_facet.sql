-- The many-valued facts of masters that one new record founds.
insert into {facet} (master_id, {columns}, valid_from, known_from, delivery_id)
select w.master_id, {of_won}{references}, w.valid_from, %(known)s, %(delivery_id)s
  from (select {once} c.master_id, c.record_id, c.valid_from, {of_row}
          from (select p.master_id, p.record_id, p.valid_from, {of_staged}
                  from plan p join {staged} d using (line)
                 where p.alone) c
          cross join lateral (values {rows}) v ({attributes})
         where {complete}) w{lookups};
