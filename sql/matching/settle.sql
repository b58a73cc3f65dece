-- Records that changed and stay keep the link they have.
insert into {result} (line, record_id, master_id, method, score, decider, why)
select s.line, k.record_id, k.master_id, k.method, k.score, k.decider, k.why
from match_scored s
join match_known k using (line)
where s.verdict = 'stay';

-- Scored pairs that are certain become links.
insert into {result} (line, record_id, master_id, method, score, decider, why)
select s.line, o.record_id, s.master_id, 'probable', s.score, %(decider)s, s.why
from match_scored s
join match_open o using (line)
where s.verdict = 'link' and s.master_id is not null;
