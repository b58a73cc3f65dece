-- Records seen for the first time, as they are; what is over already goes to the history.
insert into {record} (record_id, dataset_id, source_key, {attributes}, original,
                      valid_from, known_from, delivery_id)
select p.record_id, %(dataset_id)s, d.source_key, {of_staged}, d.original,
       p.valid_from, %(known)s, %(delivery_id)s
  from plan p join {staged} d using (line)
 where p.fresh and p.valid_to = 'infinity';

insert into {record_history} (record_id, dataset_id, source_key, {attributes}, original,
                              valid_from, valid_to, known_from, known_to, delivery_id)
select p.record_id, %(dataset_id)s, d.source_key, {of_staged}, d.original,
       p.valid_from, p.valid_to, %(known)s, 'infinity', %(delivery_id)s
  from plan p join {staged} d using (line)
 where p.fresh and p.valid_to < 'infinity';
