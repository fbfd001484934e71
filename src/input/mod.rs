//! Notes from workshops and meetings, tagged but outside the count.
