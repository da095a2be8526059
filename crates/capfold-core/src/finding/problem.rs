//! Every problem, in the order of codes.

use uuid::Uuid;

use super::Thing;
use super::declare::problems;
use crate::date::Date;
use crate::exact::Exact;
use crate::money::Currency;
use crate::name::{Name, Seq};

problems! {
    /// An id stands for two different entries.
    "C1001" IdReused {
        /// The id.
        id: Uuid,
        /// Where it was used first.
        first: Seq,
    }
        => "id {id} already stands for entry {first}, which says otherwise",
        "give the second entry an id of its own; to correct the first, record an amend";
    /// A correction of something that was never recorded.
    "C1002" NoSuchEntry {
        /// The id.
        id: Uuid,
    }
        => "no earlier entry has the id {id}",
        "a correction names the id of an entry on an earlier line";
    /// A second correction of the same word.
    "C1003" ChainForked {
        /// The entry meant.
        id: Uuid,
        /// The correction that stands.
        by: Seq,
    }
        => "entry {id} was already corrected by entry {by}",
        "correct the latest correction, unless it is a voiding: history is a chain";
    /// A correction of a voiding.
    "C1004" NotAmendable {
        /// The entry meant.
        id: Uuid,
    }
        => "entry {id} is a voiding; it cannot be amended or voided",
        "to state the fact again, record it as a new entry";
    /// A stored position that is not the entry's position.
    "C1005" SeqDiffers {
        /// As written.
        stated: u64,
        /// As counted.
        actual: Seq,
    }
        => "the entry says it is number {stated}, it stands at {actual}",
        "seq is given by a store; leave it out of a plain file";
    /// Something happened before the book was opened.
    "C1101" BookNotOpen
        => "the book is not open on that day",
        "the first fact in order of days is book_opened";
    /// A second opening.
    "C1102" BookAlreadyOpen {
        /// By which entry.
        by: Seq,
    }
        => "the book was already opened by entry {by}",
        "one book is one issuer; amend the first opening to correct it";
    /// A name that nothing registered by that day.
    "C1201" Unknown {
        /// What it should be.
        thing: Thing,
        /// The name.
        name: Name,
    }
        => "no {thing} `{name}` is registered by that day",
        "register it with an entry effective on or before that day";
    /// A second registration of a name.
    "C1202" AlreadyRegistered {
        /// What it is.
        thing: Thing,
        /// The name.
        name: Name,
        /// By which entry.
        by: Seq,
    }
        => "{thing} `{name}` was already registered by entry {by}",
        "use another name, or amend the first registration";
    /// A citation of a document that the log does not know; the fact stands.
    "C1203" UnknownDocument {
        /// The name.
        name: Name,
    }
        => "document `{name}` is cited, but no document_cited entry names it",
        "record a document_cited entry for it";
    /// An agreement of one kind where another belongs.
    "C1204" AgreementKind {
        /// The agreement.
        name: Name,
        /// What it is.
        is: &'static str,
        /// What the event is about.
        needed: &'static str,
    }
        => "agreement `{name}` is a {is}, a {needed} is needed here",
        "name an agreement of that kind, or record the payment as what it was";
    /// Something done under terms that a thing does not have.
    "C1205" NoTerms {
        /// What it is.
        thing: Thing,
        /// The name.
        name: Name,
        /// The terms.
        lacking: &'static str,
    }
        => "{thing} `{name}` has no {lacking}",
        "state the terms where it is registered, or name another";
    /// Something that has ended already.
    "C1206" Ended {
        /// What it is.
        thing: Thing,
        /// The name.
        name: Name,
        /// By which entry.
        by: Seq,
    }
        => "{thing} `{name}` was ended by entry {by}",
        "name one that is open, or correct the entry that ended it";
    /// More units leave an account than are there.
    "C2001" Insufficient {
        /// What was to be done, to what.
        what: String,
        /// What the available number is called.
        state: &'static str,
        /// How many it takes.
        needed: Exact,
        /// How many there are.
        available: Exact,
    }
        => "{needed} {what}, {available} {state}",
        "if this entry repeats an earlier one, void one of them; if the count is wrong, amend it",
        gap needed - available;
    /// More shares than the charter leaves.
    "C2002" BeyondAuthorised {
        /// The class.
        class: Name,
        /// How many it takes.
        needed: Exact,
        /// How many there are.
        available: Exact,
    }
        => "{needed} shares of `{class}` needed, {available} authorised and neither issued nor reserved",
        "record authorised_set if the charter allows more",
        gap needed - available;
    /// A count that is not a multiple of the class's grain.
    "C2003" OffGrain {
        /// The class, series or lot.
        unit: Name,
        /// The count.
        quantity: Exact,
        /// The grain.
        grain: Exact,
    }
        => "{quantity} is not a multiple of {grain}, the smallest count of `{unit}`",
        "state whole units, or register the class with a finer grain";
    /// What was paid is not quantity × price.
    "C2004" PaidDiffers {
        /// As stated.
        stated: Exact,
        /// As computed.
        computed: Exact,
        /// Of both.
        currency: Currency,
    }
        => "{stated} {currency} stated, quantity × price is {computed} {currency}",
        "amend the quantity, the price or the sum; record a fee or a discount apart",
        gap stated - computed;
    /// Exercise or settlement after the term.
    "C2005" PastExpiry {
        /// The series or lot.
        name: Name,
        /// Last day of the term.
        expires: Date,
        /// What was done.
        verb: &'static str,
        /// Day of it.
        on: Date,
    }
        => "{verb} on {on}, `{name}` expired on {expires}",
        "check the day and the registered expiry";
    /// Expiry before the end of the term.
    "C2006" BeforeExpiry {
        /// The series or lot.
        name: Name,
        /// Last day of the term.
        expires: Date,
        /// Day of the entry.
        on: Date,
    }
        => "expired on {on}, the term of `{name}` ends on {expires}",
        "check the day and the registered expiry; options lost before it are options_forfeited";
    /// A lot exercised at a price that is not its strike.
    "C2007" NotTheStrike {
        /// The lot.
        grant: Name,
        /// Price and currency as stated.
        paid: String,
        /// Strike and its currency.
        strike: String,
    }
        => "exercised at {paid}, the strike of `{grant}` is {strike}",
        "check which lot was exercised, its strike and the currency of its strike";
    /// More options or awards than the plan's pool.
    "C2008" BeyondPool {
        /// The plan.
        plan: Name,
        /// How many it takes.
        needed: Exact,
        /// How many are left; below zero when the pool was made smaller than what is in use.
        available: Exact,
        /// The pool; a rolling one as it is on the day, in whole counts.
        limit: Exact,
    }
        => "{needed} needed under `{plan}`, {available} left of its pool of {limit}",
        "check the plan's pool and what has been granted under it; record plan_limits_set if it was changed",
        gap needed - available;
    /// Fewer authorised than already issued and reserved.
    "C2009" BelowIssued {
        /// The class.
        class: Name,
        /// The new number.
        authorised: Exact,
        /// Issued and reserved.
        taken: Exact,
    }
        => "{authorised} shares of `{class}` authorised, {taken} already issued or reserved",
        "check the charter, and what was issued and reserved by that day",
        gap taken - authorised;
    /// A stated number that the terms do not give.
    "C2010" Differs {
        /// What it is a number of.
        what: &'static str,
        /// As stated.
        stated: Exact,
        /// As computed.
        computed: Exact,
    }
        => "{stated} {what} stated, the terms give {computed}",
        "check the terms and the number; leave the number out where the terms decide",
        gap stated - computed;
    /// A new day that is not later than an old one.
    "C2011" NotLater {
        /// Whose day it is.
        name: Name,
        /// The old day.
        old: Date,
        /// The new day.
        new: Date,
    }
        => "{new} is not later than {old}, the day of `{name}`",
        "check both days";
    /// A repurchase under a bid outside of its days.
    "C2101" OutsideBid {
        /// The bid.
        bid: Name,
        /// Its first day.
        from: Date,
        /// Its last day.
        through: Date,
        /// Day of the repurchase.
        on: Date,
    }
        => "bought on {on}, bid `{bid}` runs from {from} through {through}",
        "check the days of the bid, or leave it out if the shares were not bought under it";
    /// More shares than a bid may buy.
    "C2102" BeyondBid {
        /// The bid.
        bid: Name,
        /// How many it takes.
        needed: Exact,
        /// How many are left.
        available: Exact,
        /// How many in all.
        maximum: Exact,
    }
        => "{needed} shares under bid `{bid}`, {available} left of its {maximum}",
        "check the maximum that was announced and what was bought under the bid",
        gap needed - available;
    /// Shares of a class under something that is about another.
    "C2103" ClassDiffers {
        /// The class of the shares.
        given: Name,
        /// What is about another class.
        what: String,
        /// That class.
        expected: Name,
    }
        => "shares of `{given}`, {what} is for `{expected}`",
        "name one that is for the class, or the class that it is for";
    /// A day of a dividend on the wrong side of its record date.
    "C2104" RecordDate {
        /// What happens on the day.
        what: &'static str,
        /// The day.
        day: Date,
        /// The record date.
        record: Date,
    }
        => "{what} {day}, the record date is {record}",
        "a dividend is declared on or before its record date and payable on or after it";
    /// A redemption at the option of one to whom the terms give none.
    "C2105" NotTheirOption {
        /// The class.
        class: Name,
        /// Whose option it was.
        given: &'static str,
        /// Whose it is.
        expected: &'static str,
    }
        => "redeemed at the option of {given}, the terms of `{class}` give it to {expected}",
        "check at whose option the shares were redeemed; otherwise they were repurchased";
    /// A redemption before the terms allow one.
    "C2106" NotRedeemable {
        /// The class.
        class: Name,
        /// First day.
        from: Date,
        /// Day of the redemption.
        on: Date,
    }
        => "redeemed on {on}, `{class}` can be from {from} on",
        "check the day; shares bought back before it were repurchased";
    /// A price that a change of a class makes smaller than ten decimals can say.
    "C2107" PriceVanishes {
        /// The price before.
        price: Exact,
        /// So many new shares…
        new: Exact,
        /// …for so many old.
        old: Exact,
    }
        => "a price of {price}, {new} new for {old} old, is nothing in ten decimals",
        "check the proportion; a right at so low a price is repriced or ended before";
    /// Shares of a class that is given up are still promised.
    "C2108" StillPromised {
        /// The class.
        class: Name,
        /// How many.
        promised: Exact,
    }
        => "{promised} `{class}` shares are still promised",
        "settle or release the promises first, or record them for the other class";
    /// A hold period that is over before it begins.
    "C2151" HoldOver {
        /// Its last day.
        through: Date,
        /// The day of the issue.
        on: Date,
    }
        => "issued on {on}, held until {through}",
        "check the last day of the hold period and the day of the issue";
    /// Shares transferred within their hold period.
    "C2152" OnHold {
        /// The class.
        class: Name,
        /// Who transfers.
        from: Name,
        /// How many.
        needed: Exact,
        /// How many are held and not on hold.
        free: Exact,
        /// How many are on hold.
        on_hold: Exact,
        /// The last day of the hold that ends last.
        through: Date,
        /// The entry that says so.
        by: Seq,
    }
        => "{needed} `{class}` shares transferred by `{from}`, {free} free: {on_hold} on hold, the last until {through} by entry {by}",
        "check the day of the transfer and what hold_until says of the issue",
        gap needed - free;
    /// More shares released than the schedule of an escrow lets go.
    "C2153" BeyondSchedule {
        /// The escrow.
        escrow: Name,
        /// How many.
        needed: Exact,
        /// How many more the schedule lets go by that day.
        available: Exact,
        /// How many the holder deposited of the class.
        deposited: Exact,
        /// The per cent released by that day.
        percent: Exact,
    }
        => "{needed} shares released from `{escrow}`, {available} free: {percent} per cent of {deposited} deposited, less what was released",
        "check the day and the schedule; escrow_terms_changed records another one",
        gap needed - available;
    /// New certificates for more or fewer shares than the one they replace.
    "C2154" CertificatesDiffer {
        /// The certificate that is replaced.
        certificate: Name,
        /// What the new ones stand for.
        new: Exact,
        /// What it stands for.
        old: Exact,
    }
        => "new certificates for {new} shares, `{certificate}` stands for {old}",
        "state every new certificate; a part that needs none is cancelled afterwards",
        gap new - old;
    /// More options or awards for one person than the plan's limit.
    "C2201" BeyondPersonLimit {
        /// The plan.
        plan: Name,
        /// The holder.
        holder: Name,
        /// How many it takes.
        needed: Exact,
        /// How many are left.
        available: Exact,
        /// How many there may be on the day, in whole counts.
        limit: Exact,
    }
        => "{needed} granted to `{holder}` under `{plan}`, {available} left of its limit per person of {limit}",
        "check the plan's limit per person, and what else was granted to the holder by that day",
        gap needed - available;
    /// Steps of vesting that are not the lot.
    "C2202" VestingDiffers {
        /// The lot.
        grant: Name,
        /// How many are in the lot.
        quantity: Exact,
        /// How many the steps vest.
        steps: Exact,
    }
        => "{quantity} in `{grant}`, its steps of vesting are {steps} together",
        "give every one of the lot its day or its condition",
        gap quantity - steps;
    /// A condition of vesting for which nothing waits.
    "C2203" NoSuchCondition {
        /// The lot.
        grant: Name,
        /// The condition.
        condition: Name,
    }
        => "nothing of `{grant}` waits for `{condition}`",
        "check the condition's name in the lot's steps of vesting, and whether it was met or lost before";
    /// Vesting of a lot in which nothing is left to vest.
    "C2204" NothingToVest {
        /// The lot.
        grant: Name,
    }
        => "all of `{grant}` that is outstanding has vested",
        "check the lot, and whether it vested by its own schedule before that day";
    /// A lot of one kind where another belongs.
    "C2205" LotKind {
        /// The lot.
        grant: Name,
        /// What it is a lot of.
        is: &'static str,
        /// What the event is about.
        needed: &'static str,
    }
        => "`{grant}` is a lot of {is}, {needed} are needed here",
        "name a lot of that kind, or record what this kind allows: options are exercised, awards settled";
    /// Appreciation rights settled at a market price below their base.
    "C2206" BelowBase {
        /// The lot.
        grant: Name,
        /// The market price.
        market: Exact,
        /// The price from which the rights count.
        base: Exact,
        /// Of both.
        currency: Currency,
    }
        => "the market price is {market} {currency}, `{grant}` counts from {base} {currency}",
        "below its base an appreciation right is worth nothing; check both prices";
    /// An exercise of warrants that buys a fraction of a share.
    "C2251" FractionOfShare {
        /// The series.
        series: Name,
        /// How many warrants.
        warrants: Exact,
        /// So many new shares…
        new: Exact,
        /// …for so many old warrants.
        old: Exact,
        /// The whole shares that they buy.
        shares: Exact,
    }
        => "{warrants} warrants of `{series}` buy {shares} shares and a fraction, at {new} for {old}",
        "exercise a multiple of what buys a whole share";
    /// Net settlement of a right that is worth nothing.
    "C2252" BelowStrike {
        /// The series or lot.
        name: Name,
        /// The market price.
        market: Exact,
        /// The strike.
        strike: Exact,
        /// Of both.
        currency: Currency,
    }
        => "settled net at {market} {currency}, the strike of `{name}` is {strike} {currency}",
        "check the market price of the day; a right that is worth nothing is not exercised";
    /// Terms changed after they were over.
    "C2253" Lapsed {
        /// The series or lot.
        name: Name,
        /// Last day of the term.
        expires: Date,
        /// Day of the entry.
        on: Date,
    }
        => "changed on {on}, `{name}` expired on {expires}",
        "check the day and the registered expiry; rights that are over are given anew";
    /// An expiry brought forward to no earlier day.
    "C2254" NotEarlier {
        /// The series.
        name: Name,
        /// Last day until now.
        old: Date,
        /// The new one.
        new: Date,
    }
        => "{new} is not earlier than {old}, the last day of `{name}`",
        "a later last day is right_extended";
    /// Notice on a day on which the clause gives no right to it.
    "C2255" NoticeTooEarly {
        /// The series.
        series: Name,
        /// First day of the clause.
        from: Date,
        /// Day of the notice.
        on: Date,
    }
        => "notice on {on}, the acceleration clause of `{series}` holds from {from}",
        "check the day of the notice and the clause";
    /// Less notice than the clause asks for.
    "C2256" NoticeTooShort {
        /// The series.
        series: Name,
        /// Days of notice.
        notice: i64,
        /// As many as the clause asks for.
        days: u32,
    }
        => "{notice} days of notice, the acceleration clause of `{series}` asks for {days}",
        "check the day of the notice and the new last day";
    /// Units whose values the policy splits by a price that is not stated.
    "C2301" PriceNeeded {
        /// The key of the price.
        lacking: &'static str,
    }
        => "the policy for unit values needs the `{lacking}`, none is stated",
        "state the price on the day of issue, or adopt a policy for unit values that does not need it";
    /// Shares of another class than the placement's.
    "C2302" PlacementClass {
        /// The placement.
        placement: Name,
        /// The class issued.
        given: Name,
        /// The class of the placement.
        class: Name,
    }
        => "shares of `{given}` issued, placement `{placement}` is of `{class}`",
        "check the class, or announce a placement of it";
    /// Another price than the placement's.
    "C2303" PlacementPrice {
        /// The placement.
        placement: Name,
        /// Price and currency of the issue.
        paid: String,
        /// Price and currency of the placement.
        price: String,
    }
        => "issued at {paid}, the price of placement `{placement}` is {price}",
        "check the price, or leave it out of the announcement if it varied";
    /// Something in a tranche that was closed.
    "C2304" TrancheClosed {
        /// The placement.
        placement: Name,
        /// The tranche.
        number: u32,
        /// By which entry.
        by: Seq,
    }
        => "tranche {number} of placement `{placement}` was closed by entry {by}",
        "issue in the next tranche, or amend the closing";
    /// A tranche closed with other sums than those of its issues.
    "C2305" TrancheDiffers {
        /// What is summed.
        what: String,
        /// As stated.
        stated: Exact,
        /// As issued.
        summed: Exact,
    }
        => "{stated} {what} stated, the issues of the tranche add up to {summed}",
        "look for an issue that is missing, repeated or recorded in another tranche",
        gap stated - summed;
    /// Flow-through shares or spending after the last day of their obligation.
    "C2306" PastSpending {
        /// The obligation.
        pool: Name,
        /// Its last day.
        spend_by: Date,
        /// Day of the entry.
        on: Date,
    }
        => "effective {on}, spending under `{pool}` counts through {spend_by}",
        "check the day and the last day of the obligation; shares issued later have an obligation of their own";
    /// More money leaves an account than is there.
    "C3001" InsufficientMoney {
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
    }
        => "{needed} {currency} {what}, {available} {currency} {state}",
        "check the account (restricted or not) or the purpose, its opening balance and what went before",
        gap needed - available;
    /// Money of one currency where another belongs.
    "C3002" CurrencyDiffers {
        /// As given.
        given: Currency,
        /// What it should match.
        what: String,
        /// Its currency.
        expected: Currency,
    }
        => "the amount is in {given}, {what} is in {expected}",
        "name an account of that currency, or record the conversion as an entry of its own: cash_converted";
    /// No rate to carry a foreign amount at.
    "C3003" NoRate {
        /// The functional currency.
        base: Currency,
        /// The currency of the amount.
        quote: Currency,
        /// The day.
        on: Date,
        /// What the policy in force looks for, in words.
        missing: String,
    }
        => "no {base}/{quote} rate for {on}: {missing}",
        "record rate_observed, or state the carrying amount where the event has one";
    /// An amount finer than the currency's smallest unit.
    "C3004" OffCents {
        /// The amount.
        amount: Exact,
        /// Its currency.
        currency: Currency,
        /// The currency's smallest unit.
        grain: Exact,
    }
        => "{amount} {currency} is not a multiple of {grain}, the smallest amount of {currency}",
        "round the amount as it was paid";
    /// A result past the range of the ledger.
    "C3005" TooLarge
        => "the result is too large: the ledger holds sums up to about 1.7 × 10²⁸",
        "check the number of digits";
    /// A carrying amount in functional currency that is not the amount itself.
    "C3006" CarryingDiffers {
        /// The carrying amount as stated.
        stated: Exact,
        /// The amount.
        amount: Exact,
        /// The functional currency.
        currency: Currency,
    }
        => "carried at {stated} {currency}, the amount itself is {amount} {currency}",
        "leave carrying out: an amount in functional currency is carried at itself",
        gap stated - amount;
    /// More received for a debt than its principal.
    "C3101" BeyondPrincipal {
        /// The debt.
        debt: Name,
        /// What was received.
        received: Exact,
        /// The principal.
        principal: Exact,
        /// Of both.
        currency: Currency,
    }
        => "{received} {currency} received for `{debt}`, its principal is {principal} {currency}",
        "check both amounts; what was received for something else is an entry of its own",
        gap received - principal;
    /// Interest on days on which it has accrued already.
    "C3102" AccruedAlready {
        /// The debt.
        debt: Name,
        /// The last day accrued, or the day of the issue.
        through: Date,
        /// Day of the entry.
        on: Date,
    }
        => "interest on `{debt}` through {on}, its days through {through} are accounted for",
        "check the day; if this entry repeats an earlier one, void one of them";
    /// A conversion into another class than the terms say.
    "C3103" NotTheClass {
        /// The debt.
        debt: Name,
        /// The class as stated.
        stated: Name,
        /// The class of the terms.
        class: Name,
    }
        => "converted into `{stated}`, the class of `{debt}` is `{class}`",
        "check the class, or record the change of terms: conversion_terms_set";
    /// A conversion price above what the terms allow.
    "C3104" AboveTheTerms {
        /// The debt.
        debt: Name,
        /// As stated.
        price: Exact,
        /// The highest that the terms allow, rounded down to ten decimals.
        most: Exact,
        /// Of both.
        currency: Currency,
    }
        => "converted at {price} {currency}, the terms of `{debt}` give {most} {currency} at most",
        "check the price, the price of the round and the capitalisation",
        gap price - most;
    /// Terms of another debt that are not better.
    "C3105" NotBetter {
        /// The debt with the right to better terms.
        debt: Name,
        /// Its terms, in words.
        own: String,
        /// The other debt.
        of: Name,
        /// Its terms, in words.
        theirs: String,
    }
        => "`{of}` converts at {theirs}: not better than `{debt}`, {own}",
        "check which debt was meant, and the terms of both";
    /// An option exercised while a commitment stands that keeps it alive.
    "C3201" StillCommitted {
        /// The agreement.
        name: Name,
        /// Where the commitment stands.
        place: String,
        /// How much.
        left: Exact,
        /// Of what.
        of: String,
    }
        => "`{name}` exercised while {left} {of} stand at `{place}`",
        "record what was performed before the exercise, or say that the rest was waived";
    /// A larger interest than the company has.
    "C3202" BeyondInterest {
        /// The joint venture.
        name: Name,
        /// As stated, in per cent.
        stated: Exact,
        /// The present one, in per cent.
        present: Exact,
    }
        => "an interest of {stated} per cent stated, {present} per cent of `{name}` left",
        "a dilution lowers the interest; check the agreement and earlier dilutions",
        gap stated - present;
    /// A fact recorded after the close of its period; it stands, and changes closed figures.
    "C4001" PeriodWasClosed {
        /// Day of the fact.
        on: Date,
        /// Last day of the closed period.
        closed: Date,
        /// The closing entry.
        by: Seq,
    }
        => "effective {on}, in the period closed on {closed} by entry {by}: its figures may change",
        "compare the figures as known before and after: --known-through";
    /// Opening balances after something moved.
    "C4002" OpeningAfterMovement {
        /// The first movement.
        first: Seq,
    }
        => "opening balances after the first movement, entry {first}",
        "give opening balances a day before everything else";
    /// An assumption of one kind used as another.
    "C5001" AssumptionKind {
        /// The assumption.
        name: Name,
        /// What it assumes.
        is: String,
        /// What the place takes.
        needed: String,
    }
        => "assumption `{name}` is {is}, {needed} is needed here",
        "refer to an assumption about such a number, in the same currency";
    /// A stated total smaller than the assumed part.
    "C5002" RestNegative {
        /// The assumption.
        name: Name,
        /// The stated total.
        total: Exact,
        /// The assumed part.
        part: Exact,
    }
        => "{total} in all, {part} of it assumed by `{name}`",
        "lower the assumed part or its range",
        gap part - total;
    /// An entry's day is not the day its assumption chose.
    "C5003" DayDiffers {
        /// The assumption.
        name: Name,
        /// The chosen day.
        chosen: Date,
        /// The entry's day.
        effective: Date,
    }
        => "effective {effective}, assumption `{name}` chose {chosen}",
        "give the entry the chosen day, or amend the assumption";
}

impl Problem {
    /// Whether the fact stands all the same: it is worth knowing, and nothing was refused.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::UnknownDocument { .. } | Self::PeriodWasClosed { .. })
    }
}
