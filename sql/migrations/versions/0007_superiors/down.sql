ALTER TABLE spatial.division DROP COLUMN province_name;
ALTER TABLE spatial.division DROP COLUMN prefecture_name;
ALTER TABLE spatial.division_history DROP COLUMN province_name;
ALTER TABLE spatial.division_history DROP COLUMN prefecture_name;
ALTER TABLE spatial.division_record DROP COLUMN province_name;
ALTER TABLE spatial.division_record DROP COLUMN prefecture_name;
ALTER TABLE spatial.division_record_history DROP COLUMN province_name;
ALTER TABLE spatial.division_record_history DROP COLUMN prefecture_name;
