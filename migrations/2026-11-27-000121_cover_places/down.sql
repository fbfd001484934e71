drop table page_boxes;
drop function lapse_by_box;
