-- What has to be examined: new records, and known ones that changed (never a person's decision).
from {staged} d
left join match_known k using (line)
where d.op = 'u'
  and (k.line is null or k.master_id is null or (k.changed and k.method <> 'decision'))
