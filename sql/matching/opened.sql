-- What has to be examined: new records, and known ones that changed (never a person's decision).
create temp table match_open on commit drop as
select d.line, k.record_id, case when k.alien then null else k.master_id end as former_master
from {staged} d
left join match_known k using (line)
where d.op = 'u'
  and (k.line is null or k.master_id is null or (k.changed and k.method <> 'decision'));

analyze match_open;
