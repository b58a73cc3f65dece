-- Rows that came before, but whose record has been touched since, or stands no more.
select c.line
  from {carried} c
  left join {record} r
    on r.dataset_id = %(dataset_id)s and r.source_key = c.source_key and r.known_from <= %(known_at)s
 where r.record_id is null
