//! What is usual where a file does not say how criteria are rated: a scale of compliance, and outcomes to aim at.

use crate::standards::pack::{Level, NotApplicable, Outcome, Role, Rule, Scale};
use crate::titles::Titles;

/// Compliant, partially compliant, non compliant, not applicable.
pub fn compliance_scale() -> Scale {
    let level = |code: &str, titles, weight, role, aliases| Level {
        code: code.to_owned(),
        title: spoken(titles),
        description: None,
        second_description: None,
        score: None,
        weight: Some(weight),
        from: None,
        role,
        aliases: words(aliases),
    };
    Scale {
        levels: vec![
            level(
                "non_compliant",
                ["Non-compliant", "I papajtueshëm", "Neusklađeno"],
                0.0,
                Role::Bad,
                &["NC", "Not compliant", "Nuk përputhet", "Nije usklađeno"],
            ),
            level(
                "partially_compliant",
                ["Partially compliant", "Pjesërisht i pajtueshëm", "Delimično usklađeno"],
                0.5,
                Role::Poor,
                &["PC", "Partial", "Përputhet pjesërisht", "Delimično"],
            ),
            level(
                "compliant",
                ["Compliant", "I pajtueshëm", "Usklađeno"],
                1.0,
                Role::Good,
                &["C", "Fully compliant", "Përputhet", "U potpunosti usklađeno"],
            ),
        ],
        percent: false,
        not_applicable: Some(not_applicable()),
        second: None,
        note: "Not said by the file that this was imported from; the usual scale of compliance."
            .to_owned(),
    }
}

/// The usual mark of a criterion that does not apply.
pub fn not_applicable() -> NotApplicable {
    NotApplicable {
        code: "not_applicable".to_owned(),
        title: spoken(["Not applicable", "Nuk zbatohet", "Nije primenljivo"]),
        aliases: words(&["N/A", "NA", "I pazbatueshëm", "Neprimenljivo"]),
    }
}

/// Outcomes for an edition whose file has none, and the one aimed at: every criterion on the highest level, or not.
pub fn usual_outcomes(scale: &Scale) -> (Vec<Outcome>, String) {
    let outcome = |code: &str, titles, rules, note: &str| Outcome {
        code: code.to_owned(),
        title: spoken(titles),
        rules,
        validity_months: None,
        conditions: Vec::new(),
        note: note.to_owned(),
    };
    let best = scale.levels.last().map(|it| it.code.clone()).unwrap_or_default();
    let outcomes = vec![
        outcome(
            "fulfilled",
            ["Fulfilled", "E përmbushur", "Ispunjeno"],
            vec![Rule::NoCriterionBelow { level: best }],
            "The file that this was imported from has no rules of decision; this one is ours.",
        ),
        outcome(
            "not_fulfilled",
            ["Not fulfilled", "E papërmbushur", "Nije ispunjeno"],
            Vec::new(),
            "",
        ),
    ];
    (outcomes, "fulfilled".to_owned())
}

fn spoken([en, sq, sr]: [&str; 3]) -> Titles {
    [("en", en), ("sq", sq), ("sr", sr)].into_iter().collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|it| (*it).to_owned()).collect()
}
