//! What issues of shares bring in, and what is at hand to pay with.

use std::str::FromStr;

use num_traits::Signed;
use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};
use crate::wire::by_text;

/// Proceeds of issues of shares (IAS 7.17(a), IAS 32.35; ASC 230-10-45-14, SAB Topic 5.A): what they are worth in
/// all, what of it came in cash, and both after the costs of the issues. A published figure is compared with one
/// of them: it can be that figure's rounding where they are at most half a unit of its last place apart.
///
/// A price is in the currency of the issue; `rate` brings it into the reported one and is 1 where it is not said.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Proceeds {
    issuances: Vec<Issuance>,
    costs: Vec<Cost>,
    published: Option<Published>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Issuance {
    label: String,
    shares: Count,
    price: AtLeastZero,
    rate: Option<AboveZero>,
    paid: Means,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Cost {
    #[serde(default)]
    label: String,
    amount: AtLeastZero,
    rate: Option<AboveZero>,
    /// In cash where nothing is said.
    paid: Option<Means>,
    /// The same in a flag: paid in securities or in kind.
    non_cash: Option<bool>,
}

/// How something was paid: `cash`, or anything else in a word, such as `debt`, `services` or `non_cash`.
#[derive(Debug, PartialEq, Eq)]
enum Means {
    Cash,
    Otherwise(String),
}

impl FromStr for Means {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        match text {
            "cash" => Ok(Self::Cash),
            _ if word => Ok(Self::Otherwise(text.to_owned())),
            _ => Err(format!("`{text}` is no way to pay: `cash`, or a word of small letters")),
        }
    }
}

impl std::fmt::Display for Means {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cash => f.write_str("cash"),
            Self::Otherwise(word) => f.write_str(word),
        }
    }
}

by_text!(Means, "how it was paid");

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Published {
    measure: Measure,
    value: Number,
    /// Its decimal places; below zero for tens and thousands.
    dp: Number,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Measure {
    Gross,
    CashGross,
    CashCosts,
    NonCashCosts,
    NetCash,
    NetToEquity,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Raised {
    rows: Vec<Row>,
    shares: Number,
    gross: Number,
    cash_gross: Number,
    cash_costs: Number,
    non_cash_costs: Number,
    /// Cash less the costs paid in cash.
    net_cash: Number,
    /// All proceeds less all costs.
    net_to_equity: Number,
    /// What was calculated less what was published.
    difference: Option<Number>,
    within_rounding: Option<bool>,
}

#[derive(Serialize, Debug)]
struct Row {
    label: String,
    value: Number,
}

impl Calculation for Proceeds {
    const NAME: &'static str = "tr.proceeds";
    const MEANING: &'static str =
        "Proceeds of issues of shares, gross and net, in cash and in all, against a published figure.";
    const SOURCE: &'static str = "IAS 7.17(a); IAS 32.35, 32.37; ASC 230-10-45-14; SAB Topic 5.A";
    const EXAMPLE: &'static str = r#"{"issuances":[{"label":"placement","shares":"1000","price":"0.40","rate":"0.75","paid":"cash"},{"label":"for debt","shares":"200","price":"0.40","rate":"0.75","paid":"debt"}],"costs":[{"label":"agent","amount":"24.50","paid":"cash"}],"published":{"measure":"net_cash","value":"276","dp":"0"}}"#;
    type Output = Raised;

    fn calculate(&self, steps: &mut Steps) -> Result<Raised, CalcError> {
        let mut rows = Vec::new();
        let [mut shares, mut gross, mut cash_gross] = [Number::zero(), Number::zero(), Number::zero()];
        for Issuance { label, shares: count, price, rate, paid } in &self.issuances {
            let value = at_rate(&(&**count * &**price), rate.as_ref());
            let rate = rate.as_ref().map_or_else(String::new, |rate| format!(" × {rate}"));
            steps.say(label, format!("{count} × {price}{rate}, paid by {paid}"), &value);
            shares = shares + &**count;
            gross = gross + &value;
            if *paid == Means::Cash {
                cash_gross = cash_gross + &value;
            }
            rows.push(Row { label: label.clone(), value });
        }
        let [mut cash_costs, mut non_cash_costs] = [Number::zero(), Number::zero()];
        for (index, cost) in self.costs.iter().enumerate() {
            let value = at_rate(&cost.amount, cost.rate.as_ref());
            let in_cash = cost.in_cash(&format!("costs[{index}]"))?;
            let (sum, how) = if in_cash { (&mut cash_costs, "cash") } else { (&mut non_cash_costs, "no cash") };
            *sum = &*sum + &value;
            let what = if cost.label.is_empty() { format!("costs[{index}]") } else { cost.label.clone() };
            steps.say(what, format!("a cost, {how}"), value);
        }
        let net_cash = &cash_gross - &cash_costs;
        steps.say("net cash", format!("{cash_gross} − {cash_costs}"), &net_cash);
        let net_to_equity = &gross - &cash_costs - &non_cash_costs;
        steps.say("net to equity", format!("{gross} − {cash_costs} − {non_cash_costs}"), &net_to_equity);
        let mut raised = Raised {
            rows,
            shares,
            gross,
            cash_gross,
            cash_costs,
            non_cash_costs,
            net_cash,
            net_to_equity,
            difference: None,
            within_rounding: None,
        };
        if let Some(published) = &self.published {
            let (difference, within) = published.compare(&raised)?;
            steps.say("difference", format!("less {} published", published.value), &difference);
            raised.difference = Some(difference);
            raised.within_rounding = Some(within);
        }
        Ok(raised)
    }
}

fn at_rate(amount: &Number, rate: Option<&AboveZero>) -> Number {
    rate.map_or_else(|| amount.clone(), |rate| amount * &**rate)
}

impl Cost {
    fn in_cash(&self, path: &str) -> Result<bool, CalcError> {
        let cash = self.paid.as_ref().map(|paid| *paid == Means::Cash);
        match (cash, self.non_cash) {
            (Some(cash), Some(other)) if cash == other => Err(CalcError::at(path, "both paid in cash and not")),
            (Some(cash), _) => Ok(cash),
            (None, other) => Ok(other != Some(true)),
        }
    }
}

impl Published {
    /// How far what was raised is from it, and whether its rounding can be that far off.
    fn compare(&self, raised: &Raised) -> Result<(Number, bool), CalcError> {
        let of = match self.measure {
            Measure::Gross => &raised.gross,
            Measure::CashGross => &raised.cash_gross,
            Measure::CashCosts => &raised.cash_costs,
            Measure::NonCashCosts => &raised.non_cash_costs,
            Measure::NetCash => &raised.net_cash,
            Measure::NetToEquity => &raised.net_to_equity,
        };
        let difference = of - &self.value;
        // Twice the difference in units of the last place.
        let unit = self.unit()?;
        let twice = (&difference + &difference).over(&unit, "published.dp", "a unit of the last place")?;
        Ok((difference, twice.abs() <= *Number::one()))
    }

    /// A unit of its last place.
    fn unit(&self) -> Result<Number, CalcError> {
        let places = self.dp.is_integer().then(|| i32::try_from(self.dp.numer()).ok()).flatten();
        let places = places.filter(|places| (-18..=30).contains(places));
        let places = places
            .ok_or_else(|| CalcError::at("published.dp", format!("{} is no number of places: −18 to 30", self.dp)))?;
        Ok(Number::power_of_ten(places.saturating_neg()))
    }
}

/// Working capital (IAS 1.66–76; ASC 210-10-45), and without what cannot be used or need not be paid. Restricted
/// assets leave with the liabilities that they cover. `adjusted` leaves out liabilities settled in shares. The
/// current ratio is nothing without liabilities.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct WorkingCapital {
    current_assets: Vec<Asset>,
    current_liabilities: Vec<Liability>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Asset {
    id: String,
    amount: AtLeastZero,
    #[serde(default)]
    restricted: bool,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Liability {
    id: String,
    amount: AtLeastZero,
    #[serde(default)]
    covered_by_restricted: bool,
    /// Settled in shares.
    #[serde(default)]
    non_cash: bool,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct AtHand {
    working_capital: Number,
    current_ratio: Option<Number>,
    unrestricted_working_capital: Number,
    adjusted_working_capital: Number,
    unrestricted_adjusted: Number,
}

impl Calculation for WorkingCapital {
    const NAME: &'static str = "tr.working_capital";
    const MEANING: &'static str =
        "Working capital and current ratio, also without restricted assets and share-settled liabilities.";
    const SOURCE: &'static str = "IAS 1.66–76; ASC 210-10-45, 210-10-20";
    const EXAMPLE: &'static str = r#"{"current_assets":[{"id":"cash","amount":"900"},{"id":"escrow","amount":"100","restricted":true}],"current_liabilities":[{"id":"payables","amount":"400"},{"id":"held for others","amount":"80","covered_by_restricted":true},{"id":"warrants","amount":"150","non_cash":true}]}"#;
    type Output = AtHand;

    fn calculate(&self, steps: &mut Steps) -> Result<AtHand, CalcError> {
        let assets = |counts: fn(&Asset) -> bool| -> Number {
            self.current_assets.iter().filter(|asset| counts(asset)).map(|asset| &*asset.amount).sum()
        };
        let liabilities = |counts: fn(&Liability) -> bool| -> Number {
            self.current_liabilities.iter().filter(|owed| counts(owed)).map(|owed| &*owed.amount).sum()
        };
        for Asset { id, amount, .. } in self.current_assets.iter().filter(|asset| asset.restricted) {
            steps.say(id, "restricted", amount);
        }
        for Liability { id, amount, covered_by_restricted, non_cash } in &self.current_liabilities {
            if *covered_by_restricted || *non_cash {
                steps.say(id, if *non_cash { "settled in shares" } else { "covered by restricted assets" }, amount);
            }
        }
        let (all, owed) = (assets(|_| true), liabilities(|_| true));
        let (free, free_owed) = (assets(|asset| !asset.restricted), liabilities(|owed| !owed.covered_by_restricted));
        let working_capital = &all - &owed;
        steps.say("working capital", format!("{all} − {owed}"), &working_capital);
        let unrestricted_working_capital = &free - &free_owed;
        steps.say("without what is restricted", format!("{free} − {free_owed}"), &unrestricted_working_capital);
        Ok(AtHand {
            working_capital,
            current_ratio: all.over(&owed, "current_liabilities", "their sum").ok(),
            unrestricted_working_capital,
            adjusted_working_capital: all - liabilities(|owed| !owed.non_cash),
            unrestricted_adjusted: free - liabilities(|owed| !owed.covered_by_restricted && !owed.non_cash),
        })
    }
}
