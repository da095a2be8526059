//! The streams of a run and what may be written on them.

use std::io::{Read, Write};

use crate::args::Colour;

/// What the surroundings of a run can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// Standard output is a terminal.
    pub out_is_terminal: bool,
    /// Standard error is a terminal.
    pub err_is_terminal: bool,
    /// The user asked every program for no colour (`NO_COLOR`).
    pub no_colour: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: all well.
    AllWell,
    /// 1: findings, contradictions or broken assertions; figures are still printed.
    Findings,
    /// 2: usage, or input that cannot be read.
    CannotRun,
}

impl Exit {
    /// The exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::AllWell => 0,
            Self::Findings => 1,
            Self::CannotRun => 2,
        }
    }
}

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output: what was asked for.
    Out,
    /// Standard error: why it could not be had.
    Err,
}

/// The streams of a run.
pub struct Console<'run> {
    screen: Screen,
    colour: Colour,
    input: &'run mut dyn Read,
    out: &'run mut dyn Write,
    err: &'run mut dyn Write,
}

impl<'run> Console<'run> {
    /// Streams with colours on terminals only.
    pub fn new(screen: Screen, input: &'run mut dyn Read, out: &'run mut dyn Write, err: &'run mut dyn Write) -> Self {
        Self { screen, colour: Colour::Auto, input, out, err }
    }

    /// Applies `--colour`.
    pub fn set_colour(&mut self, colour: Colour) {
        self.colour = colour;
    }

    /// Whether colours are wanted on a stream.
    #[must_use]
    pub fn colours(&self, stream: Stream) -> bool {
        let terminal = match stream {
            Stream::Out => self.screen.out_is_terminal,
            Stream::Err => self.screen.err_is_terminal,
        };
        match self.colour {
            Colour::Auto => terminal && !self.screen.no_colour,
            Colour::Always => true,
            Colour::Never => false,
        }
    }

    /// Whether a progress bar would be seen.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.screen.err_is_terminal
    }

    /// Standard input.
    pub fn input(&mut self) -> &mut dyn Read {
        self.input
    }

    /// A stream to write on.
    pub fn stream(&mut self, stream: Stream) -> &mut dyn Write {
        match stream {
            Stream::Out => self.out,
            Stream::Err => self.err,
        }
    }
}
