//! What a child takes away from itself before it looks at a file, and so from the tool that it becomes: memory, processor, files, sockets.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use landlock::{
    ABI, Access, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

/// Address space in bytes.
const MEMORY: u64 = 1 << 30;
/// What a tool may read: itself, its libraries, fonts and language data. Not the data directory, nor anybody's files.
const READABLE: &[&str] = &[
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc",
    "/opt",
    "/nix",
    "/var/cache/fontconfig",
    "/dev/null",
    "/dev/urandom",
];

/// Confines this process and whatever it becomes.
pub(super) fn confine(cpu_seconds: u64) -> anyhow::Result<()> {
    limit_resources(cpu_seconds).context("limit resources")?;
    deny_files().context("deny files")?;
    deny_calls().context("deny the network")
}

fn limit_resources(cpu_seconds: u64) -> rustix::io::Result<()> {
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, cpu_seconds),
        (Resource::Fsize, 0),
        (Resource::Nofile, 16),
        (Resource::Core, 0),
    ] {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    Ok(())
}

/// Lets nothing be written, and only programs and what belongs to them be read. A kernel without Landlock leaves the other limits.
fn deny_files() -> anyhow::Result<()> {
    let abi = ABI::V1;
    let mut rules = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .create()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::env::split_paths(&path);
    for readable in READABLE.iter().map(PathBuf::from).chain(programs) {
        if let Ok(opened) = PathFd::new(&readable) {
            let access = if readable.is_dir() {
                AccessFs::from_read(abi)
            } else {
                AccessFs::ReadFile.into()
            };
            rules = rules.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    rules.restrict_self()?;
    Ok(())
}

/// Refuses new sockets (also by io_uring), and reaching into other processes.
fn deny_calls() -> anyhow::Result<()> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    // socket, socketpair, kill, ptrace, process_vm_readv, process_vm_writev, io_uring_setup: the kernel's tables differ by machine.
    let calls: [i64; 7] = match arch {
        TargetArch::x86_64 => [41, 53, 62, 101, 310, 311, 425],
        TargetArch::aarch64 | TargetArch::riscv64 => [198, 199, 129, 117, 270, 271, 425],
    };
    let rules: BTreeMap<i64, Vec<_>> = calls.into_iter().map(|call| (call, Vec::new())).collect();
    // 13 is EACCES.
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(13), arch)?;
    let program: BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program)?;
    Ok(())
}
