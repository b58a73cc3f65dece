case when substr({period}, 5, 1) is distinct from '-' then make_date(left({period}, 4)::int, 1, 1)
     when substr({period}, 6, 1) = 'Q'
     then make_date(left({period}, 4)::int, substr({period}, 7, 1)::int * 3 - 2, 1)
     when substr({period}, 6, 1) = 'S'
     then make_date(left({period}, 4)::int, substr({period}, 7, 1)::int * 6 - 5, 1)
     when substr({period}, 6, 1) = 'W' then to_date({period}, 'IYYY-"W"IW')
     else make_date(left({period}, 4)::int, substr({period}, 6, 2)::int,
                    case when substr({period}, 8, 1) = '-' then substr({period}, 9, 2)::int else 1 end) end
