-- Whose row waits for a name or a number that a changed master bears or bore.
select t.master_id
  from changed c
  join (select master_id, text from {names} union all select master_id, text from {past_names}) n
    on n.master_id = c.master_id
  join {table} t on t.{name} = n.text
 where {waits} and {only_named}
union
select t.master_id
  from changed c join {identifiers} on i.master_id = c.master_id
  join {table} t on t.{by} = i.value
 where {waits}
