-- Masters that one new record founds: what it says is so, and nothing was known before.
insert into {master} (master_id, {columns}, valid_from, known_from, delivery_id)
select w.master_id, {of_won}{references}, w.valid_from, %(known)s, %(delivery_id)s
  from (select c.master_id, c.valid_from, {only}
          from (select p.line, p.master_id, p.record_id, p.valid_from, {of_staged}
                  from plan p join {staged} d using (line)
                 where p.alone) c) w{lookups};
