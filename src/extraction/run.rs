//! Starts the program anew to read one file, and makes something of every way that may end.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

use super::gather::Gathered;
use super::{Extracted, Hint, Limits, Shown};

/// Reads files in a process of its own each.
#[derive(Clone, Debug)]
pub struct Extractor {
    /// The program that has the command `extract`; by default the one that is running.
    pub program: PathBuf,
    pub limits: Limits,
}

impl Default for Extractor {
    fn default() -> Self {
        // On Linux this name leads to the running program even after a newer one has taken its place.
        let own = PathBuf::from("/proc/self/exe");
        let program = if own.exists() {
            own
        } else {
            std::env::current_exe().unwrap_or_else(|_| "kriter".into())
        };
        Self { program, limits: Limits::default() }
    }
}

/// How the reading of a file ended. Each is a state to be stored, none an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Read(Extracted),
    Failed(Failure),
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The process could not be started, or the file could not be opened.
    Unavailable,
    /// The process was told to end, as when the machine shuts down.
    Interrupted,
    /// It took more time than it may.
    Time,
    /// It took more memory than it may.
    Memory,
    /// It ended in any other way.
    Crashed,
}

impl Failure {
    /// Whether the file has nothing to do with it, so that it is worth trying again, a few times.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Unavailable | Self::Interrupted)
    }

    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Interrupted => "interrupted",
            Self::Time => "time",
            Self::Memory => "memory",
            Self::Crashed => "crashed",
        }
    }
}

impl Outcome {
    /// Stable name of the state: `read`, or that of the failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "read",
            Self::Failed(failure) => failure.code(),
        }
    }

    /// The text that was found.
    pub fn text(&self) -> &str {
        match self {
            Self::Read(found) => &found.text,
            Self::Failed(_) => "",
        }
    }

    /// What a person should know of the file.
    pub fn hints(&self) -> Vec<Hint> {
        match self {
            Self::Read(found) => found.hints.clone(),
            Self::Failed(Failure::Time | Failure::Memory) => vec![Hint::TooLarge],
            Self::Failed(Failure::Crashed) => vec![Hint::Damaged],
            Self::Failed(Failure::Unavailable | Failure::Interrupted) => Vec::new(),
        }
    }
}

/// Bytes of complaints that are looked at.
const COMPLAINTS: u64 = 4096;

impl Extractor {
    /// Reads a file; of its name only the ending is told on. The process is killed when this is dropped.
    pub async fn run(&self, path: &Path, name: &str) -> Outcome {
        // In JSON a letter is at most twice as long, control characters being out.
        let most = self.limits.text as u64 * 2 + 64 * 1024;
        match self.answer(self.command(path, name, &[]), most).await {
            Ok(answer) => self.understand(&answer),
            Err(failure) => Outcome::Failed(failure),
        }
    }

    /// What is to be shown of a file in place of it, of a workbook the sheet at a place from 0.
    pub async fn show(&self, path: &Path, name: &str, sheet: usize) -> Result<Shown, Failure> {
        // Beside the text there are cells and headings, which are counted.
        let most = self.limits.text as u64 * 2 + 8 * 1024 * 1024;
        let wanted = ["--show".to_owned(), sheet.to_string()];
        let answer = self.answer(self.command(path, name, &wanted), most).await?;
        let shown: Shown = serde_json::from_slice(&answer).map_err(|_| Failure::Crashed)?;
        Ok(shown.plain(self.limits.text))
    }

    /// What the process answers, if it ends well.
    async fn answer(&self, mut command: Command, most: u64) -> Result<Vec<u8>, Failure> {
        let mut child = command.spawn().map_err(|_| Failure::Unavailable)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let answered =
            async { tokio::join!(read(stdout, most), read(stderr, COMPLAINTS), child.wait()) };
        let answered = tokio::time::timeout(self.limits.time, answered).await;
        let Ok((answer, complaints, status)) = answered else {
            // It has been killed already if this fails.
            let _ = child.kill().await;
            return Err(Failure::Time);
        };
        match status {
            Ok(status) if status.success() => Ok(answer),
            Ok(status) => Err(reason(status, &String::from_utf8_lossy(&complaints))),
            Err(_) => Err(Failure::Unavailable),
        }
    }

    fn command(&self, path: &Path, name: &str, more: &[String]) -> Command {
        let Limits { time, memory, pages, text, file, unpacked } = self.limits;
        let mut ending = super::ending(name);
        ending.retain(|it| it.is_ascii_alphanumeric());
        ending.truncate(8);
        let mut command = Command::new(&self.program);
        command
            .arg("extract")
            .args(["--ending", &ending])
            .args(["--time", &time.as_millis().to_string()])
            .args(["--memory", &memory.to_string()])
            .args(["--pages", &pages.to_string()])
            .args(["--text", &text.to_string()])
            .args(["--file-size", &file.to_string()])
            .args(["--unpacked", &unpacked.to_string()])
            .args(more)
            .arg("--")
            .arg(path)
            .env_clear()
            // Memory set aside beforehand would count against the limit, and could then be used in spite of it.
            .env("MIMALLOC_ARENA_RESERVE", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // What is typed at the terminal to end the program is not meant for the file.
        #[cfg(unix)]
        command.process_group(0);
        command
    }

    /// The answer, which may come from a process that the file has got hold of: it is made plain once more.
    fn understand(&self, answer: &[u8]) -> Outcome {
        let Ok(found) = serde_json::from_slice::<Extracted>(answer) else {
            return Outcome::Failed(Failure::Crashed);
        };
        let plain = |text: &str, most: usize| {
            let mut gathered = Gathered::new(most);
            gathered.push(text);
            gathered.finish()
        };
        let (text, is_cut) = plain(&found.text, self.limits.text);
        let media_type = plain(&found.media_type, 255).0;
        let mut hints = found.hints;
        hints.sort();
        hints.dedup();
        let truncated = found.truncated || is_cut;
        Outcome::Read(Extracted { text, hints, truncated, media_type, ..found })
    }
}

/// Reads so many bytes; the pipe is closed then.
async fn read(pipe: Option<impl AsyncRead + Unpin>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What was read before a fault is judged all the same.
        let _ = pipe.take(most).read_to_end(&mut bytes).await;
    }
    bytes
}

/// Why a process ended without an answer.
fn reason(status: ExitStatus, complaints: &str) -> Failure {
    // Rust says this before it gives up; the kernel gives a stack no more room either.
    if complaints.contains("memory allocation of") {
        return Failure::Memory;
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        use tokio::signal::unix::SignalKind;
        const CPU_TIME: i32 = 24;
        const KILL: i32 = 9;
        let signal = status.signal().map(SignalKind::from_raw);
        let told = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
        match signal {
            Some(signal) if told.contains(&signal) => return Failure::Interrupted,
            Some(signal) if signal.as_raw_value() == CPU_TIME => return Failure::Time,
            Some(signal) if signal.as_raw_value() == KILL => return Failure::Interrupted,
            _ => {}
        }
    }
    if status.code() == Some(i32::from(Extractor::UNAVAILABLE)) {
        return Failure::Unavailable;
    }
    Failure::Crashed
}

impl Extractor {
    /// Exit code for a file that cannot be opened, or limits that cannot be set.
    pub const UNAVAILABLE: u8 = 3;
}
