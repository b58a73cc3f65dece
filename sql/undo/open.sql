-- Whose link must be decided again: records that speak and have none; those that what later
-- deliveries say identifies otherwise than what they are back to, unless they stand where that put
-- them; and those that joined on the word of what is undone. `steady`: what identifies it is as it
-- was before the undo.
create temporary table undo_open on commit drop as
with said as (
    select distinct on (s.record_id) s.*
      from (select r.record_id, r.dataset_id, r.delivery_id, r.valid_from, {of_record}
              from (select u.owner from undo_record u
                    union all select j.record_id from undo_joined j) o
              join {record} r on r.record_id = o.owner
            union all
            select h.record_id, h.dataset_id, h.delivery_id, h.valid_from, {of_history}
              from (select u.owner from undo_record u
                    union all select j.record_id from undo_joined j) o
              join {record_history} h on h.record_id = o.owner
             where h.known_to = 'infinity') s
     order by s.record_id, s.valid_from desc
), base as (
    select distinct on (b.record_id) b.* from undo_base b order by b.record_id, b.valid_from desc
), opened as (
    select s.record_id, s.dataset_id, s.delivery_id, p.former, p.linked,
           p.record_id is not null and not ({differs_from_before}) as steady
      from undo_record u
      join said s on s.record_id = u.owner
      left join undo_before p on p.record_id = u.owner
      left join base b on b.record_id = u.owner
      left join {link} l on l.record_id = u.owner and l.known_to = 'infinity'
     where l.record_id is null
        or (l.method <> 'decision' and s.valid_from >= b.valid_from and ({differs_from_base})
            and (p.former is distinct from l.master_id or ({differs_from_before})))
    union all
    select s.record_id, s.dataset_id, s.delivery_id, j.former, j.linked, false
      from undo_joined j join said s using (record_id)
)
select row_number() over (order by o.linked nulls last, o.record_id) as line, o.* from opened o;
create unique index on undo_open (record_id);
analyze undo_open;

delete from {link} l using undo_open o
 where l.record_id = o.record_id and l.known_from = %(known)s;
update {link} l set known_to = %(known)s
  from undo_open o where l.record_id = o.record_id and l.known_to = 'infinity';

insert into affected (master_id, since)
select l.master_id, min(w.since)
  from (select v.owner as record_id, v.since from undo_window v
        union all
        select r.record_id, r.valid_from
          from (select u.owner as record_id from undo_record u
                union select o.record_id from undo_open o) c join {record} r using (record_id)
        union all
        select h.record_id, h.valid_from
          from (select u.owner as record_id from undo_record u
                union select o.record_id from undo_open o) c join {record_history} h using (record_id)
         where h.known_to = 'infinity') w
  join {link} l on l.record_id = w.record_id and l.known_to in ('infinity', %(known)s)
 group by l.master_id
