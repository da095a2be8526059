//! Cash, spending, liabilities and exchange.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, field, optional, tagged, text};
use super::number::{Money, Number};

impl Book {
    pub(super) fn cash_received(&mut self, event: &Value) -> Judged<()> {
        let money = self.money(field(event, "amount")?)?;
        let cash = self.cash(field(event, "into")?, &money)?;
        let value = self.value(&money, optional(event, "carrying"))?;
        let unit = unit_of(&money);
        let from = match text(event, "for")? {
            "interest" => "income/interest",
            "other_income" => "income/other",
            which @ ("receivable" | "deposit") => {
                let asset = if which == "deposit" { "current-asset/deposit" } else { "current-asset/receivable" };
                let average = self.average_of_asset(asset, &money)?;
                self.transfer_carrying(&unit, "exchange/realised", asset, &(&value - average));
                asset
            }
            _ => return Err(Refused("malformed: no such receipt")),
        };
        self.transfer(&unit, from, &cash, &money.amount, &value);
        Ok(())
    }

    pub(super) fn cash_paid(&mut self, event: &Value) -> Judged<()> {
        let money = self.money(field(event, "amount")?)?;
        let cash = self.cash(field(event, "from")?, &money)?;
        let value = self.value(&money, optional(event, "carrying"))?;
        let to = match tagged(field(event, "for")?)? {
            ("spending", purpose) => self.destination(purpose)?,
            ("equipment", _) => "equipment".to_owned(),
            ("current_asset", which) => format!("current-asset/{}", which.as_str().unwrap_or_default()),
            _ => return Err(Refused("malformed: no such payment")),
        };
        self.cash_out(&cash, &to, &money, &value)
    }

    pub(super) fn cash_moved(&mut self, event: &Value) -> Judged<()> {
        let money = self.money(field(event, "amount")?)?;
        let from = self.cash(field(event, "from")?, &money)?;
        let to = self.cash(field(event, "to")?, &money)?;
        let average = self.average_of_asset(&from, &money)?;
        if from != to {
            self.transfer(&unit_of(&money), &from, &to, &money.amount, &average);
        }
        Ok(())
    }

    pub(super) fn cash_converted(&mut self, event: &Value) -> Judged<()> {
        let given = self.money(field(event, "given")?)?;
        let received = self.money(field(event, "received")?)?;
        let from = self.cash(field(event, "from")?, &given)?;
        let to = self.cash(field(event, "to")?, &received)?;
        let value = if given.currency == self.functional { given.amount.clone() } else { self.value(&received, None)? };
        self.cash_out(&from, "exchange/conversion", &given, &value)?;
        self.transfer(&unit_of(&received), "exchange/conversion", &to, &received.amount, &value);
        Ok(())
    }

    pub(super) fn expense_accrued(&mut self, event: &Value) -> Judged<()> {
        let purpose = field(event, "purpose")?;
        let money = self.money(field(event, "amount")?)?;
        let value = self.value(&money, optional(event, "carrying"))?;
        let payable = format!("payable/{}", self.purpose(purpose)?);
        let to = self.destination(purpose)?;
        self.transfer(&unit_of(&money), &payable, &to, &money.amount, &value);
        Ok(())
    }

    pub(super) fn liability_paid(&mut self, event: &Value) -> Judged<()> {
        let payable = format!("payable/{}", self.purpose(field(event, "purpose")?)?);
        let money = self.money(field(event, "amount")?)?;
        let cash = self.cash(field(event, "from")?, &money)?;
        self.settle(&cash, &payable, &money)
    }

    pub(super) fn income_accrued(&mut self, event: &Value) -> Judged<()> {
        let money = self.money(field(event, "amount")?)?;
        let value = self.value(&money, optional(event, "carrying"))?;
        let income = if text(event, "income")? == "interest" { "income/interest" } else { "income/other" };
        self.transfer(&unit_of(&money), income, "current-asset/receivable", &money.amount, &value);
        Ok(())
    }

    pub(super) fn prepaid_used(&mut self, event: &Value) -> Judged<()> {
        let to = self.destination(field(event, "purpose")?)?;
        self.used_up("current-asset/prepaid", &to, field(event, "amount")?)
    }

    pub(super) fn written_down(&mut self, event: &Value) -> Judged<()> {
        let (kind, of) = tagged(field(event, "asset")?)?;
        let name = of.as_str().unwrap_or_default();
        let agreement = |kind: &str| -> Judged<Value> {
            let agreement = self.thing("agreement", name)?;
            if text(&agreement, "kind")? == kind { Ok(agreement) } else { Err(Refused("an agreement of another kind")) }
        };
        let place = match kind {
            "current_asset" => format!("current-asset/{name}"),
            "property" | "project" => {
                self.thing(if kind == "property" { "property" } else { "project" }, name)?;
                format!("{kind}/{name}")
            }
            "joint_venture" => agreement("joint_venture_agreed").map(|_| format!("joint-venture/{name}"))?,
            "advance_royalty" => {
                let royalty = agreement("royalty_agreed")?;
                if text(&royalty, "side")? == "owned" {
                    return Err(Refused("advances on a royalty that is owned"));
                }
                format!("advance-royalty/{name}")
            }
            _ => kind.to_owned(),
        };
        let exploration = optional(event, "charge").and_then(Value::as_str) == Some("exploration");
        let to = if exploration { format!("expense/exploration/{name}") } else { "expense/write-down".to_owned() };
        self.used_up(&place, &to, field(event, "amount")?)
    }

    /// An asset that was paid for before leaves at its average carrying amount.
    pub(super) fn used_up(&mut self, asset: &str, to: &str, money: &Value) -> Judged<()> {
        let money = self.money(money)?;
        let average = self.average_of_asset(asset, &money)?;
        self.transfer(&unit_of(&money), asset, to, &money.amount, &average);
        Ok(())
    }

    pub(super) fn exchange_revalued(&mut self) -> Judged<()> {
        for (key, (amount, carrying)) in self.balances.clone() {
            let (unit, place) = key.split_once('/').unwrap_or_default();
            let Some(currency) = unit.strip_prefix("currency:").filter(|currency| *currency != self.functional) else {
                continue;
            };
            let is_monetary = place.starts_with("cash/")
                || place.starts_with("cash-restricted/")
                || place.starts_with("payable/")
                || place.starts_with("debt/")
                || place.starts_with("debt-interest/")
                || place.starts_with("dividend/")
                || place.starts_with("subscribed/")
                || place == "current-asset/receivable"
                || place == "current-asset/deposit";
            if !is_monetary {
                continue;
            }
            let target = if amount.is_zero() {
                Number::zero()
            } else {
                self.at_rate_of_day(&Money { amount, currency: currency.to_owned() })?
            };
            self.transfer_carrying(unit, "exchange/unrealised", place, &(target - carrying));
        }
        Ok(())
    }
}
