alter table {result} add primary key (line);
analyze {result};
