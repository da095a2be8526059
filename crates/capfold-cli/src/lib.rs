//! The command line of capfold: reads a book, folds it, shows what follows.
//!
//! [`run`] is the whole program over given streams, so that a test sees what a user sees. A verb is a
//! file under `verbs/`: [`args`] holds its options, `verbs::dispatch` its arm, [`input`] reads its log,
//! [`diagnose`] shows what is wrong with it.
#![forbid(unsafe_code)]

pub mod args;
mod console;
pub mod diagnose;
mod fold;
pub mod input;
pub mod lines;
mod locate;
mod progress;
mod report;
pub mod text;
mod verbs;

use std::ffi::OsString;
use std::io::{self, Read, Write};

use clap::Parser;

pub use console::{Console, Exit, Screen, Stream};

/// Runs the command and gives its exit code: 0 all well, 1 findings, 2 cannot run.
///
/// `args` starts with the program's name. A reader that closes the output early ends the run with 0.
pub fn run(
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    screen: Screen,
    input: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let mut console = Console::new(screen, input, out, err);
    match start(args, &mut console) {
        Ok(exit) => exit.code(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::AllWell.code(),
        Err(error) => {
            // Nowhere is left to report a standard error stream that cannot be written.
            let _ = writeln!(console.stream(Stream::Err), "error: the output cannot be written: {error}");
            Exit::CannotRun.code()
        }
    }
}

fn start(args: impl IntoIterator<Item = impl Into<OsString> + Clone>, console: &mut Console<'_>) -> io::Result<Exit> {
    let exit = match args::Cli::try_parse_from(args) {
        Ok(cli) => {
            console.set_colour(cli.colour);
            verbs::dispatch(&cli.verb, console)?
        }
        Err(error) => usage(&error, console)?,
    };
    console.stream(Stream::Out).flush()?;
    Ok(exit)
}

/// Prints help and version to standard output, a mistake in the arguments to standard error.
fn usage(error: &clap::Error, console: &mut Console<'_>) -> io::Result<Exit> {
    let (stream, exit) = if error.use_stderr() { (Stream::Err, Exit::CannotRun) } else { (Stream::Out, Exit::AllWell) };
    let text = error.render();
    if console.colours(stream) {
        write!(console.stream(stream), "{}", text.ansi())?;
    } else {
        write!(console.stream(stream), "{text}")?;
    }
    Ok(exit)
}
