-- A strong identifier that agrees with something else settles the matter. Of several masters that
-- agree, the better identifier, then the better agreement, then the older master has it. A known
-- record moves only when its own master is not among them.
insert into {result} (line, record_id, master_id, method, score, decider, why)
select distinct on (s.line) s.line, o.record_id, s.master_id, 'strong', 1, %(decider)s,
    jsonb_build_object('identifiers', s.kinds, 'agreed', s.agreed)
from match_strong s
join match_open o using (line)
where s.believed
  and not exists (
      select from match_strong b
      where b.line = s.line and b.believed and b.master_id = o.former_master
  )
order by s.line, s.rank, cardinality(s.agreed) desc, s.master_id;

-- The same identifier at another master that agrees as well: somebody should look.
insert into {review} (line, master_id, score, why)
select s.line, s.master_id, 1,
    jsonb_build_object('also', s.kinds, 'agreed', s.agreed, 'linked_to', m.master_id)
from match_strong s
join {result} m using (line)
where s.believed and m.master_id <> s.master_id;

-- A known record that changed stays where its identifier, believed, is borne.
insert into {result} (line, record_id, master_id, method, score, decider, why)
select o.line, o.record_id, o.former_master, k.method, k.score, k.decider, k.why
from match_open o
join match_known k using (line)
where not exists (select from {result} m where m.line = o.line)
  and exists (
      select from match_strong s
      where s.line = o.line and s.believed and s.master_id = o.former_master
  );
