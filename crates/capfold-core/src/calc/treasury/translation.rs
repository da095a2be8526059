//! Translation of net assets into another currency.

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Steps};

/// Translation of net assets into the presentation currency (IAS 21.39–41; ASC 830-30-45): assets and liabilities
/// at the closing rate, profit at the average rate, issues and dividends at the rates of their days. What is left
/// over is the cumulative translation adjustment.
///
/// Amounts are in the functional currency; rates and the opening adjustment are in the presentation currency.
/// A loss, and net liabilities, are below zero; dividends are not.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Translation {
    opening_net_assets: Number,
    opening_rate: AboveZero,
    profit: Number,
    average_rate: AboveZero,
    issues: Vec<Flow>,
    dividends: Vec<Flow>,
    closing_rate: AboveZero,
    opening_cta: Number,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Flow {
    amount: AtLeastZero,
    rate: AboveZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Translated {
    closing_net_assets: Number,
    closing_presented: Number,
    profit_presented: Number,
    issues_presented: Number,
    dividends_presented: Number,
    cta_components: Components,
    cta_movement: Number,
    cta_closing: Number,
}

/// What each amount gained or lost between its own rate and the closing rate.
#[derive(Serialize, Debug)]
struct Components {
    opening_net_assets: Number,
    profit: Number,
    issues: Number,
    dividends: Number,
}

impl Calculation for Translation {
    const NAME: &'static str = "tr.translation";
    const MEANING: &'static str =
        "Net assets and the year's flows in the presentation currency, and the translation adjustment.";
    const SOURCE: &'static str = "IAS 21.39–41; ASC 830-30-45-3, 830-30-45-12";
    const EXAMPLE: &'static str = r#"{"opening_net_assets":"1000","opening_rate":"0.80","profit":"-200","average_rate":"0.78","issues":[{"amount":"500","rate":"0.77"}],"dividends":[],"closing_rate":"0.75","opening_cta":"12"}"#;
    type Output = Translated;

    fn calculate(&self, steps: &mut Steps) -> Result<Translated, CalcError> {
        let Self { opening_net_assets: opening, profit, closing_rate, .. } = self;
        let (issues, issues_presented) = sum(&self.issues);
        let (dividends, dividends_presented) = sum(&self.dividends);
        let closing_net_assets = opening + profit + &issues - &dividends;
        let profit_presented = profit * &*self.average_rate;
        let closing_presented = &closing_net_assets * &**closing_rate;
        steps.say("closing net assets", format!("{opening} + {profit} + {issues} − {dividends}"), &closing_net_assets);
        steps.say("presented", format!("{closing_net_assets} × {closing_rate}"), &closing_presented);
        let since = |amount: &Number, presented: &Number| amount * &**closing_rate - presented;
        let components = Components {
            opening_net_assets: since(opening, &(opening * &*self.opening_rate)),
            profit: since(profit, &profit_presented),
            issues: since(&issues, &issues_presented),
            dividends: -since(&dividends, &dividends_presented),
        };
        let Components { opening_net_assets, profit, issues, dividends } = &components;
        let cta_movement = opening_net_assets + profit + issues + dividends;
        let how = "opening net assets, profit, issues and dividends, each at the closing rate less at its own:";
        steps.say(
            "translation adjustment of the period",
            format!("{how} {opening_net_assets} + {profit} + {issues} + {dividends}"),
            &cta_movement,
        );
        let cta_closing = &self.opening_cta + &cta_movement;
        Ok(Translated {
            closing_net_assets,
            closing_presented,
            profit_presented,
            issues_presented,
            dividends_presented,
            cta_components: components,
            cta_movement,
            cta_closing,
        })
    }
}

/// Of flows: their amounts, and the same at their rates.
fn sum(flows: &[Flow]) -> (Number, Number) {
    let amounts = flows.iter().map(|flow| &*flow.amount).sum();
    (amounts, flows.iter().map(|flow| &*flow.amount * &*flow.rate).sum())
}
