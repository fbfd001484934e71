//! The database as diesel sees it (made by `script/schema`).
