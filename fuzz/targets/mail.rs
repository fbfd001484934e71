//! See [`hoering_fuzz::mail`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hoering_fuzz::mail(bytes));
