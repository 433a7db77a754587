//! The program: parses the command line and runs it.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    kriter::cli::run(kriter::cli::Cli::parse())
}
