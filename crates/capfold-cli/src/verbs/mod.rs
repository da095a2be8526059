//! One file per verb. A new verb is its file, its arguments in [`crate::args`], and an arm here.

mod check;
mod completions;

use std::io;

use crate::args::{Format, SourceArg, Verb};
use crate::console::{Console, Exit, Stream};
use crate::diagnose::{Diagnostic, of_fault};
use crate::input::{Loaded, load};

/// Runs a verb.
pub(crate) fn dispatch(verb: &Verb, console: &mut Console<'_>) -> io::Result<Exit> {
    match verb {
        Verb::Check(args) => check::run(args, console),
        Verb::Completions(args) => completions::run(args, console),
    }
}

/// Reads the log of a verb. What makes it unusable is printed, and there is none: the verb ends with
/// [`Exit::CannotRun`].
fn read(source: &SourceArg, format: Format, console: &mut Console<'_>) -> io::Result<Option<Loaded>> {
    // A program reads one stream; a person redirects what was asked for and still sees why it failed.
    let stream = match format {
        Format::Table => Stream::Err,
        Format::Json => Stream::Out,
    };
    let loaded = match load(&source.source, console) {
        Ok(loaded) => loaded,
        Err(diagnostic) => {
            print(&diagnostic, stream, format, console)?;
            return Ok(None);
        }
    };
    if loaded.faults.is_empty() {
        return Ok(Some(loaded));
    }
    for fault in &loaded.faults {
        print(&of_fault(fault, &loaded.text), stream, format, console)?;
    }
    match (loaded.more_faults, format) {
        (true, Format::Table) => writeln!(console.stream(stream), "… and more malformed lines")?,
        (true, Format::Json) => writeln!(console.stream(stream), r#"{{"more":true}}"#)?,
        (false, _) => {}
    }
    Ok(None)
}

/// Prints a diagnostic; for people a blank line follows it.
fn print(diagnostic: &Diagnostic, stream: Stream, format: Format, console: &mut Console<'_>) -> io::Result<()> {
    match format {
        Format::Table => {
            let shown = diagnostic.render(console.colours(stream));
            writeln!(console.stream(stream), "{shown}\n")
        }
        Format::Json => writeln!(console.stream(stream), "{}", diagnostic.json()?),
    }
}
