-- The codes that mean something else than before, and the divisions concerned.
create temporary table renewed on commit drop as
select code
  from (table succession_new except select code, since, until, master_id from spatial.division_successor) n
union
select code
  from (select code, since, until, master_id from spatial.division_successor except table succession_new) o;
create temporary table renewed_master on commit drop as
select v.master_id
  from renewed r join (select code, master_id from spatial.division
                       union all
                       select code, master_id from spatial.division_history
                        where known_to = 'infinity') v using (code)
union
select s.master_id
  from renewed r join spatial.division_successor s using (code)
 where s.master_id is not null;
delete from spatial.division_successor s using renewed r where s.code = r.code;
insert into spatial.division_successor (code, since, until, master_id)
select n.code, n.since, n.until, n.master_id from succession_new n join renewed r using (code)
