//! See [`hoering_fuzz::container`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hoering_fuzz::container(bytes));
