-- From the day something changed on, a master's life falls into stretches in which none of its
-- records changes; each stretch with the claims that bear on it.
create temporary table stretches on commit drop as
with days as (
    select a.master_id, a.since as at from affected a
    union
    select a.master_id, r.valid_from
      from affected a
      join {link} l on l.master_id = a.master_id and l.known_to = 'infinity'
      join {record} r on r.record_id = l.record_id and r.valid_from > a.since
    union
    select a.master_id, b.day
      from affected a
      join {link} l on l.master_id = a.master_id and l.known_to = 'infinity'
      join {record_history} h on h.record_id = l.record_id and h.known_to = 'infinity'
      cross join lateral (values (h.valid_from), (h.valid_to)) b(day)
     where b.day > a.since
)
select master_id, at, lead(at, 1, date 'infinity') over (partition by master_id order by at) as until
  from days;
analyze stretches;

create temporary table claimed on commit drop as
select c.*, count(*) over (partition by c.master_id, c.at) as rivals
  from (
    select s.master_id, s.at, s.until, t.record_id, t.dataset_id, t.source_key, t.valid_from as recency,
           {of_record}
      from stretches s
      join {link} l on l.master_id = s.master_id and l.known_to = 'infinity'
      join {record} t on t.record_id = l.record_id and t.valid_from <= s.at
    union all
    select s.master_id, s.at, s.until, t.record_id, t.dataset_id, t.source_key, t.valid_from,
           {of_record}
      from stretches s
      join {link} l on l.master_id = s.master_id and l.known_to = 'infinity'
      join {record_history} t on t.record_id = l.record_id and t.known_to = 'infinity'
                             and t.valid_from <= s.at and s.at < t.valid_to
  ) c;
analyze claimed;

create temporary table spans on commit drop as
select master_id as owner, since, date 'infinity' as until from affected;
create unique index on spans (owner);
analyze spans;
