-- What each staged row does, of those that do not just say again what we know: to which record and
-- master it belongs, and what it changes.
-- New ids are given in the order of lines and clusters, so that a repeated run gives the same.
-- A later snapshot bounds what is new in an earlier one that comes after it.
-- `alone`: the row founds a master that no other row speaks of, and holds until further notice.
create temporary table plan on commit drop as
select n.*, n.fresh and n.founds and not n.shared and n.valid_to = 'infinity' as alone,
       case when n.fresh then 'created' end as action
  from (
    select m.line, m.record_id is null and d.op = 'u' as fresh,
           m.master_id is null and d.op = 'u' as founds,
           coalesce(m.record_id, case when d.op = 'u' then %(records)s
               + count(*) filter (where m.record_id is null and d.op = 'u') over lines end
           ) as record_id,
           coalesce(m.master_id, case when d.op = 'u' then %(masters)s + {founded} end) as master_id,
           {shared} as shared,
           m.cluster, m.method, m.score, m.decider, m.why, d.op, d.valid_from,
           case when m.record_id is null and d.valid_from < %(bound)s::date
                then least(d.valid_to, %(bound)s::date) else d.valid_to end as valid_to
      from {matched} m join {staged} d using (line)
     where not m.said_again
    window lines as (order by m.line rows unbounded preceding),
           clusters as (partition by m.master_id is null and d.op = 'u' order by m.cluster)
  ) n;
analyze plan (line, record_id, master_id, op, valid_to, fresh, founds, alone, action);

-- What the others do depends on what we know. They are few in a first load, whose rows are written once.
update plan p set action = x.action
  from (select n.line,
               case when n.op = 'd' and r.record_id is null then 'unchanged'
                    when n.op = 'd' then 'withdrawn'
                    when n.valid_to = 'infinity' and r.valid_from <= n.valid_from
                    then case when {differs} then 'changed' else 'unchanged' end
                    when exists (select from {record_history} h
                                  where h.record_id = n.record_id and h.known_to = 'infinity'
                                    and h.valid_from <= n.valid_from and n.valid_from < h.valid_to
                                    and n.valid_to in (h.valid_to, 'infinity')
                                    and not ({differs_from_history})) then 'unchanged'
                    when n.valid_to = 'infinity' and r.record_id is null then 'created'
                    else 'changed' end as action
          from plan n
          join {staged} d using (line)
          left join {record} r on r.record_id = n.record_id
         where not n.fresh) x
 where p.line = x.line;
