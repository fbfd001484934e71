//! See [`hoering_fuzz::cleaning`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hoering_fuzz::cleaning(bytes));
