select not exists (select from {table})
