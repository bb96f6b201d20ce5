//! Runs the program and gives its exit code to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    newsfold::run(std::env::args_os())
}
