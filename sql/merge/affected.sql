-- The masters whose records changed, and since when; but for those that one new record founds.
create temporary table affected on commit drop as
select master_id, min(since) as since
  from (select p.master_id, p.valid_from as since from plan p where p.fresh and not p.alone
        union all
        select l.master_id, w.since
          from windows w join {link} l on l.record_id = w.owner and l.known_to = 'infinity'
        union all
        select m.master_id, said.since
          from relinked x
          cross join lateral (values (x.master_id), (x.former)) m(master_id)
          cross join lateral (
               select r.valid_from from {record} r where r.record_id = x.record_id
               union all
               select h.valid_from from {record_history} h
                where h.record_id = x.record_id and h.known_to = 'infinity') said(since)) a
 group by master_id;
create unique index on affected (master_id);
analyze affected;
