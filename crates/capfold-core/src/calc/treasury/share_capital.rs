//! Share capital and the rest of equity from opening to closing.

use serde::{Deserialize, Serialize};

use crate::calc::{AtLeastZero, CalcError, Calculation, Count, Number, Steps};

/// Statement of changes in equity from events, shares without par value (IAS 1.106, IAS 32.33–35, IFRS 2.10, 2.23;
/// ASC 505-10-50-2). Warrants issued with shares and to brokers go to reserves; what options and warrants carried
/// there moves to share capital when they are exercised, and to the deficit when they expire.
///
/// Cancelled shares leave at the average amount of all shares; what was paid less goes to reserves, what was paid
/// more to the deficit. The deficit is below zero. More shares than there are cannot be cancelled.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct ShareCapital {
    opening: Opening,
    events: Vec<Event>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Opening {
    shares: Count,
    share_capital: Number,
    reserves: Number,
    deficit: Number,
    aoci: Number,
}

#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Event {
    Placement {
        shares: Count,
        price: AtLeastZero,
        /// What of the proceeds goes to warrants in the units.
        warrant_value: Option<AtLeastZero>,
        /// In cash.
        costs: Option<AtLeastZero>,
        /// The fair value of warrants that brokers got: a cost too.
        broker_warrants: Option<AtLeastZero>,
    },
    OptionExercise {
        shares: Count,
        cash: AtLeastZero,
        reserve_transfer: Option<AtLeastZero>,
    },
    WarrantExercise {
        shares: Count,
        cash: AtLeastZero,
        reserve_transfer: Option<AtLeastZero>,
    },
    /// Bought back and cancelled, at a sum or a price for each.
    #[serde(alias = "buyback", alias = "repurchase")]
    Cancellation {
        shares: Count,
        #[serde(alias = "cost", alias = "amount")]
        cash: Option<AtLeastZero>,
        price: Option<AtLeastZero>,
    },
    ShareBasedCompensation {
        amount: Number,
    },
    /// Of options or warrants: what they carried in reserves.
    Expiry {
        amount: AtLeastZero,
    },
    Dividend {
        amount: AtLeastZero,
    },
    Profit {
        amount: Number,
    },
    /// Other comprehensive income.
    Oci {
        amount: Number,
    },
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Equity {
    shares: Number,
    share_capital: Number,
    reserves: Number,
    deficit: Number,
    aoci: Number,
    total_equity: Number,
}

/// What an event adds.
#[derive(Default)]
struct Change {
    shares: Number,
    share_capital: Number,
    reserves: Number,
    deficit: Number,
    aoci: Number,
}

impl Calculation for ShareCapital {
    const NAME: &'static str = "tr.share_capital_continuity";
    const MEANING: &'static str =
        "Shares, share capital, reserves, deficit and other comprehensive income after events.";
    const SOURCE: &'static str = "IAS 1.106; IAS 32.33–35; IFRS 2.10, 2.23; ASC 505-10-50-2, 505-30-30-8";
    const EXAMPLE: &'static str = r#"{"opening":{"shares":"1000","share_capital":"5000","reserves":"300","deficit":"-1200","aoci":"0"},"events":[{"type":"placement","shares":"200","price":"6","warrant_value":"100","costs":"40"},{"type":"option_exercise","shares":"50","cash":"150","reserve_transfer":"60"},{"type":"cancellation","shares":"100","cash":"450"},{"type":"profit","amount":"-320"}]}"#;
    type Output = Equity;

    fn calculate(&self, steps: &mut Steps) -> Result<Equity, CalcError> {
        let Opening { shares, share_capital, reserves, deficit, aoci } = &self.opening;
        let mut equity = Equity {
            shares: (**shares).clone(),
            share_capital: share_capital.clone(),
            reserves: reserves.clone(),
            deficit: deficit.clone(),
            aoci: aoci.clone(),
            total_equity: share_capital + reserves + deficit + aoci,
        };
        for (index, event) in self.events.iter().enumerate() {
            let path = format!("events[{index}]");
            let Change { shares, share_capital, reserves, deficit, aoci } = event.change(&equity, &path)?;
            let change = &share_capital + &reserves + &deficit + &aoci;
            let how = format!(
                "{shares} shares, share capital {share_capital}, reserves {reserves}, deficit {deficit}, \
                 other comprehensive income {aoci}"
            );
            equity = Equity {
                shares: equity.shares + shares,
                share_capital: equity.share_capital + share_capital,
                reserves: equity.reserves + reserves,
                deficit: equity.deficit + deficit,
                aoci: equity.aoci + aoci,
                total_equity: equity.total_equity + change,
            };
            steps.say(path, how, &equity.total_equity);
        }
        Ok(equity)
    }
}

impl Event {
    fn change(&self, before: &Equity, path: &str) -> Result<Change, CalcError> {
        Ok(match self {
            Self::Placement { shares, price, warrant_value, costs, broker_warrants } => {
                let stated = [warrant_value, costs, broker_warrants];
                let [warrants, costs, brokers] = stated.map(|stated| AtLeastZero::or_zero(stated.as_ref()));
                Change {
                    shares: (**shares).clone(),
                    share_capital: &**shares * &**price - &warrants - costs - &brokers,
                    reserves: warrants + brokers,
                    ..Change::default()
                }
            }
            Self::OptionExercise { shares, cash, reserve_transfer }
            | Self::WarrantExercise { shares, cash, reserve_transfer } => {
                let transfer = AtLeastZero::or_zero(reserve_transfer.as_ref());
                Change {
                    shares: (**shares).clone(),
                    share_capital: &**cash + &transfer,
                    reserves: -transfer,
                    ..Change::default()
                }
            }
            Self::Cancellation { shares, cash, price } => {
                let paid = match (cash, price) {
                    (Some(cash), None) => (**cash).clone(),
                    (None, Some(price)) => &**shares * &**price,
                    (Some(_), Some(_)) | (None, None) => {
                        return Err(CalcError::at(path, "either a sum in cash or a price, and not both"));
                    }
                };
                cancelled(shares, &paid, before, path)?
            }
            Self::ShareBasedCompensation { amount } => Change { reserves: amount.clone(), ..Change::default() },
            Self::Expiry { amount } => {
                Change { reserves: -&**amount, deficit: (**amount).clone(), ..Change::default() }
            }
            Self::Dividend { amount } => Change { deficit: -&**amount, ..Change::default() },
            Self::Profit { amount } => Change { deficit: amount.clone(), ..Change::default() },
            Self::Oci { amount } => Change { aoci: amount.clone(), ..Change::default() },
        })
    }
}

fn cancelled(shares: &Number, paid: &Number, before: &Equity, path: &str) -> Result<Change, CalcError> {
    if *shares > before.shares {
        return Err(CalcError::at(path, format!("{shares} shares are cancelled, and there are {}", before.shares)));
    }
    let carried = (&before.share_capital * shares).over(&before.shares, path, "the number of shares")?;
    let discount = &carried - paid;
    let zero = Number::zero;
    Ok(Change {
        shares: -shares,
        share_capital: -carried,
        reserves: discount.clone().max(zero()),
        deficit: discount.min(zero()),
        ..Change::default()
    })
}
