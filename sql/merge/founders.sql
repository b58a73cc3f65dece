-- A master's id means the record that founded it. If that record, changed, would leave others behind
-- there, one of the two is wrong about who it is: it stays, and the pair goes to people. Where
-- nothing that identifies it is as it was, its key was given to somebody else: that one goes.
with leaving as (
    select m.line, m.master_id as other, m.score as likely, m.why as because,
           k.master_id, k.method, k.score, k.decider, k.why
      from {matched} m
      join match_known k using (line)
      join {identity} i on i.master_id = k.master_id and i.founder = k.record_id
     where m.method <> 'none' and not k.alien and m.master_id is distinct from k.master_id
       and exists (select from {link} l
                    where l.master_id = k.master_id and l.known_to = 'infinity'
                      and l.record_id <> k.record_id)
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
