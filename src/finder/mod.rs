//! Finds what looks like a CPR number, a phone, an e-mail or an address.
