-- Scored pairs that are certain become links.
insert into {result} (line, record_id, master_id, method, score, decider, why)
select s.line, o.record_id, s.master_id, 'probable', s.score, %(decider)s, s.why
from match_scored s
join match_open o using (line)
where s.verdict = 'link' and s.master_id is not null;
