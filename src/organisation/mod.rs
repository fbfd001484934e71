//! Who owns hearings, mailboxes, staff and looks.
