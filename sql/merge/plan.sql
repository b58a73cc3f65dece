-- What each staged row does: to which record and master it belongs, and what it changes.
-- New ids are given in the order of lines and clusters, so that a repeated run gives the same.
create temporary table plan on commit drop as
with numbered as (
    select m.line, m.master_id is null and d.op = 'u' as founds, m.cluster,
           m.record_id is null and d.op = 'u' as fresh,
           coalesce(m.record_id, case when d.op = 'u' then %(records)s
               + count(*) filter (where m.record_id is null and d.op = 'u') over (order by m.line) end
           ) as record_id,
           coalesce(m.master_id, case when d.op = 'u' then %(masters)s
               + dense_rank() over (partition by m.master_id is null and d.op = 'u' order by m.cluster) end
           ) as master_id,
           m.method, m.score, m.decider, m.why
      from {matched} m join {staged} d using (line)
)
select n.*, d.op, d.source_key, d.valid_from,
       case when d.op = 'd' and r.record_id is null then 'unchanged'
            when d.op = 'd' then 'withdrawn'
            when r.record_id is null then 'created'
            when r.valid_from <= d.valid_from then case when {differs} then 'changed' else 'unchanged' end
            when exists (select from {record_history} h
                          where h.record_id = n.record_id and h.known_to = 'infinity'
                            and h.valid_from <= d.valid_from and d.valid_from < h.valid_to
                            and not ({differs_from_history})) then 'unchanged'
            else 'changed' end as action
  from numbered n
  join {staged} d using (line)
  left join {record} r on r.record_id = n.record_id;
create index on plan (line);
analyze plan;
