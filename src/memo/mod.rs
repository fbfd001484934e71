//! The authority's points, comments and dispositions.
