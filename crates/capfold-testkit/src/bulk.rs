//! Large logs for benches: as many entries as wanted, all of which can happen, the same for the same
//! seed. Lines are written directly, byte for byte as [`Entry::to_line`] writes them.
//!
//! [`Entry::to_line`]: capfold_core::entry::Entry::to_line

use std::fmt::{self, Write as _};
use std::io;

use capfold_core::date::Date;

/// Days from 1 January 2000 to 31 December 2020.
const DAYS: u64 = 7_671;
/// How often another holder is drawn when one does not have enough.
const DRAWS: u32 = 32;
/// Milliseconds from 1970 to 1 January 2000, and of a day: what ids begin with.
const EPOCH_MS: u64 = 946_684_800_000;
const DAY_MS: u64 = 86_400_000;

/// A log of that many entries over a tenth as many holders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bulk {
    /// Entries in all, registrations included.
    pub entries: u64,
    /// What the draws begin with.
    pub seed: u64,
}

impl Bulk {
    /// Writes the log, one entry a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write<W: io::Write>(&self, out: &mut W) -> io::Result<()> {
        let mut pen = Pen::new(*self);
        while pen.next_line() {
            pen.line.push('\n');
            out.write_all(pen.line.as_bytes())?;
        }
        Ok(())
    }

    /// The lines of the log, without line ends.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let mut pen = Pen::new(*self);
        std::iter::from_fn(move || pen.next_line().then(|| pen.line.clone()))
    }

    fn holders(self) -> u64 {
        self.entries.checked_div(10).unwrap_or(0).max(2)
    }
}

/// What a holder has: sixteen bytes.
#[derive(Clone, Copy, Default)]
struct Holding {
    shares: u64,
    warrants: u64,
}

/// What an entry of the body does.
enum Act {
    Issue,
    Transfer,
    IssueWarrants,
    Exercise,
    Accrue,
    Pay,
}

/// What comes before the registrations of holders.
const PRELUDE: [&str; 6] = [
    r#"{"book_opened":{"issuer":"Bulk Mines Ltd.","functional":"USD","presentation":"USD","year_end":"12-31"}}"#,
    r#"{"document_cited":{"document":"register","title":"Register of the transfer agent"}}"#,
    r#"{"class_registered":{"class":"common","name":"Common shares without par value"}}"#,
    r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#,
    r#"{"account_registered":{"account":"bank-usd","name":"Operating account","currency":"USD"}}"#,
    r#"{"series_registered":{"series":"w-2000-a","name":"Series A warrants","class":"common","strike":{"amount":"0.55","currency":"USD"},"expires":"2030-12-31"}}"#,
];
/// Prices and strike in cents: no product is rounded.
const PRICES: [u64; 8] = [10, 25, 30, 55, 75, 100, 125, 240];
const STRIKE: u64 = 55;

/// Composes one line after the other.
struct Pen {
    bulk: Bulk,
    random: SplitMix64,
    holdings: Vec<Holding>,
    /// Cash in the bank.
    cents: u64,
    /// Lines so far, in all and on this day.
    lines: u64,
    lines_of_day: u64,
    day: u64,
    date: Option<Date>,
    date_text: String,
    line: String,
}

impl Pen {
    fn new(bulk: Bulk) -> Self {
        let holders = usize::try_from(bulk.holders()).unwrap_or(usize::MAX);
        let date = Date::of(2000, 1, 1);
        Self {
            bulk,
            random: SplitMix64(bulk.seed),
            holdings: vec![Holding::default(); holders],
            cents: 0,
            lines: 0,
            lines_of_day: 0,
            day: 0,
            date,
            date_text: date.map(|date| date.to_string()).unwrap_or_default(),
            line: String::with_capacity(512),
        }
    }

    /// Composes the next line, unless the log is complete.
    fn next_line(&mut self) -> bool {
        if self.lines >= self.bulk.entries {
            return false;
        }
        self.line.clear();
        let composed = self.compose();
        self.lines = self.lines.saturating_add(1);
        self.lines_of_day = self.lines_of_day.saturating_add(1);
        // Writing to a string does not fail.
        composed.is_ok()
    }

    fn compose(&mut self) -> fmt::Result {
        let prelude = usize::try_from(self.lines).ok().and_then(|index| PRELUDE.get(index));
        if let Some(event) = prelude {
            self.head()?;
            return write!(self.line, r#","event":{event}}}"#);
        }
        let before = u64::try_from(PRELUDE.len()).unwrap_or(u64::MAX);
        let holder = self.lines.saturating_sub(before);
        if holder < self.bulk.holders() {
            self.head()?;
            let name = Holder(holder);
            let event =
                format_args!(r#"{{"holder_registered":{{"holder":"{name}","name":"Holder {holder} of record"}}}}"#);
            return write!(self.line, r#","event":{event}}}"#);
        }
        let first = before.saturating_add(self.bulk.holders());
        let (done, all) = (self.lines.saturating_sub(first), self.bulk.entries.saturating_sub(first));
        self.go_to(done.saturating_mul(DAYS).checked_div(all).unwrap_or(0));
        self.head()?;
        write!(self.line, r#","event":{{"#)?;
        self.act()?;
        self.line.write_str("}}")
    }

    /// Everything before the event: id and day. The id is a UUID of version 7.
    fn head(&mut self) -> fmt::Result {
        let ms = EPOCH_MS.saturating_add(self.day.saturating_mul(DAY_MS)).saturating_add(self.lines_of_day);
        let random = self.random.next();
        let (high, low) = (ms.wrapping_shr(16), ms & 0xFFFF);
        let (a, b, c) =
            (random & 0xFFF, random.wrapping_shr(12) & 0x3FFF | 0x8000, random.wrapping_shr(26) & 0xFFFF_FFFF);
        let day = &self.date_text;
        write!(self.line, r#"{{"id":"{high:08x}-{low:04x}-7{a:03x}-{b:04x}-0000{c:08x}","effective":"{day}""#)
    }

    fn go_to(&mut self, day: u64) {
        while self.day < day {
            self.day = self.day.saturating_add(1);
            self.date = self.date.map(Date::next);
            self.lines_of_day = 0;
            if self.day == day {
                self.date_text = self.date.map(|date| date.to_string()).unwrap_or_default();
            }
        }
    }

    fn act(&mut self) -> fmt::Result {
        let act = match self.random.below(100) {
            0..40 => Act::Issue,
            40..70 => Act::Transfer,
            70..85 => Act::IssueWarrants,
            85..95 => Act::Exercise,
            95..98 => Act::Accrue,
            _ => Act::Pay,
        };
        match act {
            Act::Issue => self.issue(),
            Act::Transfer => match self.draw(|holding| holding.shares) {
                Some((from, there)) => self.transfer(from, there),
                None => self.issue(),
            },
            Act::IssueWarrants => self.issue_warrants(),
            Act::Exercise => match self.draw(|holding| holding.warrants) {
                Some((holder, there)) => self.exercise(holder, there),
                None => self.issue_warrants(),
            },
            Act::Accrue => {
                let amount = Cents(self.random.below(5_000_000).saturating_add(1));
                self.line.write_str(r#""expense_accrued":{"purpose":"administrative","amount":"#)?;
                write!(self.line, r#"{{"amount":"{amount}","currency":"USD"}}}}"#)
            }
            Act::Pay => self.pay(),
        }
    }

    /// A holder that has something, and how much; none when several draws find none.
    fn draw(&mut self, what: impl Fn(&Holding) -> u64) -> Option<(u64, u64)> {
        for _ in 0..DRAWS {
            let holder = self.random.below(self.bulk.holders());
            let there = self.holding(holder).map_or(0, |holding| what(holding));
            if there > 0 {
                return Some((holder, there));
            }
        }
        None
    }

    fn holding(&mut self, holder: u64) -> Option<&mut Holding> {
        self.holdings.get_mut(usize::try_from(holder).ok()?)
    }

    fn add(&mut self, holder: u64, shares: u64, warrants: u64) {
        if let Some(holding) = self.holding(holder) {
            holding.shares = holding.shares.saturating_add(shares);
            holding.warrants = holding.warrants.saturating_add(warrants);
        }
    }

    /// Part of what is there: all of it now and then.
    fn part(&mut self, there: u64) -> u64 {
        if self.random.below(8) == 0 { there } else { self.random.below(there).saturating_add(1) }
    }

    fn issue(&mut self) -> fmt::Result {
        let holder = self.random.below(self.bulk.holders());
        let quantity = self.random.below(100).saturating_add(1).saturating_mul(100);
        let index = usize::try_from(self.random.below(8)).unwrap_or(0);
        let price = PRICES.get(index).copied().unwrap_or(STRIKE);
        let paid = quantity.saturating_mul(price);
        self.add(holder, quantity, 0);
        self.cents = self.cents.saturating_add(paid);
        let (holder, paid, price) = (Holder(holder), Cents(paid), Cents(price));
        write!(self.line, r#""shares_issued":{{"class":"common","holder":"{holder}","quantity":"{quantity}","for":"#)?;
        write!(self.line, r#"{{"cash":{{"account":"bank-usd","paid":{{"amount":"{paid}","currency":"USD"}},"#)?;
        write!(self.line, r#""price":{{"amount":"{price}","currency":"USD"}}}}}}}}"#)
    }

    fn transfer(&mut self, from: u64, there: u64) -> fmt::Result {
        let to = self.random.below(self.bulk.holders());
        let quantity = self.part(there);
        if let Some(holding) = self.holding(from) {
            holding.shares = there.saturating_sub(quantity);
        }
        self.add(to, quantity, 0);
        let (from, to) = (Holder(from), Holder(to));
        write!(
            self.line,
            r#""shares_transferred":{{"class":"common","from":"{from}","to":"{to}","quantity":"{quantity}"}}"#
        )
    }

    /// Every fourth time the warrants themselves are paid for.
    fn issue_warrants(&mut self) -> fmt::Result {
        let holder = self.random.below(self.bulk.holders());
        let quantity = self.random.below(50).saturating_add(1).saturating_mul(100);
        self.add(holder, 0, quantity);
        let holder = Holder(holder);
        write!(self.line, r#""warrants_issued":{{"series":"w-2000-a","holder":"{holder}","quantity":"{quantity}""#)?;
        if self.random.below(4) == 0 {
            let paid = quantity.saturating_mul(3);
            self.cents = self.cents.saturating_add(paid);
            let paid = Cents(paid);
            write!(self.line, r#","paid":{{"account":"bank-usd","amount":{{"amount":"{paid}","currency":"USD"}}}}"#)?;
        }
        self.line.write_str("}")
    }

    fn exercise(&mut self, holder: u64, there: u64) -> fmt::Result {
        let quantity = self.part(there);
        let paid = quantity.saturating_mul(STRIKE);
        if let Some(holding) = self.holding(holder) {
            holding.warrants = there.saturating_sub(quantity);
        }
        self.add(holder, quantity, 0);
        self.cents = self.cents.saturating_add(paid);
        let (holder, paid) = (Holder(holder), Cents(paid));
        write!(
            self.line,
            r#""warrants_exercised":{{"series":"w-2000-a","holder":"{holder}","quantity":"{quantity}","#
        )?;
        write!(self.line, r#""account":"bank-usd","paid":{{"amount":"{paid}","currency":"USD"}}}}"#)
    }

    fn pay(&mut self) -> fmt::Result {
        if self.cents == 0 {
            return self.issue();
        }
        let cents = self.random.below(self.cents.min(2_000_000)).saturating_add(1);
        self.cents = self.cents.saturating_sub(cents);
        let amount = Cents(cents);
        write!(self.line, r#""cash_paid":{{"from":{{"account":"bank-usd"}},"amount":{{"amount":"{amount}","#)?;
        self.line.write_str(r#""currency":"USD"},"for":{"spending":"administrative"}}"#)
    }
}

/// The name of a holder.
struct Holder(u64);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "h-{:07}", self.0)
    }
}

/// Cents as dollars, without trailing zeros.
struct Cents(u64);

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, cents) = (self.0.checked_div(100).unwrap_or(0), self.0.checked_rem(100).unwrap_or(0));
        match (cents, cents.checked_rem(10), cents.checked_div(10)) {
            (0, ..) => write!(f, "{whole}"),
            (_, Some(0), Some(tenths)) => write!(f, "{whole}.{tenths}"),
            _ => write!(f, "{whole}.{cents:02}"),
        }
    }
}

/// Steele, Lea and Flood's generator (2014): one word of state, and the same draws everywhere.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0.wrapping_shr(30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed.wrapping_shr(27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed.wrapping_shr(31)
    }

    /// A number below `end`; zero when there is none.
    fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use capfold_core::entry::{Cut, Entry};
    use capfold_core::event::EventKind;
    use capfold_core::ledger::fold;
    use capfold_core::log::{Appended, Log};

    use super::*;

    #[test]
    fn lines_are_the_bytes_of_their_entries() {
        let bulk = Bulk { entries: 5_000, seed: 7 };
        let mut written = Vec::new();
        bulk.write(&mut written).expect("memory can be written");
        let lines: Vec<String> = bulk.lines().collect();
        assert_eq!(lines.len(), 5_000);
        let together: String = lines.iter().map(|line| format!("{line}\n")).collect();
        assert_eq!(written, together.as_bytes());
        for line in &lines {
            let entry = Entry::parse(line.as_bytes()).map_err(|error| format!("{error}: {line}"));
            assert_eq!(entry.and_then(|entry| entry.to_line().map_err(|e| e.to_string())).as_ref(), Ok(line));
        }
        let bytes: usize = lines.iter().map(String::len).sum();
        assert!((200..=300).contains(&(bytes / lines.len())), "{} bytes a line", bytes / lines.len());
    }

    #[test]
    fn every_entry_can_happen() {
        for entries in [0, 1, 5, 9, 30, 20_000] {
            let mut log = Log::new();
            let mut last = None;
            for line in (Bulk { entries, seed: 1 }).lines() {
                let entry = Entry::parse(line.as_bytes()).expect("a line of an entry");
                let place = Some((entry.effective, entry.id));
                assert!(place > last, "{line}");
                last = place;
                assert!(matches!(log.append(entry), Ok(Appended::New(_))), "{line}");
            }
            assert_eq!(log.len().try_into(), Ok(entries));
            let timeline = log.timeline(Cut::default());
            assert_eq!((timeline.findings, fold(&timeline.facts).1), (Vec::new(), Vec::new()));
        }
    }

    #[test]
    fn the_mixture_is_as_announced() {
        let mut counts = std::collections::BTreeMap::new();
        for line in (Bulk { entries: 20_000, seed: 3 }).lines() {
            let entry = Entry::parse(line.as_bytes()).expect("a line of an entry");
            *counts.entry(entry.event.kind()).or_insert(0_usize) += 1;
        }
        let percent = |kind| counts.get(&kind).map_or(0, |count| count * 100 / 17_994);
        assert_eq!(counts.get(&EventKind::HolderRegistered), Some(&2_000));
        for (kind, range) in [
            (EventKind::SharesIssued, 38..=43),
            (EventKind::SharesTransferred, 28..=32),
            (EventKind::WarrantsIssued, 13..=18),
            (EventKind::WarrantsExercised, 8..=11),
        ] {
            assert!(range.contains(&percent(kind)), "{kind:?}: {} %", percent(kind));
        }
    }
}
