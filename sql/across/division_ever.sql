-- What a code means, and what it has come to mean since when: found once for all rows that name it.
select min(i.master_id + 0) as own, min(f.sinces) as sinces, min(f.untils) as untils,
       min(f.masters) as masters
  from {identifiers}
  left join (select t.code, array_agg(t.since order by t.since) as sinces,
                    array_agg(t.until order by t.since) as untils,
                    array_agg(t.master_id order by t.since) as masters
               from spatial.division_successor t
              group by t.code) f on f.code = i.value
 where i.value = {by}
