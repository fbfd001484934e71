//! See [`hoering_fuzz::charset`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hoering_fuzz::charset(bytes));
