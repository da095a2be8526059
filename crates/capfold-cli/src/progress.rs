//! A bar on the terminal while a large log is read.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far the reading is; shown only when it takes longer than a second on a terminal.
pub(crate) struct Progress {
    state: State,
    total: u64,
    done: u64,
    ticks: u32,
}

enum State {
    /// Nobody would see it.
    Silent,
    /// Not yet worth showing.
    Waiting(Instant),
    Shown(ProgressBar),
}

/// Reading that is over sooner shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// The clock is asked once in so many lines.
const LINES_PER_TICK: u32 = 1024;

impl Progress {
    /// A bar that may be shown or not.
    pub(crate) fn new(visible: bool) -> Self {
        let state = if visible { State::Waiting(Instant::now()) } else { State::Silent };
        Self { state, total: 0, done: 0, ticks: 0 }
    }

    /// Says how many bytes there are in all; 0 when nobody knows.
    pub(crate) fn expect(&mut self, bytes: u64) {
        self.total = bytes;
    }

    /// Says that a line was read.
    pub(crate) fn advance(&mut self, bytes: u64) {
        self.done = self.done.saturating_add(bytes);
        self.ticks = self.ticks.wrapping_add(1);
        if !self.ticks.is_multiple_of(LINES_PER_TICK) {
            return;
        }
        match &self.state {
            State::Silent => {}
            State::Waiting(since) if since.elapsed() < PATIENCE => {}
            State::Waiting(_) => self.state = State::Shown(bar(self.total)),
            State::Shown(bar) => bar.set_position(self.done),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let State::Shown(bar) = &self.state {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let (length, template) = if total == 0 {
        (None, "reading  {bytes}")
    } else {
        (Some(total), "reading  {wide_bar} {bytes} of {total_bytes}")
    };
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
