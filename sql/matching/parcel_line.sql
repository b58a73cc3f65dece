-- What the model of parcels compares of a line `d`.
d.parcel_code, st_astext(d.shape) as shape, d.location_text, d.division_code, d.land_use
