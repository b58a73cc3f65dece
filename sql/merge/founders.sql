-- A master's id means the record that founded it. If that record, changed, would leave others behind
-- there, or come back elsewhere, one of the two is wrong about who it is: it stays, and the pair goes
-- to people. Where nothing that identifies it is as it was, its key was given to somebody else: that
-- one goes.
with own as (
    select k.line, k.master_id, k.method, k.score, k.decider, k.why, k.record_id
      from match_known k
      join {identity} i on i.master_id = k.master_id and i.founder = k.record_id
     where not k.alien
    union all
    select k.line, f.master_id, 'new', null, %(decider)s, null, k.record_id
      from match_known k
      cross join lateral (
           select i.master_id from {link} l join {identity} i on i.master_id = l.master_id
            where l.record_id = k.record_id and i.founder = k.record_id
            order by i.known_from desc
            limit 1) f
     where k.master_id is null and not k.alien
), leaving as (
    select o.*, m.master_id as other, m.score as likely, m.why as because
      from {matched} m
      join own o using (line)
     where m.method <> 'none' and m.master_id is distinct from o.master_id
       and exists (select from {identity} i
                    where i.master_id = o.master_id
                      and (i.merged_into is not null or exists (
                           select from {link} l
                            where l.master_id = o.master_id and l.known_to = 'infinity'
                              and l.record_id <> o.record_id)))
), asked as (
    insert into {review} (line, master_id, score, why)
    select l.line, l.other, l.likely,
           jsonb_build_object('founder_of', l.master_id) || coalesce(l.because, '{{}}'::jsonb)
      from leaving l where l.other is not null
)
update {matched} m
   set master_id = l.master_id, cluster = null, method = l.method, score = l.score,
       decider = l.decider, why = l.why
  from leaving l where m.line = l.line;
