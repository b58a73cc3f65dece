-- The rows of these sayings mean whom was found, or nobody.
drop table if exists found;
create temporary table found on commit drop as
select {row_of_table}, case when v.state = 'linked' then v.master_id end as found,
       t.valid_from, t.delivery_id
  from saying s
  left join verdict v using (saying_id)
  join {table} t on t.master_id = s.owner_id and coalesce(t.{by}, '') = s.number and {same_name}
 where t.{reference} is distinct from case when v.state = 'linked' then v.master_id end
