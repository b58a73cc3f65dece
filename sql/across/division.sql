-- What a code means on a row's own day, of what it ever meant.
select case when {ever}.masters is null or {ever}.own is null then {ever}.own
            else (select case when count(*) > 0 then max(s.master_id) else {ever}.own end
                    from unnest({ever}.sinces, {ever}.untils, {ever}.masters) s(since, until, master_id)
                   where s.since <= {day} and {day} < s.until)
       end as {column}
