-- The times in which a code of a division means none of its own: from the end of one of its periods
-- to the next one's beginning, if there is one. What followed it then, if that is known.
with periods as (
    select distinct l.code, l.valid_from, l.valid_to
      from spatial.division_lineage l
     where l.valid_from is not null
), ended as (
    select p.code, p.valid_from, p.valid_to,
           lead(p.valid_from, 1, date 'infinity') over (partition by p.code order by p.valid_from) as until
      from periods p
)
select e.code, e.valid_to as since, nullif(e.until, 'infinity') as until, l.successor_code
  from ended e
  join spatial.division_lineage l on l.code = e.code and l.valid_from = e.valid_from
 where e.valid_to < e.until
