//! The command line: one subcommand for each thing that an operator does.

use std::process::ExitCode;

fn main() -> ExitCode {
    shingle::command::run()
}
