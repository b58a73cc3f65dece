-- Certain pairs of two lines join the edges that identifiers made.
insert into match_edge (line, other, method, score, decider, why)
select s.line, s.other, 'probable', s.score, %(decider)s, s.why
from match_scored s
where s.verdict = 'link' and s.other is not null
  and not exists (select from {result} m where m.line in (s.line, s.other));
