-- The addresses that affected owners give and that are written as no standard address is.
drop table if exists saying;
create temporary table saying on commit drop as
select row_number() over (order by s.owner_id, s.number) as saying_id, s.*, ''::text as name
  from (
    select t.master_id as owner_id, t.{by} as number, min({division}) as division
      from affected a join {table} t on t.master_id = a.owner_id
     where t.{by} is not null
       and (t.{column} is null or exists (
            select from ops.resolution r
             where r.reference = %(reference)s and r.owner_id = t.master_id and r.number = t.{by}
               and r.known_to = 'infinity' and r.state <> 'refused'))
     group by t.master_id, t.{by}
  ) s
 where not exists (
       select from ops.resolution r
        where r.reference = %(reference)s and r.owner_id = s.owner_id and r.number = s.number
          and r.known_to = 'infinity' and r.method = 'decision' and r.state = 'linked');
analyze saying
