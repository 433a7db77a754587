//! How much the reading of a file may cost.

use std::time::Duration;

const MIB: u64 = 1024 * 1024;

/// How much the reading of a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// By the clock, and of processor time. 30 seconds.
    pub time: Duration,
    /// Bytes of address space. 512 MiB, of which the program itself takes some 60.
    pub memory: u64,
    /// Pages that are read; the text of those behind them is left out. 2000.
    pub pages: u32,
    /// Bytes of text that are kept. 2 MiB, as much as a thousand full pages.
    pub text: usize,
    /// Bytes of a file that has to be in memory as a whole: PDF and mail. 128 MiB.
    pub file: u64,
    /// Bytes that the parts of an office document may unpack to, as far as they are read. 128 MiB.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            memory: 512 * MIB,
            pages: 2_000,
            text: 2 * 1024 * 1024,
            file: 128 * MIB,
            unpacked: 128 * MIB,
        }
    }
}
