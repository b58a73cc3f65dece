-- Say anew what is so of some owners within their windows of valid time (models/history.py).

-- What is known now within the windows, but for what the slices say again: the same words until
-- the same end, from the same beginning or on from before the window.
drop table if exists gone;
create temporary table gone on commit drop as
select {of_table}, t.valid_from, date 'infinity' as valid_to, t.known_from, t.delivery_id,
       w.since, w.until, true as stands
  from {windows} w
  join {current} t on t.{owner} = w.owner and t.valid_from < w.until
 where not exists (
       select from {slices} s
        where {said_again} and s.valid_to = 'infinity'
          and s.valid_from = greatest(t.valid_from, w.since))
union all
select {of_table}, t.valid_from, t.valid_to, t.known_from, t.delivery_id,
       w.since, w.until, false
  from {windows} w
  join {history} t on t.{owner} = w.owner and t.known_to = 'infinity'
                  and t.valid_from < w.until and t.valid_to > w.since
 where not exists (
       select from {slices} s
        where {said_again} and s.valid_to = t.valid_to
          and s.valid_from = greatest(t.valid_from, w.since));

-- Until now we believed it; from now on we know better.
insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_gone}, g.valid_from, g.valid_to, g.known_from, %(known)s, g.delivery_id
  from gone g where g.stands;
update {history} h set known_to = %(known)s
  from gone g
 where not g.stands and h.known_to = 'infinity' and {same_row} and h.valid_from = g.valid_from;
delete from {current} c using gone g where g.stands and {same_current};

-- What is said now; of the rows in a window only those said again still stand.
drop table if exists said;
create temporary table said on commit drop as
select {of_slice}, s.valid_from, s.valid_to from {slices} s
 where case when s.valid_to = 'infinity'
       then not exists (select from {current} c where {same_slice})
       else not exists (select from {history} c
                         where {same_slice} and c.known_to = 'infinity'
                           and c.valid_to = s.valid_to and c.valid_from <= s.valid_from)
       end;
insert into {current} ({columns}, valid_from, known_from, delivery_id)
select {of_slice}, s.valid_from, %(known)s, %(delivery_id)s from said s where s.valid_to = 'infinity';
insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_slice}, s.valid_from, s.valid_to, %(known)s, timestamptz 'infinity', %(delivery_id)s
  from said s where s.valid_to < 'infinity';

-- What lay outside the window is as true as it was.
insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_gone}, g.valid_from, g.since, %(known)s, timestamptz 'infinity', g.delivery_id
  from gone g where g.valid_from < g.since
union all
select {of_gone}, g.until, g.valid_to, %(known)s, timestamptz 'infinity', g.delivery_id
  from gone g where g.until < g.valid_to and g.valid_to < 'infinity';
insert into {current} ({columns}, valid_from, known_from, delivery_id)
select {of_gone}, g.until, %(known)s, g.delivery_id
  from gone g where g.until < g.valid_to and g.valid_to = 'infinity';

insert into {touched} (owner)
select g.{owner} from gone g union select s.{owner} from said s;
