-- The next portion of pairs to score.
truncate match_portion;
insert into match_portion (line, master_id, other, disputed, own)
select line, master_id, other, disputed, own from match_numbered where portion = %(portion)s;
analyze match_portion;
