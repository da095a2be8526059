//! Dividends on common shares, and those that are paid in kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::count::outstanding;
use super::once;
use crate::calc::number::{Mode, or_zero};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Part, Steps};

/// The most periods of a dividend in kind.
const MOST_PERIODS: u32 = 1_200;

/// A dividend in money: what each holder gets, before and after tax that is withheld.
///
/// Amounts of a holder are half up to cents, the tax of the rounded amount; treasury shares get nothing. The
/// rounding difference is what is paid less what is declared. Refused are a holder named twice, and holders of
/// more shares than get the dividend.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct CashDividend {
    issued: Count,
    treasury: Count,
    per_share: AtLeastZero,
    holders: Vec<Holder>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Holder {
    id: String,
    shares: Count,
    /// Rate of the tax.
    withholding: Option<Part>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct CashPaid {
    entitled_shares: Number,
    declared: Number,
    paid_gross: Number,
    rounding_difference: Number,
    holders: BTreeMap<String, Payment>,
}

#[derive(Serialize, Debug)]
struct Payment {
    gross: Number,
    withheld: Number,
    net: Number,
}

impl Calculation for CashDividend {
    const NAME: &'static str = "ev.dividend_cash";
    const MEANING: &'static str = "A cash dividend by holder, to the cent, with tax withheld.";
    const SOURCE: &'static str = "corporate statutes: treasury shares carry no dividend (DGCL § 160, § 170)";
    const EXAMPLE: &'static str = r#"{"issued":"1000","treasury":"100","per_share":"0.125","holders":[{"id":"one","shares":"600"},{"id":"two","shares":"300","withholding":"0.15"}]}"#;
    type Output = CashPaid;

    fn calculate(&self, steps: &mut Steps) -> Result<CashPaid, CalcError> {
        let entitled = outstanding(&self.issued, &self.treasury, steps)?;
        let held: Number = self.holders.iter().map(|holder| &*holder.shares).sum();
        if held > entitled {
            return Err(CalcError::at("holders", format!("they hold {held}, more than the {entitled} outstanding")));
        }
        let declared = &entitled * &*self.per_share;
        steps.say("declared", format!("{entitled} × {}", self.per_share), &declared);
        let mut holders = BTreeMap::new();
        let mut paid = Number::zero();
        for (index, Holder { id, shares, withholding }) in self.holders.iter().enumerate() {
            let gross = (&**shares * &*self.per_share).by(Mode::HalfUp, 2);
            steps.say(id, format!("{shares} × {}, to cents", self.per_share), &gross);
            let withheld = (&gross * or_zero(withholding.as_ref())).by(Mode::HalfUp, 2);
            paid = paid + &gross;
            let payment = Payment { net: &gross - &withheld, gross, withheld };
            once(&mut holders, id, payment, &format!("holders[{index}]"))?;
        }
        steps.say("paid", "the sum of all holders", &paid);
        Ok(CashPaid {
            entitled_shares: entitled,
            rounding_difference: &paid - &declared,
            declared,
            paid_gross: paid,
            holders,
        })
    }
}

/// A dividend in shares: how many, and what moves from retained earnings to capital.
///
/// A small one is recorded at fair value, a large one at par. Equity as a whole does not change. Refused is a
/// small one without a fair value.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct StockDividend {
    outstanding: Count,
    /// New shares for each, as a decimal.
    percent: AtLeastZero,
    par: AtLeastZero,
    /// Of a share.
    fair_value: Option<AtLeastZero>,
    treatment: Treatment,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Treatment {
    /// Below 20 to 25 percent.
    Small,
    Large,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct StockPaid {
    new_shares: Number,
    retained_earnings: Number,
    common_stock: Number,
    apic: Number,
    outstanding_after: Number,
    total_equity_change: Number,
}

impl Calculation for StockDividend {
    const NAME: &'static str = "ev.dividend_stock";
    const MEANING: &'static str = "A dividend in shares: new shares, and the amounts that move within equity.";
    const SOURCE: &'static str = "ASC 505-20-25-3, 505-20-30-3 to 30-6";
    const EXAMPLE: &'static str =
        r#"{"outstanding":"1005","percent":"0.05","par":"0.50","fair_value":"12","treatment":"small"}"#;
    type Output = StockPaid;

    fn calculate(&self, steps: &mut Steps) -> Result<StockPaid, CalcError> {
        let new_shares = (&*self.outstanding * &*self.percent).floor();
        steps.say("new shares", format!("{} × {}, down", self.outstanding, self.percent), &new_shares);
        let each = match (self.treatment, &self.fair_value) {
            (Treatment::Large, _) => &self.par,
            (Treatment::Small, Some(value)) => value,
            (Treatment::Small, None) => {
                return Err(CalcError::at("fair_value", "a small dividend is recorded at fair value, and needs it"));
            }
        };
        let value = &new_shares * &**each;
        steps.say("capitalised", format!("{new_shares} × {each}"), &value);
        let common_stock = &new_shares * &*self.par;
        steps.say("common stock", format!("{new_shares} × {}", self.par), &common_stock);
        let apic = &value - &common_stock;
        Ok(StockPaid {
            outstanding_after: &*self.outstanding + &new_shares,
            total_equity_change: &common_stock + &apic - &value,
            new_shares,
            retained_earnings: -value,
            common_stock,
            apic,
        })
    }
}

/// Dividends of preferred shares that are paid in such shares, period by period.
///
/// A period's dividend is base × `stated_value` × `rate` ÷ `periods_per_year`; with `compounding` the base is all
/// shares there are, without it those of the beginning. What rounding down to whole shares of `issue_price`
/// leaves is paid in money. Refused are more than 1,200 periods.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct PaidInKind {
    shares: Count,
    stated_value: AtLeastZero,
    issue_price: AboveZero,
    rate: Part,
    periods_per_year: AboveZero,
    periods: Count,
    compounding: bool,
    /// Down where it is not said.
    rounding: Option<Mode>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct InKind {
    rows: Vec<Row>,
    total_shares: Number,
    total_cash: Number,
}

#[derive(Serialize, Debug)]
struct Row {
    dividend: Number,
    pik_shares: Number,
    cash: Number,
    total_shares: Number,
}

impl Calculation for PaidInKind {
    const NAME: &'static str = "ev.dividend_pik";
    const MEANING: &'static str = "Preferred dividends paid in kind: shares and left-over cash of each period.";
    const SOURCE: &'static str = "terms of the class; whole shares only, fractions in cash";
    const EXAMPLE: &'static str = r#"{"shares":"1000","stated_value":"25","issue_price":"20","rate":"0.06","periods_per_year":"2","periods":"3","compounding":true,"rounding":"floor"}"#;
    type Output = InKind;

    fn calculate(&self, steps: &mut Steps) -> Result<InKind, CalcError> {
        let periods = self.periods.at_most(MOST_PERIODS, "periods")?;
        let rate = self.rate.over(&self.periods_per_year, "periods_per_year", "the number of periods")?;
        let per_share = &*self.stated_value * &rate;
        steps.say(
            "per share",
            format!("{} × {} ÷ {}", self.stated_value, self.rate, self.periods_per_year),
            &per_share,
        );
        let mut total = (*self.shares).clone();
        let mut rows = Vec::new();
        for nth in 1..=periods {
            let base = if self.compounding { &total } else { &*self.shares };
            let dividend = base * &per_share;
            let exact = dividend.over(&self.issue_price, "issue_price", "the issue price")?;
            let shares = exact.by(self.rounding.unwrap_or(Mode::Floor), 0);
            steps.say(
                format!("shares in period {nth}"),
                format!("{base} × {per_share} ÷ {}", self.issue_price),
                &shares,
            );
            let cash = (&dividend - &shares * &*self.issue_price).max(Number::zero());
            total = total + &shares;
            rows.push(Row { dividend, pik_shares: shares, cash, total_shares: total.clone() });
        }
        let total_cash: Number = rows.iter().map(|row| &row.cash).sum();
        steps.say("cash", "the sum of what no share is issued for", &total_cash);
        Ok(InKind { rows, total_shares: total, total_cash })
    }
}
