-- Records that stand are said anew from the day the row speaks of until the next thing we know of
-- them, so that a late delivery does not undo newer facts. Where the contract says until when a row
-- holds, that is its word against every end we knew, but not against what began later.
create temporary table windows on commit drop as
select w.record_id as owner, w.valid_from as since,
       least(
         case when w.valid_from < %(bound)s::date then %(bound)s::date end,
         (select min(r.valid_from) from {record} r
           where r.record_id = w.record_id and r.valid_from > w.valid_from),
         (select min(b.day) from {record_history} h
           cross join lateral (values (h.valid_from), (case when not %(ends)s then h.valid_to end)) b(day)
           where h.record_id = w.record_id and h.known_to = 'infinity' and b.day > w.valid_from),
         date 'infinity') as until
  from (select record_id, valid_from from plan
         where not fresh and action in ('created', 'changed', 'withdrawn')
        union all select record_id, valid_from from absent) w;
create index on windows (owner);
analyze windows;

create temporary table slices on commit drop as
select p.record_id, %(dataset_id)s::bigint as dataset_id, d.source_key, {of_staged}, d.original,
       w.since as valid_from, least(p.valid_to, w.until) as valid_to
  from plan p
  join {staged} d using (line)
  join windows w on w.owner = p.record_id
 where p.op = 'u';
