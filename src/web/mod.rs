//! The HTTP kit: errors, pages, forms, guards. It knows no feature.
