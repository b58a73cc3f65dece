-- A master that was merged into another speaks through that one. Run until nothing moves.
update {result} m set master_id = i.merged_into, said_again = false
from {identity} i
where i.master_id = m.master_id and i.merged_into is not null;
