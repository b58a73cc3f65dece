-- What the touched records said last, and whom they spoke of, before any of it is taken back.
create temporary table undo_before on commit drop as
select distinct on (s.record_id) s.*, l.master_id as former, l.known_from as linked
  from (select r.record_id, r.valid_from, {of_record}
          from undo_record u join {record} r on r.record_id = u.owner
        union all
        select h.record_id, h.valid_from, {of_history}
          from undo_record u join {record_history} h on h.record_id = u.owner
         where h.known_to = 'infinity') s
  left join {link} l on l.record_id = s.record_id and l.known_to = 'infinity'
 order by s.record_id, s.valid_from desc;
create unique index on undo_before (record_id);
analyze undo_before;

-- Other records that the machine linked since then to a master where one of these stood: they came
-- there on their word as well. Who founded a master stands there by its own right.
create temporary table undo_joined on commit drop as
select l.record_id, l.master_id as former, l.known_from as linked
  from {link} l
 where %(others)s and l.known_to = 'infinity' and l.known_from > %(since)s
   and l.method not in ('decision', 'merged', 'split')
   and l.master_id in (select t.master_id from undo_record u join {link} t on t.record_id = u.owner
                        where t.known_to > %(since)s)
   and not exists (select from undo_record u where u.owner = l.record_id)
   and not exists (select from {identity} i
                    where i.master_id = l.master_id and i.founder = l.record_id);
create unique index on undo_joined (record_id);
analyze undo_joined
