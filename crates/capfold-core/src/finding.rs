//! What the fold finds wrong: a stable code, both numbers, and a way on.

use std::fmt;

use uuid::Uuid;

use crate::date::Date;
use crate::exact::Exact;
use crate::money::Currency;
use crate::name::{Name, Seq};

/// What kind of thing a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Thing {
    /// A holder of shares and rights.
    Holder,
    /// A class of shares.
    Class,
    /// A series of warrants.
    Series,
    /// An option plan.
    Plan,
    /// A lot of options.
    Grant,
    /// A property.
    Property,
    /// A research project.
    Project,
    /// A bank account.
    Account,
    /// An agreement.
    Agreement,
    /// A document.
    Document,
    /// An assumption.
    Assumption,
}

impl Thing {
    /// Every kind of thing.
    pub const ALL: &[Self] = &[
        Self::Holder,
        Self::Class,
        Self::Series,
        Self::Plan,
        Self::Grant,
        Self::Property,
        Self::Project,
        Self::Account,
        Self::Agreement,
        Self::Document,
        Self::Assumption,
    ];

    /// The field of an event that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Class => "class",
            Self::Series => "series",
            Self::Plan => "plan",
            Self::Grant => "grant",
            Self::Property => "property",
            Self::Project => "project",
            Self::Account => "account",
            Self::Agreement => "agreement",
            Self::Document => "document",
            Self::Assumption => "assumption",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Series => "warrant series",
            Self::Class => "share class",
            Self::Plan => "option plan",
            Self::Grant => "option lot",
            Self::Account => "bank account",
            Self::Project => "research project",
            Self::Holder | Self::Property | Self::Agreement | Self::Document | Self::Assumption => self.key(),
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// What is wrong with a fact, given the facts before it. The text carries both numbers.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// An id stands for two different entries.
    #[error("id {id} already stands for entry {first}, which says otherwise")]
    IdReused {
        /// The id.
        id: Uuid,
        /// Where it was used first.
        first: Seq,
    },
    /// A correction of something that was never recorded.
    #[error("no earlier entry has the id {id}")]
    NoSuchEntry {
        /// The id.
        id: Uuid,
    },
    /// A second correction of the same word.
    #[error("entry {id} was already corrected by entry {by}")]
    ChainForked {
        /// The entry meant.
        id: Uuid,
        /// The correction that stands.
        by: Seq,
    },
    /// A correction of a voiding.
    #[error("entry {id} is a voiding; it cannot be amended or voided")]
    NotAmendable {
        /// The entry meant.
        id: Uuid,
    },
    /// A stored position that is not the entry's position.
    #[error("the entry says it is number {stated}, it stands at {actual}")]
    SeqDiffers {
        /// As written.
        stated: u64,
        /// As counted.
        actual: Seq,
    },
    /// Something happened before the book was opened.
    #[error("the book is not open on that day")]
    BookNotOpen,
    /// A second opening.
    #[error("the book was already opened by entry {by}")]
    BookAlreadyOpen {
        /// By which entry.
        by: Seq,
    },
    /// A name that nothing registered by that day.
    #[error("no {thing} `{name}` is registered by that day")]
    Unknown {
        /// What it should be.
        thing: Thing,
        /// The name.
        name: Name,
    },
    /// A second registration of a name.
    #[error("{thing} `{name}` was already registered by entry {by}")]
    AlreadyRegistered {
        /// What it is.
        thing: Thing,
        /// The name.
        name: Name,
        /// By which entry.
        by: Seq,
    },
    /// A citation of a document that the log does not know; the fact stands.
    #[error("document `{name}` is cited, but no document_cited entry names it")]
    UnknownDocument {
        /// The name.
        name: Name,
    },
    /// An agreement of one kind where another belongs.
    #[error("agreement `{name}` is a {is}, a {needed} is needed here")]
    AgreementKind {
        /// The agreement.
        name: Name,
        /// What it is.
        is: &'static str,
        /// What the event is about.
        needed: &'static str,
    },
    /// More units leave an account than are there.
    #[error("{needed} {what}, {available} {state}")]
    Insufficient {
        /// What was to be done, to what.
        what: String,
        /// What the available number is called.
        state: &'static str,
        /// How many it takes.
        needed: Exact,
        /// How many there are.
        available: Exact,
    },
    /// More shares than the charter leaves.
    #[error("{needed} shares of `{class}` needed, {available} authorised and neither issued nor reserved")]
    BeyondAuthorised {
        /// The class.
        class: Name,
        /// How many it takes.
        needed: Exact,
        /// How many there are.
        available: Exact,
    },
    /// A count that is not a multiple of the class's grain.
    #[error("{quantity} is not a multiple of {grain}, the smallest count of `{unit}`")]
    OffGrain {
        /// The class, series or lot.
        unit: Name,
        /// The count.
        quantity: Exact,
        /// The grain.
        grain: Exact,
    },
    /// What was paid is not quantity × price.
    #[error("{stated} {currency} stated, quantity × price is {computed} {currency}")]
    PaidDiffers {
        /// As stated.
        stated: Exact,
        /// As computed.
        computed: Exact,
        /// Of both.
        currency: Currency,
    },
    /// Exercise after the term.
    #[error("exercised on {on}, `{name}` expired on {expires}")]
    PastExpiry {
        /// The series or lot.
        name: Name,
        /// Last day of the term.
        expires: Date,
        /// Day of the exercise.
        on: Date,
    },
    /// Expiry before the end of the term.
    #[error("expired on {on}, the term of `{name}` ends on {expires}")]
    BeforeExpiry {
        /// The series or lot.
        name: Name,
        /// Last day of the term.
        expires: Date,
        /// Day of the entry.
        on: Date,
    },
    /// A lot exercised at a price that is not its strike.
    #[error("exercised at {paid}, the strike of `{grant}` is {strike}")]
    NotTheStrike {
        /// The lot.
        grant: Name,
        /// Price and currency as stated.
        paid: String,
        /// Strike and its currency.
        strike: String,
    },
    /// More options than the plan's pool.
    #[error("{needed} options needed under `{plan}`, {available} left of its {limit}")]
    BeyondPool {
        /// The plan.
        plan: Name,
        /// How many it takes.
        needed: Exact,
        /// How many are left.
        available: Exact,
        /// The pool.
        limit: Exact,
    },
    /// Fewer authorised than already issued and reserved.
    #[error("{authorised} shares of `{class}` authorised, {taken} already issued or reserved")]
    BelowIssued {
        /// The class.
        class: Name,
        /// The new number.
        authorised: Exact,
        /// Issued and reserved.
        taken: Exact,
    },
    /// More money leaves an account than is there.
    #[error("{needed} {currency} {what}, {available} {currency} {state}")]
    InsufficientMoney {
        /// What was to be done.
        what: String,
        /// What the available amount is called.
        state: &'static str,
        /// How much it takes.
        needed: Exact,
        /// How much there is.
        available: Exact,
        /// Of both.
        currency: Currency,
    },
    /// Money of one currency where another belongs.
    #[error("the amount is in {given}, {what} is in {expected}")]
    CurrencyDiffers {
        /// As given.
        given: Currency,
        /// What it should match.
        what: String,
        /// Its currency.
        expected: Currency,
    },
    /// No rate to carry a foreign amount at.
    #[error("no {base}/{quote} rate for {on}: {missing}")]
    NoRate {
        /// The functional currency.
        base: Currency,
        /// The currency of the amount.
        quote: Currency,
        /// The day.
        on: Date,
        /// What the policy in force looks for, in words.
        missing: String,
    },
    /// An amount finer than the currency's smallest unit.
    #[error("{amount} {currency} is not a multiple of {grain}, the smallest amount of {currency}")]
    OffCents {
        /// The amount.
        amount: Exact,
        /// Its currency.
        currency: Currency,
        /// The currency's smallest unit.
        grain: Exact,
    },
    /// A result past the range of the ledger.
    #[error("the result is too large: the ledger holds sums up to about 1.7 × 10²⁸")]
    TooLarge,
    /// A carrying amount in functional currency that is not the amount itself.
    #[error("carried at {stated} {currency}, the amount itself is {amount} {currency}")]
    CarryingDiffers {
        /// The carrying amount as stated.
        stated: Exact,
        /// The amount.
        amount: Exact,
        /// The functional currency.
        currency: Currency,
    },
    /// A fact recorded after the close of its period; it stands, and changes closed figures.
    #[error("effective {on}, in the period closed on {closed} by entry {by}: its figures may change")]
    PeriodWasClosed {
        /// Day of the fact.
        on: Date,
        /// Last day of the closed period.
        closed: Date,
        /// The closing entry.
        by: Seq,
    },
    /// Opening balances after something moved.
    #[error("opening balances after the first movement, entry {first}")]
    OpeningAfterMovement {
        /// The first movement.
        first: Seq,
    },
    /// An assumption of one kind used as another.
    #[error("assumption `{name}` is {is}, {needed} is needed here")]
    AssumptionKind {
        /// The assumption.
        name: Name,
        /// What it assumes.
        is: String,
        /// What the place takes.
        needed: String,
    },
    /// A stated total smaller than the assumed part.
    #[error("{total} in all, {part} of it assumed by `{name}`")]
    RestNegative {
        /// The assumption.
        name: Name,
        /// The stated total.
        total: Exact,
        /// The assumed part.
        part: Exact,
    },
    /// An entry's day is not the day its assumption chose.
    #[error("effective {effective}, assumption `{name}` chose {chosen}")]
    DayDiffers {
        /// The assumption.
        name: Name,
        /// The chosen day.
        chosen: Date,
        /// The entry's day.
        effective: Date,
    },
}

/// Declares the stable codes: the match misses no problem and the list misses no code.
macro_rules! codes {
    ($($variant:ident $code:literal,)*) => {
        impl Problem {
            /// Every code, in order. Codes are never reused.
            pub const CODES: &[&str] = &[$($code,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)*
                }
            }
        }
    };
}

codes! {
    IdReused "C1001",
    NoSuchEntry "C1002",
    ChainForked "C1003",
    NotAmendable "C1004",
    SeqDiffers "C1005",
    BookNotOpen "C1101",
    BookAlreadyOpen "C1102",
    Unknown "C1201",
    AlreadyRegistered "C1202",
    UnknownDocument "C1203",
    AgreementKind "C1204",
    Insufficient "C2001",
    BeyondAuthorised "C2002",
    OffGrain "C2003",
    PaidDiffers "C2004",
    PastExpiry "C2005",
    BeforeExpiry "C2006",
    NotTheStrike "C2007",
    BeyondPool "C2008",
    BelowIssued "C2009",
    InsufficientMoney "C3001",
    CurrencyDiffers "C3002",
    NoRate "C3003",
    OffCents "C3004",
    TooLarge "C3005",
    CarryingDiffers "C3006",
    PeriodWasClosed "C4001",
    OpeningAfterMovement "C4002",
    AssumptionKind "C5001",
    RestNegative "C5002",
    DayDiffers "C5003",
}

impl Problem {
    /// Whether the fact stands all the same: it is worth knowing, and nothing was refused.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::UnknownDocument { .. } | Self::PeriodWasClosed { .. })
    }

    /// By how much it misses, where there is such a number.
    #[must_use]
    pub fn gap(&self) -> Option<Exact> {
        match self {
            Self::Insufficient { needed, available, .. }
            | Self::BeyondAuthorised { needed, available, .. }
            | Self::BeyondPool { needed, available, .. }
            | Self::InsufficientMoney { needed, available, .. } => needed.minus(*available),
            Self::BelowIssued { authorised, taken, .. } => taken.minus(*authorised),
            Self::PaidDiffers { stated, computed, .. } => stated.minus(*computed),
            Self::CarryingDiffers { stated, amount, .. } => stated.minus(*amount),
            Self::RestNegative { total, part, .. } => part.minus(*total),
            Self::IdReused { .. }
            | Self::NoSuchEntry { .. }
            | Self::ChainForked { .. }
            | Self::NotAmendable { .. }
            | Self::SeqDiffers { .. }
            | Self::BookNotOpen
            | Self::BookAlreadyOpen { .. }
            | Self::Unknown { .. }
            | Self::AlreadyRegistered { .. }
            | Self::UnknownDocument { .. }
            | Self::AgreementKind { .. }
            | Self::OffGrain { .. }
            | Self::PastExpiry { .. }
            | Self::BeforeExpiry { .. }
            | Self::NotTheStrike { .. }
            | Self::CurrencyDiffers { .. }
            | Self::NoRate { .. }
            | Self::OffCents { .. }
            | Self::TooLarge
            | Self::PeriodWasClosed { .. }
            | Self::OpeningAfterMovement { .. }
            | Self::AssumptionKind { .. }
            | Self::DayDiffers { .. } => None,
        }
    }

    /// A way on.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::IdReused { .. } => "give the second entry an id of its own; to correct the first, record an amend",
            Self::NoSuchEntry { .. } => "a correction names the id of an entry on an earlier line",
            Self::ChainForked { .. } => "correct the latest correction, unless it is a voiding: history is a chain",
            Self::NotAmendable { .. } => "to state the fact again, record it as a new entry",
            Self::SeqDiffers { .. } => "seq is given by a store; leave it out of a plain file",
            Self::BookNotOpen => "the first fact in order of days is book_opened",
            Self::BookAlreadyOpen { .. } => "one book is one issuer; amend the first opening to correct it",
            Self::Unknown { .. } => "register it with an entry effective on or before that day",
            Self::AlreadyRegistered { .. } => "use another name, or amend the first registration",
            Self::UnknownDocument { .. } => "record a document_cited entry for it",
            Self::AgreementKind { .. } => "name an agreement of that kind, or record the payment as what it was",
            Self::Insufficient { .. } => {
                "if this entry repeats an earlier one, void one of them; if the count is wrong, amend it"
            }
            Self::BeyondAuthorised { .. } => "record authorised_set if the charter allows more",
            Self::OffGrain { .. } => "state whole units, or register the class with a finer grain",
            Self::PaidDiffers { .. } => "amend the quantity, the price or the sum; record a fee or a discount apart",
            Self::PastExpiry { .. } => "check the day of the exercise and the registered expiry",
            Self::BeforeExpiry { .. } => {
                "check the day and the registered expiry; options lost before it are options_forfeited"
            }
            Self::NotTheStrike { .. } => "check which lot was exercised, its strike and the currency of its strike",
            Self::BeyondPool { .. } => "check the plan's limit and what has been granted under it",
            Self::BelowIssued { .. } => "check the charter, and what was issued and reserved by that day",
            Self::InsufficientMoney { .. } => {
                "check the account (restricted or not) or the purpose, its opening balance and what went before"
            }
            Self::CurrencyDiffers { .. } => {
                "name an account of that currency, or record the conversion as an entry of its own: cash_converted"
            }
            Self::NoRate { .. } => "record rate_observed, or state the carrying amount where the event has one",
            Self::OffCents { .. } => "round the amount as it was paid",
            Self::TooLarge => "check the number of digits",
            Self::CarryingDiffers { .. } => "leave carrying out: an amount in functional currency is carried at itself",
            Self::PeriodWasClosed { .. } => "compare the figures as known before and after: --known-through",
            Self::OpeningAfterMovement { .. } => "give opening balances a day before everything else",
            Self::AssumptionKind { .. } => "refer to an assumption about such a number, in the same currency",
            Self::RestNegative { .. } => "lower the assumed part or its range",
            Self::DayDiffers { .. } => "give the entry the chosen day, or amend the assumption",
        }
    }
}

/// A problem, and the field of the event at which it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    /// What is wrong.
    pub problem: Box<Problem>,
    /// The key of the value at fault; empty for the whole event.
    pub key: &'static str,
    /// The list and the row of it, from 0, that the key stands in; none: the event itself.
    pub row: Option<(&'static str, usize)>,
    /// The field, of the event or the row, that the key stands in; empty when the key says enough.
    pub field: &'static str,
}

impl Rejection {
    /// A problem that shows at the first value under `key`.
    #[must_use]
    pub fn at(key: &'static str, problem: Problem) -> Self {
        Self { problem: Box::new(problem), key, row: None, field: "" }
    }

    /// The same, within a row of a list.
    #[must_use]
    pub fn in_row(self, list: &'static str, index: usize) -> Self {
        Self { row: Some((list, index)), ..self }
    }

    /// The same, within a field: another field has the same key.
    #[must_use]
    pub fn within(self, field: &'static str) -> Self {
        Self { field, ..self }
    }
}

/// A problem with the entry that caused it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The entry.
    pub seq: Seq,
    /// What is wrong, and where in the event.
    pub rejection: Rejection,
}
