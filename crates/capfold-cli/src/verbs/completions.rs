//! `capfold completions`: a script that completes arguments in a shell.

use std::io;

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};
use crate::console::{Console, Exit, Stream};

pub(super) fn run(args: &CompletionsArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    // The generator panics where it cannot write, so it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "capfold", &mut script);
    console.stream(Stream::Out).write_all(&script)?;
    Ok(Exit::AllWell)
}
