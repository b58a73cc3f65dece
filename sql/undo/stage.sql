-- Records of a dataset whose links are open, as they speak now, to be matched like rows of a delivery.
drop table if exists {staged};
create unlogged table {staged} as
select o.line, s.source_key::text, 'u'::"char" as op, s.valid_from, s.valid_to, {attributes}, s.original
  from undo_open o
  cross join lateral (
       select c.source_key, c.valid_from, date 'infinity' as valid_to, {of_record}, c.original
         from {record} c where c.record_id = o.record_id
       union all
       select h.source_key, h.valid_from, h.valid_to, {of_history}, h.original
         from {record_history} h where h.record_id = o.record_id and h.known_to = 'infinity'
        order by 2 desc
        limit 1) s
 where o.dataset_id = %(dataset)s
