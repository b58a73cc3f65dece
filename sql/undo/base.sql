-- What was known of the records at a moment, and the window in which it is to be so again.
create temporary table undo_base on commit drop as
select {of_record}, r.valid_from, date 'infinity' as valid_to, r.delivery_id
  from undo_record u join {record} r on r.record_id = u.owner
 where r.known_from < %(at)s
union all
select {of_history}, h.valid_from, h.valid_to, h.delivery_id
  from undo_record u join {record_history} h on h.record_id = u.owner
 where h.known_from < %(at)s and h.known_to >= %(at)s;
create index on undo_base (record_id);

create temporary table undo_window on commit drop as
select s.owner, min(s.day) as since, date 'infinity' as until
  from (select b.record_id as owner, b.valid_from as day from undo_base b
        union all
        select r.record_id, r.valid_from
          from undo_record u join {record} r on r.record_id = u.owner
        union all
        select h.record_id, h.valid_from
          from undo_record u join {record_history} h on h.record_id = u.owner
         where h.known_to = 'infinity') s
 group by s.owner;
create unique index on undo_window (owner);
analyze undo_base;
analyze undo_window
