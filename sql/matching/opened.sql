-- What has to be examined, each with the master its record has.
create temp table match_open on commit drop as
select d.line, k.record_id, case when k.alien then null else k.master_id end as former_master
{examined};

analyze match_open;
