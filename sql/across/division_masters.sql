-- The division each code means, or meant last.
select v.code, min(v.master_id) as master_id
  from (select code, master_id from spatial.division
        union all
        select code, master_id from spatial.division_history where known_to = 'infinity') v
 group by v.code
