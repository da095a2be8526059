//! Runs the command as a user would.

use capfold_cli::Screen;

/// Runs the command off a terminal: its exit code, and what it printed on standard output and then on
/// standard error.
pub(crate) fn capfold(args: &[&str], input: &[u8]) -> (u8, String) {
    capfold_on(Screen::default(), args, input)
}

/// Runs the command on a screen.
pub(crate) fn capfold_on(screen: Screen, args: &[&str], input: &[u8]) -> (u8, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["capfold"].into_iter().chain(args.iter().copied());
    let exit = capfold_cli::run(args, screen, &mut &*input, &mut out, &mut err);
    out.extend(err);
    (exit, String::from_utf8(out).expect("what is printed is text"))
}

/// A line with an entry whose id is made of its number.
pub(crate) fn entry(number: usize, effective: &str, event: &str) -> String {
    format!(r#"{{"id":"01900000-0000-7000-8000-{number:012}","effective":"{effective}","event":{event}}}"#) + "\n"
}
