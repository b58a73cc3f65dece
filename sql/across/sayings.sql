-- What the affected owners say of whom they mean, where no identifier settled it: each saying once.
drop table if exists saying;
create temporary table saying on commit drop as
select row_number() over (order by s.owner_id, s.number, s.name) as saying_id, s.*
  from (
    select t.master_id as owner_id, coalesce(t.{by}, '') as number, coalesce(t.{name}, '') as name,
           min({raw}) as raw, min({kind}) as kind
      from affected a join {table} t on t.master_id = a.owner_id
     where t.{name} is not null
       and ({waits} or exists (
            select from ops.resolution r
             where r.reference = %(reference)s and r.owner_id = t.master_id
               and r.number = coalesce(t.{by}, '') and r.name = t.{name}
               and r.known_to = 'infinity' and r.state <> 'refused'))
     group by t.master_id, coalesce(t.{by}, ''), coalesce(t.{name}, '')
  ) s
 where not exists (
       select from ops.resolution r
        where r.reference = %(reference)s and r.owner_id = s.owner_id and r.number = s.number
          and r.name = s.name and r.known_to = 'infinity' and r.method = 'decision'
          and r.state = 'linked');
analyze saying
