-- The masters whose records say two things of what a rule is about; mostly there are none.
create temporary table contradictory on commit drop as
select r.master_id from {rows} r group by r.master_id having {broken}
