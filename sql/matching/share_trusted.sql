select d.line, true, {shared}, {key}
from {staged} d
where d.line in (select line from match_loose where trusted)
  and {key} in (select key from match_share where shared = {shared})
