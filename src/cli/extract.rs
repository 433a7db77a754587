//! `kriter extract`: what the program starts itself as to read one file. It limits itself before anything else.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use crate::extraction::{self, Extractor, Limits};

/// The text of a file, as JSON.
#[derive(Debug, Args)]
pub(super) struct ExtractCommand {
    /// The file.
    file: PathBuf,
    /// The ending of its name, where it has lost that.
    #[arg(long, default_value = "")]
    ending: String,
    /// Milliseconds of processor time.
    #[arg(long, default_value_t = 30_000)]
    time: u64,
    /// Bytes of memory.
    #[arg(long, default_value_t = Limits::default().memory)]
    memory: u64,
    /// Pages that are read.
    #[arg(long, default_value_t = Limits::default().pages)]
    pages: u32,
    /// Bytes of text that are kept.
    #[arg(long, default_value_t = Limits::default().text)]
    text: usize,
    /// Bytes of a file that has to be in memory as a whole.
    #[arg(long, default_value_t = Limits::default().file)]
    file_size: u64,
    /// Bytes that the parts of a document may unpack to.
    #[arg(long, default_value_t = Limits::default().unpacked)]
    unpacked: u64,
    /// What is to be shown of it in its place, of a workbook this sheet, counted from 0.
    #[arg(long, value_name = "SHEET")]
    show: Option<usize>,
}

/// Answers on standard output. Called before the program has any thread but its first.
pub(super) fn run(command: &ExtractCommand) -> ExitCode {
    let limits = Limits {
        time: Duration::from_millis(command.time),
        memory: command.memory,
        pages: command.pages,
        text: command.text,
        file: command.file_size,
        unpacked: command.unpacked,
    };
    if extraction::confine(&limits).is_err() {
        return ExitCode::from(Extractor::UNAVAILABLE);
    }
    // A reader that panics is no news, and its words may come from the file.
    std::panic::set_hook(Box::new(|_| {}));
    let ending = if command.ending.is_empty() {
        command.file.to_string_lossy().into_owned()
    } else {
        format!(".{}", command.ending)
    };
    let (path, limits) = (&command.file, &limits);
    match command.show {
        Some(sheet) => answer(extraction::show(path, &ending, sheet, limits)),
        None => answer(extraction::read(path, &ending, limits)),
    }
}

fn answer(found: std::io::Result<impl serde::Serialize>) -> ExitCode {
    let Ok(found) = found else { return ExitCode::from(Extractor::UNAVAILABLE) };
    match serde_json::to_writer(std::io::stdout().lock(), &found) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
