-- The pairs in portions of bounded size, so that scoring them takes bounded memory.
create temp table match_numbered on commit drop as
select p.*, (row_number() over (order by p.line, p.master_id, p.other) - 1) / %(size)s as portion
from match_pair p;
create index on match_numbered (portion);
analyze match_numbered;
create temp table match_portion (
    line bigint, master_id bigint, other bigint, disputed boolean, own boolean
) on commit drop;
select coalesce(max(portion) + 1, 0) from match_numbered;
