-- A record that a row without a readable key may be is not absent. It may be one that it agrees with
-- in at least as many attributes as it differs, so any where there is nothing to compare. A row that
-- has no columns may be a record that it names.
with version as (
    select a.record_id, r.source_key, {of_record}
      from absent a join {record} r using (record_id)
    union all
    select a.record_id, h.source_key, {of_history}
      from absent a join {record_history} h using (record_id)
     where h.known_to = 'infinity'
), keyless as materialized (
    select {attributes} from jsonb_populate_recordset(null::{record}, %(rows)s::jsonb)
), written as materialized (
    select translate(t, %(unseen)s, '') as t from unnest(%(texts)s::text[]) t
)
delete from absent a
 where a.record_id in (
        select v.record_id from version v
         where exists (select from keyless k where {alike})
            or exists (select from written w where w.t = '' or exists (
                        select from unnest(array[v.source_key, {texts}]) said,
                               translate(said, %(unseen)s, '') plain
                         where length(plain) > 1 and position(plain in w.t) > 0)))
