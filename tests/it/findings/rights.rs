//! C22: plans, options, awards and warrants.

use super::{
    A, APPRECIATION, B, BOOK, CA, COMMON, FORCED, GRANTED, HALVES, HUNDRED, ISSUED, Lines, PLAN, SERIES, UNITS,
    UNLIMITED, US, WARRANTS, check,
};

/// One smallest log for each code.
pub(super) const GOLDEN: &[(&str, Lines<'_>)] = &[
    (
        "C2201",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "plan_registered {'plan':'p','name':'P','class':'common','per_person':{'percent':'5','months':12}}",
            "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«'6'»,'strike':@0.10CAD}",
        ],
    ),
    (
        "C2202",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            PLAN,
            "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«'100'»,'strike':@0.10CAD,'vesting':{'steps':[{'on':'2004-06-30','quantity':'60'},{'upon':'listing','quantity':'30'}]}}",
        ],
    ),
    (
        "C2203",
        &[BOOK, A, COMMON, UNLIMITED, PLAN, GRANTED, "vesting_condition_met {'grant':'g','condition':«'listing'»}"],
    ),
    ("C2204", &[BOOK, A, COMMON, UNLIMITED, PLAN, GRANTED, "vesting_accelerated {'grant':«'g'»}"]),
    (
        "C2205",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            PLAN,
            UNITS,
            "options_exercised {'lots':[{'grant':«'u'»,'quantity':'1','price':@0.10CAD}],'account':'ca'}",
        ],
    ),
    (
        "C2206",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            PLAN,
            APPRECIATION,
            "awards_settled {'grant':'s','quantity':'1','in':{'appreciation':{'amount':«'0.90'»,'currency':'CAD'}}}",
        ],
    ),
    (
        "C2251",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            HALVES,
            "warrants_exercised {'series':'h','holder':'a','quantity':«'25'»,'account':'ca'}",
        ],
    ),
    (
        "C2252",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            SERIES,
            WARRANTS,
            "warrants_exercised {'series':'w','holder':'a','quantity':'100','settled':{'net':{'market':{'amount':«'0.49'»,'currency':'CAD'}}}}",
        ],
    ),
    ("C2253", &[BOOK, COMMON, SERIES, "2006-01-01 right_repriced {'right':{'series':«'w'»},'strike':@0.25CAD}"]),
    ("C2254", &[BOOK, COMMON, FORCED, "2004-03-01 acceleration_noticed {'series':'f','expires':«'2005-12-31'»}"]),
    ("C2255", &[BOOK, COMMON, FORCED, "2004-02-29 acceleration_noticed {'series':«'f'»,'expires':'2004-03-31'}"]),
    ("C2256", &[BOOK, COMMON, FORCED, "2004-03-01 acceleration_noticed {'series':'f','expires':«'2004-03-30'»}"]),
];

/// Only what has vested can be used; what ends has not vested first.
#[test]
fn rights_that_have_not_vested() {
    let vesting = |steps: &str| {
        format!(
            "options_granted {{'grant':'g','plan':'p','holder':'a','quantity':'100','strike':@0.10CAD,'vesting':{steps}}}"
        )
    };
    let steps = vesting(
        "{'steps':[{'upon':'listing','quantity':'30'},{'on':'2004-06-30','quantity':'20'},{'on':'2004-01-01','quantity':'50'}]}",
    );
    let frame = [BOOK, A, COMMON, UNLIMITED, CA, PLAN];
    let exercised = |day: &str, quantity: &str| {
        format!(
            "{day} options_exercised {{'lots':[{{'grant':'g','quantity':{quantity},'price':@0.10CAD}}],'account':'ca'}}"
        )
    };
    let lost = "2004-02-01 options_forfeited {'grant':'g','quantity':'35'}";
    let met = "2004-02-01 vesting_condition_met {'grant':'g','condition':'listing'}";
    let early = "2004-02-01 vesting_accelerated {'grant':'g','quantity':'25'}";
    let rest = "2004-02-01 vesting_accelerated {'grant':'g'}";
    let used = exercised("2004-01-01", "'40'");
    let (first, last) = ("2004-06-29", "2004-06-30");
    let rows: &[(&[&str], &str, &str)] = &[
        (&[], first, "50"),
        (&[], last, "70"),
        (&[&used], first, "10"),
        (&[met], first, "80"),
        (&[early], first, "75"),
        (&[early], last, "75"),
        (&[lost], first, "50"),
        (&[lost], last, "65"),
        (&[&used, lost, rest], first, "25"),
    ];
    for (between, day, vested) in rows {
        let more = vested.parse::<u32>().expect("a count") + 1;
        let last = exercised(day, &format!("«'{more}'»"));
        let text = if *vested == "25" || (between.contains(&lost) && *vested == "65") {
            format!("{more} options of `g` exercised, {vested} outstanding")
        } else {
            format!("{more} options of `g` exercised, {vested} vested and outstanding")
        };
        check("C2001", &text, &[&frame[..], &[&steps], between].concat(), &last);
    }
    let monthly = vesting("{'monthly':{'from':'2004-01-31','months':1,'times':3,'cliff':2}}");
    for (day, vested) in [("2004-03-30", 0), ("2004-03-31", 66), ("2004-04-30", 100)] {
        let state = if vested == 100 { "outstanding" } else { "vested and outstanding" };
        let text = format!("101 options of `g` exercised, {vested} {state}");
        check("C2001", &text, &[&frame[..], &[&monthly]].concat(), &exercised(day, "«'101'»"));
    }
    let much = "vesting_accelerated {'grant':'g','quantity':«'51'»}";
    check("C2001", "51 of `g` vested early, 50 not vested", &[&frame[..], &[&steps]].concat(), much);
    let again = "2004-03-01 vesting_condition_met {'grant':'g','condition':«'listing'»}";
    check("C2203", "nothing of `g` waits for `listing`", &[&frame[..], &[&steps, met]].concat(), again);
}

/// Every kind of award, and how it is settled.
#[test]
fn awards_of_another_kind() {
    let frame = [BOOK, A, COMMON, UNLIMITED, CA, PLAN, GRANTED];
    let words = |kind: &str| match kind {
        "rsu" => "restricted share units",
        "dsu" => "deferred share units",
        "psu" => "performance share units",
        "sar" => "share appreciation rights",
        _ => "restricted shares",
    };
    let deliveries: [(&str, &str, &[&str]); 4] = [
        ("«'shares'»", "awards of one share each", &["sar"]),
        ("«{'earned':'1'}»", "performance share units", &["rsu", "dsu", "sar", "restricted_shares"]),
        ("«{'appreciation':@2CAD}»", "share appreciation rights", &["rsu", "dsu", "psu", "restricted_shares"]),
        ("«{'cash':{'account':'ca','amount':@5CAD}}»", "awards other than restricted shares", &["restricted_shares"]),
    ];
    for (delivery, needed, kinds) in deliveries {
        for kind in kinds {
            let base = if *kind == "sar" { ",'base':@1CAD" } else { "" };
            let granted = format!(
                "awards_granted {{'grant':'w','plan':'p','holder':'a','kind':'{kind}','quantity':'100'{base}}}"
            );
            let text = format!("`w` is a lot of {}, {needed} are needed here", words(kind));
            let last = format!("awards_settled {{'grant':'w','quantity':'1','in':{delivery}}}");
            check("C2205", &text, &[&frame[..], &[&granted]].concat(), &last);
        }
    }
    let options = "awards_settled {'grant':«'g'»,'quantity':'1','in':'shares'}";
    check("C2205", "`g` is a lot of options, awards are needed here", &frame, options);
}

#[test]
fn settlements_that_cannot_be() {
    let frame = &[BOOK, A, COMMON, HUNDRED, CA, US, PLAN, UNITS];
    let settled = |rest: &str| format!("awards_settled {{'grant':'u',{rest}}}");
    let much = settled("'quantity':«'101'»,'in':'shares'");
    check("C2001", "101 restricted share units of `u` settled, 100 outstanding", frame, &much);
    let ended = "options_forfeited {'grant':'u','quantity':«'101'»}";
    check("C2001", "101 restricted share units of `u` forfeited, 100 outstanding", frame, ended);
    let late = "2006-01-01 awards_settled {'grant':«'u'»,'quantity':'1','in':'shares'}";
    check("C2005", "settled on 2006-01-01, `u` expired on 2005-12-31", frame, late);
    let withheld = settled("'quantity':'5','in':'shares','withheld':{'quantity':«'6'»,'tax':@1CAD}");
    check("C2001", "6 shares of `u` withheld, 5 delivered", frame, &withheld);
    let vesting = "awards_granted {'grant':'v','plan':'p','holder':'a','kind':'dsu','quantity':'10','vesting':{'steps':[{'upon':'retirement','quantity':'6'},{'on':'2004-01-01','quantity':'4'}]}}";
    let early = "awards_settled {'grant':'v','quantity':«'5'»,'in':'shares'}";
    let frame_of_ten = &[BOOK, A, COMMON, HUNDRED, CA, US, PLAN];
    let text = "5 deferred share units of `v` settled, 4 vested and outstanding";
    check("C2001", text, &[&frame_of_ten[..], &[vesting]].concat(), early);
    // The reserve has 90 shares for them, the charter leaves 10 more.
    let units = "awards_granted {'grant':'p','plan':'p','holder':'a','kind':'psu','quantity':'90'}";
    let earned = "awards_settled {'grant':'p','quantity':'90','in':{'earned':«'101'»}}";
    let text = "11 shares of `common` needed, 10 authorised and neither issued nor reserved";
    check("C2002", text, &[&frame_of_ten[..], &[units]].concat(), earned);
    let dollars = "awards_settled {'grant':'s','quantity':'1','in':{'appreciation':{'amount':'2','currency':«'USD'»}}}";
    let rights = [&frame_of_ten[..], &[APPRECIATION]].concat();
    check("C3002", "the amount is in USD, the base of `s` is in CAD", &rights, dollars);
    let cash = settled("'quantity':'1','in':{'cash':{'account':'ca','amount':{'amount':«'5'»,'currency':'CAD'}}}");
    check("C3001", "5 CAD taken from `cash/ca`, 0 CAD there", frame, &cash);
}

#[test]
fn grants_beyond_a_plan() {
    let plan = |limits: &str| format!("plan_registered {{'plan':'p','name':'P','class':'common',{limits}}}");
    let granted = |day: &str, grant: &str, holder: &str, quantity: &str| {
        format!(
            "{day} options_granted {{'grant':'{grant}','plan':'p','holder':'{holder}','quantity':{quantity},'strike':@0.10CAD}}"
        )
    };
    let exercised = "options_exercised {'lots':[{'grant':'g','quantity':'4','price':@0.10CAD}],'account':'ca'}";
    let issued = ISSUED.replace("'100'", "'50'");
    let frame = [BOOK, A, B, COMMON, UNLIMITED, CA, &issued];
    // Of 50 shares 20.5 per cent are 10.25; with the four of an exercise 54 are outstanding, 11.07.
    let rolling = plan("'pool':{'rolling':'20.5'}");
    let four = granted("2004-01-01", "g", "a", "'4'");
    let rows: &[(&[&str], u32, u32)] = &[(&[], 10, 10), (&[&four], 6, 10), (&[&four, exercised], 11, 11)];
    for (between, left, limit) in rows {
        let last = granted("2004-01-02", "h", "b", &format!("«'{}'»", left + 1));
        let text = format!("{} needed under `p`, {left} left of its pool of {limit}", left + 1);
        check("C2008", &text, &[&frame[..], &[&rolling], between].concat(), &last);
    }
    // What ends is free again in a fixed pool, what is exercised is not.
    let fixed = plan("'pool':{'fixed':'10'}");
    let ended = "options_cancelled {'grant':'g','quantity':'4'}";
    let less = "plan_limits_set {'plan':'p','pool':{'fixed':'3'}}";
    let rows: &[(&[&str], i32, u32)] =
        &[(&[&four], 6, 10), (&[&four, exercised], 6, 10), (&[&four, ended], 10, 10), (&[&four, less], -1, 3)];
    for (between, left, limit) in rows {
        let more = (left + 1).max(1);
        let last = granted("2004-01-02", "h", "b", &format!("«'{more}'»"));
        let text = format!("{more} needed under `p`, {left} left of its pool of {limit}");
        check("C2008", &text, &[&frame[..], &[&fixed], between].concat(), &last);
    }
    // One person may have 5 of 50 in a month; a grant of the same day a month before does not count.
    let each = plan("'per_person':{'percent':'10','months':1}");
    let (own, others) = (granted("2004-02-01", "g", "a", "'4'"), granted("2004-02-01", "g", "b", "'4'"));
    let rows: &[(&str, &str, u32)] = &[(&own, "2004-02-29", 1), (&own, "2004-03-01", 5), (&others, "2004-02-29", 5)];
    for (between, day, left) in rows {
        let last = granted(day, "h", "a", &format!("«'{}'»", left + 1));
        let text = format!("{} granted to `a` under `p`, {left} left of its limit per person of 5", left + 1);
        check("C2201", &text, &[&frame[..], &[&each, between]].concat(), &last);
    }
}

#[test]
fn terms_that_cannot_be_changed() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, PLAN, SERIES, HALVES, FORCED, GRANTED];
    let lapsed = "changed on 2006-01-01, `g` expired on 2005-12-31";
    check("C2253", lapsed, frame, "2006-01-01 right_extended {'right':{'grant':«'g'»},'expires':'2006-12-31'}");
    let lapsed = "changed on 2006-01-01, `f` expired on 2005-12-31";
    check("C2253", lapsed, frame, "2006-01-01 acceleration_noticed {'series':«'f'»,'expires':'2006-12-31'}");
    let later = "2005-12-31 is not later than 2005-12-31, the day of `w`";
    check("C2011", later, frame, "right_extended {'right':{'series':'w'},'expires':«'2005-12-31'»}");
    let award = "awards_granted {'grant':'u','plan':'p','holder':'a','kind':'rsu','quantity':'5'}";
    let priceless = "`u` is a lot of restricted share units, options or share appreciation rights are needed here";
    let repriced = "right_repriced {'right':{'grant':«'u'»},'strike':@1CAD}";
    check("C2205", priceless, &[&frame[..], &[award]].concat(), repriced);
    let endless = "warrant series `h` has no last day";
    check("C1205", endless, frame, "right_extended {'right':{'series':«'h'»},'expires':'2005-12-31'}");
    let clause = "warrant series `w` has no acceleration clause";
    check("C1205", clause, frame, "acceleration_noticed {'series':«'w'»,'expires':'2004-12-31'}");
    // The first day of the clause, and exactly the notice that it asks for.
    let noticed = "2004-03-01 acceleration_noticed {'series':'f','expires':'2004-03-31'}";
    let late = "2004-04-01 warrants_exercised {'series':«'f'»,'holder':'a','quantity':'1','account':'ca'}";
    check("C2005", "exercised on 2004-04-01, `f` expired on 2004-03-31", &[&frame[..], &[noticed]].concat(), late);
    let hundred = &[BOOK, A, COMMON, HUNDRED, SERIES];
    let shares = "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'60'}]}";
    let rights = "rights_distributed {'class':'common','series':'w','ratio':«{'new':'1','old':'1'}»}";
    let text = "60 shares of `common` needed, 40 authorised and neither issued nor reserved";
    check("C2002", text, &[&hundred[..], &[shares]].concat(), rights);
}

#[test]
fn exercises_that_cannot_be_settled() {
    let frame = &[BOOK, A, B, COMMON, UNLIMITED, CA, PLAN, SERIES, GRANTED, WARRANTS];
    let settled = |settled: &str| {
        format!("warrants_exercised {{'series':'w','holder':'a','quantity':'100','settled':{settled}}}")
    };
    // 100 × (0.75 − 0.50) ÷ 0.75 is 33 shares and a fraction.
    let withheld = settled("{'net':{'market':@0.75CAD,'withheld':{'quantity':«'34'»,'tax':@5CAD}}}");
    check("C2001", "34 shares for `w` withheld for tax, 33 issued", frame, &withheld);
    let stated = settled("{'net':{'market':@0.75CAD,'issued':«'34'»}}");
    check("C2010", "34 shares stated, the terms give 33", frame, &stated);
    let sold = settled("{'cashless':{'account':'ca','broker':'b','sold':«'150'»}}");
    check("C2001", "150 shares sold to `b`, 100 issued", frame, &sold);
    let part = settled("{'cashless':{'account':'ca','broker':'b','sold':«'0.5'»}}");
    check("C2003", "0.5 is not a multiple of 1, the smallest count of `common`", frame, &part);
    let broker = settled("{'cashless':{'account':'ca','broker':«'x'»,'sold':'1'}}");
    check("C1201", "no holder `x` is registered by that day", frame, &broker);
    let owed = settled("{'set_off':«{'payable':'administrative'}»}");
    check("C3001", "50 CAD settled of `payable/administrative`, 0 CAD owed", frame, &owed);
    let market = settled("{'net':{'market':{'amount':'1','currency':«'USD'»}}}");
    check("C3002", "the amount is in USD, the strike is in CAD", frame, &market);
    let lot = "options_exercised {'lots':[{'grant':'g','quantity':'6','price':@0.10CAD}],'settled':{'net':{'market':@0.30CAD,'withheld':{'quantity':«'5'»,'tax':@5CAD}}}}";
    check("C2001", "5 shares for `g` withheld for tax, 4 issued", frame, lot);
    let lot = "options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.10CAD}],'settled':{'set_off':«{'payable':'administrative'}»}}";
    check("C3001", "6 CAD settled of `payable/administrative`, 0 CAD owed", frame, lot);
    // The second of two lots is worth nothing.
    let lots = "options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.10CAD},{'grant':'h','quantity':'5','price':@0.30CAD}],'settled':{'net':{'market':{'amount':«'0.20'»,'currency':'CAD'}}}}";
    let second = "options_granted {'grant':'h','plan':'p','holder':'a','quantity':'5','strike':@0.30CAD}";
    let text = "settled net at 0.2 CAD, the strike of `h` is 0.3 CAD";
    check("C2252", text, &[&frame[..], &[second]].concat(), lots);
}

#[test]
fn terms_and_strikes_of_lots() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, PLAN, GRANTED];
    let late = "2006-01-01 options_exercised {'lots':[{'grant':«'g'»,'quantity':'1','price':@0.10CAD}],'account':'ca'}";
    check("C2005", "exercised on 2006-01-01, `g` expired on 2005-12-31", frame, late);
    let early = "options_expired {'grant':«'g'»,'quantity':'1'}";
    check("C2006", "expired on 2004-01-01, the term of `g` ends on 2005-12-31", frame, early);
    let second = "options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.10CAD},{'grant':'g','quantity':'1','price':«@0.20CAD»}],'account':'ca'}";
    check("C2007", "exercised at 0.2 CAD, the strike of `g` is 0.1 CAD", frame, second);
    let dollars = "options_exercised {'lots':[{'grant':'g','quantity':'1','price':«@0.10USD»}],'account':'us'}";
    check("C2007", "exercised at 0.1 USD, the strike of `g` is 0.1 CAD", &[frame, &[US][..]].concat(), dollars);
}
