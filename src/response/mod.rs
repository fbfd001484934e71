//! What was said, exactly as received; parts, text versions, and relations between responses.
