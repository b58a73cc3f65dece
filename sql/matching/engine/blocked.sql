-- DuckDB. The candidate pairs, as Splink takes pairs that were blocked elsewhere.
create or replace temp table blocked as
select '0' as match_key, -line as join_key_l, coalesce(master_id, -other) as join_key_r from pairs;
