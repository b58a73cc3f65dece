select coalesce(max(s.master_id), min(i.master_id + 0) filter (where s.code is null)) as {column}
  from {identifiers}
  left join spatial.division_successor s on s.code = i.value and s.since <= {day} and {day} < s.until
 where i.value = {by}
