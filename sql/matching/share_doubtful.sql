select s.line, s.trusted, {shared}, {key}
from match_loose s
join {staged} d using (line)
where not s.trusted and {key} is not null
