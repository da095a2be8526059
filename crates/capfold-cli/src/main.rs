//! The `capfold` command. Everything it does is [`capfold_cli::run`].

use std::io::{self, BufWriter, IsTerminal};
use std::process::ExitCode;

use capfold_cli::Screen;

fn main() -> ExitCode {
    let screen = Screen {
        out_is_terminal: io::stdout().is_terminal(),
        err_is_terminal: io::stderr().is_terminal(),
        no_colour: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
    };
    let mut input = io::stdin().lock();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    ExitCode::from(capfold_cli::run(std::env::args_os(), screen, &mut input, &mut out, &mut err))
}
