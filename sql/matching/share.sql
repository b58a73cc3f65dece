-- What the unsettled lines of the delivery share with each other, and who shares it. Only masters
-- without a number and lines without one can be whom a trusted line means: so of trusted lines what
-- they share with others.
create temp table match_share (line bigint, trusted boolean, shared text, key text) on commit drop;
insert into match_share {of_doubtful};

analyze match_share;

insert into match_share {of_trusted};

analyze match_share;
