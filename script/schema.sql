-- Prints src/schema.rs from the catalog of a migrated database.
with columns as (
    select c.oid as table_oid, c.relname as table_name, a.attnum, a.attname as name,
        col_description(c.oid, a.attnum) as comment,
        case t.typname
            when 'int8' then 'BigInt' when 'int4' then 'Integer' when 'int2' then 'SmallInt' when 'float4' then 'Float' when 'float8' then 'Double'
            when 'text' then 'Text' when 'varchar' then 'Varchar' when 'bool' then 'Bool' when 'bytea' then 'Bytea'
            when 'timestamptz' then 'Timestamptz' when 'date' then 'Date' when 'jsonb' then 'Jsonb'
            when '_text' then 'Array<Text>' when '_int8' then 'Array<BigInt>' when 'tsvector' then 'Tsvector' when 'uuid' then 'Uuid' else 'UNKNOWN_' || t.typname
        end as rust,
        a.attnotnull
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relkind = 'r' and c.relname <> '__diesel_schema_migrations' and t.typname <> 'tsvector'
), keys as (
    select conrelid as table_oid, string_agg(a.attname, ', ' order by k.n) as names
    from pg_constraint p, unnest(p.conkey) with ordinality as k(attnum, n), pg_attribute a
    where p.contype = 'p' and a.attrelid = p.conrelid and a.attnum = k.attnum
    group by conrelid
), unique_keys as (
    select distinct on (conrelid) conrelid as table_oid,
        (select string_agg(a.attname, ', ' order by k.n) from unnest(p.conkey) with ordinality as k(attnum, n)
            join pg_attribute a on a.attrelid = p.conrelid and a.attnum = k.attnum) as names
    from pg_constraint p where p.contype = 'u' order by conrelid, conname
), tables as (
    select table_oid, table_name,
        E'diesel::table! {\n    /// ' || coalesce(obj_description(table_oid, 'pg_class'), table_name) || E'\n    '
        || table_name || ' (' || coalesce((select names from keys k where k.table_oid = c.table_oid),
                                          (select names from unique_keys k where k.table_oid = c.table_oid)) || E') {\n'
        || string_agg(coalesce('        /// ' || comment || E'\n', '') || '        ' ||
              case when name = 'type' then E'#[sql_name = "type"]\n        type_' else name end || ' -> '
              || case when attnotnull then rust else 'Nullable<' || rust || '>' end || E',\n', '' order by attnum)
        || E'    }\n}\n' as text
    from columns c group by table_oid, table_name
)
select E'//! The database as diesel sees it. Written by `script/schema` from the migrations; never by hand.\n\n'
    || string_agg(text, E'\n' order by table_name)
    || E'\ndiesel::allow_tables_to_appear_in_same_query!(' || (select string_agg(table_name, ', ' order by table_name) from tables) || E');\n'
    || coalesce((select E'\n' || string_agg('diesel::joinable!(' || child || ' -> ' || parent || ' (' || col || '));', E'\n' order by child, parent)
        from (select c.relname as child, f.relname as parent, min(a.attname) as col, count(*) as n
              from pg_constraint p join pg_class c on c.oid = p.conrelid join pg_class f on f.oid = p.confrelid
              join pg_attribute a on a.attrelid = c.oid and a.attnum = p.conkey[1]
              where p.contype = 'f' and array_length(p.conkey, 1) = 1 and c.oid <> f.oid
              group by 1, 2 having count(*) = 1) j
        where (child, parent) not in (('parts','text_versions'))), '') || E'\n'
from tables;
