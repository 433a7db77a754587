//! Answers to the questions that a catalogue asks about a criterion, and the score that they add up to.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;

use super::forms::{RatingForm, SentRating};
use crate::check::{Problem, Problems};
use crate::entities::{Answer, Answers, rating};
use crate::standards::pack::{Question, QuestionKind, Scale};

/// Most characters of an answer in words.
const MOST: usize = 4_000;

/// What was sent over what is held: a question that was not on the form stays answered as it is.
pub(super) fn over(sent: &SentRating, held: Answers) -> Answers {
    let mut answers = held.0;
    for question in &sent.asked {
        answers.remove(question);
    }
    let asked: HashSet<usize> = sent.asked.iter().copied().collect();
    // Sent twice, a choice would count twice.
    let mut chosen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for it in &sent.chosen {
        let place = |it: &str| it.parse::<usize>().ok();
        let Some((question, choice)) = it.split_once('.') else { continue };
        let (Some(question), Some(choice)) = (place(question), place(choice)) else { continue };
        if asked.contains(&question) {
            chosen.insert((question, choice));
        }
    }
    for (question, choice) in chosen {
        answers.entry(question).or_default().choices.push(choice);
    }
    for (question, text) in sent.about.iter().zip(&sent.said) {
        if asked.contains(question) && !text.trim().is_empty() {
            text.trim().clone_into(&mut answers.entry(*question).or_default().text);
        }
    }
    Answers(answers)
}

/// Notes what is wrong with answers; a question may be left open.
pub(super) fn check(questions: &[Question], answers: &Answers, problems: &mut Problems) {
    let held = |(question, answer): (&usize, &Answer)| {
        questions.get(*question).is_some_and(|it| fits(it, answer))
    };
    if !answers.0.iter().all(held) {
        problems.add("answers", Problem::Other("problem-answer"));
    }
}

/// Whether an answer is of the kind that the question asks for.
fn fits(question: &Question, answer: &Answer) -> bool {
    let text = answer.text.as_str();
    let chosen = |most: usize, among: usize| {
        let is_one = |it: &usize| *it < among;
        text.is_empty() && answer.choices.len() <= most && answer.choices.iter().all(is_one)
    };
    let said = answer.choices.is_empty();
    match question.kind {
        QuestionKind::UniqueChoice => chosen(1, question.choices.len()),
        QuestionKind::MultipleChoice => chosen(question.choices.len(), question.choices.len()),
        QuestionKind::YesNo => chosen(1, 2),
        QuestionKind::Text => said && text.chars().count() <= MOST,
        QuestionKind::Date => said && text.parse::<NaiveDate>().is_ok(),
        QuestionKind::Number => {
            said && text.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite)
        }
    }
}

/// What the chosen answers add up to; none where the catalogue gives them no score or none of them is chosen.
pub(super) fn total(questions: &[Question], answers: &Answers) -> Option<f64> {
    let of = |(question, answer): (&usize, &Answer)| {
        let choices = questions.get(*question).map(|it| it.choices.as_slice()).unwrap_or_default();
        let scores = answer.choices.iter().filter_map(|it| choices.get(*it)?.score);
        scores.collect::<Vec<_>>()
    };
    let scores: Vec<f64> = answers.0.iter().flat_map(of).collect();
    (!scores.is_empty()).then(|| scores.iter().sum())
}

/// On a scale in percent, fills in the score that the answers add up to, where none is typed or the one that is there came from the
/// answers before.
pub(super) fn score(
    questions: &[Question],
    scale: &Scale,
    held: Option<&rating::Model>,
    form: &mut RatingForm,
) {
    let before = held.and_then(|it| total(questions, &it.answers));
    let typed = form.score.trim().replace(',', ".").parse::<f64>().ok();
    let is_free = form.score.trim().is_empty() || typed.is_some() && typed == before;
    if !scale.percent || !form.level.is_empty() || !is_free {
        return;
    }
    if let Some(it) = total(questions, &form.answers) {
        form.score = it.clamp(0.0, 100.0).to_string();
    }
}

/// How many questions are answered.
pub(super) fn answered(answers: &Answers) -> usize {
    answers.0.values().filter(|it| !it.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions() -> Vec<Question> {
        serde_json::from_value(serde_json::json!([
            { "text": { "en": "Is there a plan?" }, "kind": "unique_choice",
              "choices": [{ "text": { "en": "Yes" }, "score": 40.0 }, { "text": { "en": "No" }, "score": 0.0 }] },
            { "text": { "en": "Who keeps it?" }, "kind": "multiple_choice",
              "choices": [{ "text": { "en": "Lead" }, "score": 30.0 }, { "text": { "en": "Staff" }, "score": 15.0 }] },
            { "text": { "en": "Since when?" }, "kind": "date" },
            { "text": { "en": "How many?" }, "kind": "number" },
            { "text": { "en": "Is it kept up?" }, "kind": "yes_no" },
        ]))
        .unwrap()
    }

    fn sent(asked: &[usize], chosen: &[&str], said: &[(usize, &str)]) -> SentRating {
        SentRating {
            asked: asked.to_vec(),
            chosen: chosen.iter().map(|it| (*it).to_owned()).collect(),
            about: said.iter().map(|it| it.0).collect(),
            said: said.iter().map(|it| it.1.to_owned()).collect(),
            ..SentRating::default()
        }
    }

    fn is_sound(answers: &Answers) -> bool {
        let mut problems = Problems::default();
        check(&questions(), answers, &mut problems);
        problems.is_empty()
    }

    #[test]
    fn what_is_not_on_the_form_stays_answered() {
        let held =
            over(&sent(&[0, 1, 2], &["0.0", "1.1"], &[(2, "2026-01-31")]), Answers::default());
        assert_eq!((answered(&held), total(&questions(), &held)), (3, Some(55.0)));
        let again = over(&sent(&[1], &["1.0", "1.1"], &[]), held.clone());
        assert_eq!((answered(&again), total(&questions(), &again)), (3, Some(85.0)));
        let none = over(&sent(&[0, 1], &[], &[]), again);
        assert_eq!((answered(&none), total(&questions(), &none)), (1, None));
        let twice = over(&sent(&[1], &["1.0", "1.0"], &[]), Answers::default());
        assert_eq!(total(&questions(), &twice), Some(30.0));
        let out_of_order = over(&sent(&[1], &["1.1", "1.0"], &[]), Answers::default());
        assert_eq!(out_of_order.0[&1].choices, [0, 1]);
        // An answer to a question that was not asked is no answer.
        assert_eq!(
            over(&sent(&[0], &["1.0", "x", "0", "9.9.9"], &[(3, "5")]), Answers::default()),
            Answers::default()
        );
    }

    #[test]
    fn an_answer_of_another_kind_is_refused() {
        for (chosen, said) in [
            (vec!["0.0", "0.1"], vec![]),
            (vec!["0.2"], vec![]),
            (vec!["4.2"], vec![]),
            (vec!["2.0"], vec![]),
            (vec![], vec![(0, "yes")]),
            (vec![], vec![(2, "31.01.2026")]),
            (vec![], vec![(3, "NaN")]),
            (vec![], vec![(3, "many")]),
            (vec!["7.0"], vec![]),
        ] {
            let answers = over(&sent(&[0, 1, 2, 3, 4, 7], &chosen, &said), Answers::default());
            assert!(!is_sound(&answers), "{chosen:?} {said:?}");
        }
        let all = sent(&[0, 1, 2, 3, 4], &["0.1", "1.0", "4.1"], &[(2, "2026-01-31"), (3, "2,5")]);
        assert!(is_sound(&over(&all, Answers::default())));
    }

    #[test]
    fn on_a_scale_in_percent_the_score_follows_the_answers_until_another_is_typed() {
        let scale: Scale = serde_json::from_value(serde_json::json!({
            "percent": true,
            "levels": [
                { "code": "failed", "title": { "en": "Failed" }, "from": 0.0, "role": "bad" },
                { "code": "passed", "title": { "en": "Passed" }, "from": 70.0, "role": "good" },
            ],
        }))
        .unwrap();
        let answers = over(&sent(&[0, 1], &["0.0", "1.0"], &[]), Answers::default());
        let scored = |typed: &str| {
            let mut form = RatingForm {
                score: typed.into(),
                answers: answers.clone(),
                ..RatingForm::default()
            };
            score(&questions(), &scale, None, &mut form);
            form.score
        };
        assert_eq!(scored(""), "70");
        assert_eq!(scored("55"), "55");
    }
}
