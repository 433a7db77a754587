//! What the program takes away from itself before it looks at a stranger's file.

use std::io;

use super::Limits;

/// Limits this process for good: memory, processor time, no new processes or threads, nothing written to the disk, no memory image
/// when it dies. It also steps back behind the others.
#[cfg(unix)]
pub fn confine(limits: &Limits) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, nice, setrlimit};
    let seconds = limits.time.as_secs() + u64::from(limits.time.subsec_nanos() > 0);
    let rlimits = [
        (Resource::As, limits.memory),
        (Resource::Cpu, seconds.max(1)),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        // The administrator of the machine is not held by this one.
        (Resource::Nproc, 0),
        // The file, what the program has opened already, and a few.
        (Resource::Nofile, 16),
    ];
    for (resource, most) in rlimits {
        // The first limit of processor time ends a process with a signal that says so, the last one just ends it.
        let last = most + u64::from(resource == Resource::Cpu);
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(last) })?;
    }
    // Only a courtesy: without it the file is read all the same.
    let _ = nice(10);
    Ok(())
}

/// Where processes cannot be limited, no file is read.
#[cfg(not(unix))]
pub fn confine(_limits: &Limits) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
