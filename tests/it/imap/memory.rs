//! How much memory the program takes while a mail of 50 MB is fetched, read and placed. `script/bench memory`.

use std::fs;

use super::kills::{Run, patiently};

/// A mail just under the limit, with one large file.
const BYTES: usize = 49_000_000;
/// What the issue allows, in kB.
const MOST: usize = 200_000;

/// The most memory that the process has had resident, in kB.
fn peak(pid: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: script/bench memory"]
async fn the_memory_that_a_large_mail_takes() {
    let run = Run::new(false).await;
    let service = run.start().await;
    let pid = service.pid();
    let looked = "select count(*) from mailboxes where fetched_at is not null";
    patiently(async || run.number(looked).await == 1).await;
    let before = peak(pid);
    run.deliver_large(BYTES);
    patiently(async || run.number("select count(*) from mails").await == 1).await;
    let fetched = peak(pid);
    let open = "select count(*) from mails where place = 'kept'";
    patiently(async || run.number(open).await == 0).await;
    let placed = peak(pid);
    let reading = "select count(*) from jobs where kind <> 'send_receipt' and failed_at is null";
    patiently(async || run.number(reading).await == 0).await;
    let read = peak(pid);
    println!(
        "{BYTES} bytes of mail: resident at most {before} kB idle, {fetched} kB when fetched, {placed} kB when placed, {read} kB when read"
    );
    assert!(read < MOST, "{read} kB is more than {MOST} kB");
}
