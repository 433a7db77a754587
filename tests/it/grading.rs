//! The catalogue editor at scale, outcomes and decision rules, at the framework, and at what a criterion holds besides.

use axum::http::StatusCode;
use kriter::entities::{CriterionId, EditionId, Role, criterion};
use kriter::standards::pack::{Head, Node, PackKind, Question, QuestionKind, Rule};
use kriter::standards::{rows, store};
use sea_orm::EntityTrait as _;

use crate::app::{Answer, TestApp};

/// A value of a hidden field.
fn mark(answer: &Answer) -> String {
    let after = answer.html().split("name=\"mark\" value=\"").nth(1).unwrap().to_owned();
    after.split('"').next().unwrap().to_owned()
}

impl TestApp {
    async fn head_of(&self, draft: &str) -> Head {
        let id = EditionId(draft.parse().unwrap());
        Head::clone(&store::whole(&self.app.db.read, id).await.unwrap().head)
    }

    /// Sends the form of a part as somebody does who has just opened the lists.
    async fn part(&mut self, draft: &str, part: &str, fields: &[(&str, &str)]) -> Answer {
        let at = format!("/catalogues/{draft}/grading");
        let mark = mark(&self.get(&at).await);
        let mut all = vec![("mark", mark.as_str())];
        all.extend(fields);
        self.post(format!("{at}/{part}"), &all).await
    }

    async fn taken(&mut self, draft: &str, part: &str, fields: &[(&str, &str)]) {
        let answer = self.part(draft, part, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{part} {fields:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_scale_and_its_outcomes_are_written_part_by_part() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let usual = app.head_of(&draft).await;
    let count = usual.scale.as_ref().unwrap().levels.len();
    let new = format!("level-{count}");
    let fields = [
        ("code", "best"),
        ("title-en", "Excellent"),
        ("title-sr", "Odlično"),
        ("weight", "100"),
        ("score", "4,5"),
        ("role", "good"),
        ("aliases", "A+\r\nsuperb"),
    ];
    app.taken(&draft, &new, &fields).await;
    let head = app.head_of(&draft).await;
    let level = &head.scale.as_ref().unwrap().levels[count];
    assert_eq!((level.code.as_str(), level.weight, level.score), ("best", Some(1.0), Some(4.5)));
    assert_eq!(level.aliases, ["A+", "superb"]);
    // One field changes one thing.
    app.taken(&draft, &new, &[("title-sq", "Shkëlqyeshëm")]).await;
    let after = app.head_of(&draft).await;
    let level = &after.scale.as_ref().unwrap().levels[count];
    assert_eq!(level.title.own("sq"), Some("Shkëlqyeshëm"));
    assert_eq!(level.title.own("sr"), Some("Odlično"));
    assert_eq!(after.outcomes, head.outcomes);
    // Its order, and back.
    app.taken(&draft, &format!("{new}/move"), &[("step", "up")]).await;
    assert_eq!(app.head_of(&draft).await.scale.unwrap().levels[count - 1].code, "best");
    app.taken(&draft, &format!("level-{}/move", count - 1), &[("step", "down")]).await;
    assert_eq!(app.head_of(&draft).await, after);
    // An outcome with a rule that leaves its number to each assessment, and a condition.
    let last = after.outcomes.len();
    app.taken(
        &draft,
        &format!("outcome-{last}"),
        &[("code", "top"), ("title-en", "Top"), ("validity_months", "36")],
    )
    .await;
    for at in (1..=last).rev() {
        app.taken(&draft, &format!("outcome-{at}/move"), &[("step", "up")]).await;
    }
    let open = [
        ("kind", "share_at_least"),
        ("level", "best"),
        ("number", ""),
        ("title-en", "Share of the best"),
    ];
    app.taken(&draft, "rule-0-0", &open).await;
    app.taken(&draft, "condition-0-0", &[("condition-en", "A yearly report")]).await;
    let head = app.head_of(&draft).await;
    assert_eq!(head.outcomes[0].conditions[0].en(), "A yearly report");
    assert_eq!(head.outcomes[0].validity_months, Some(36));
    let setting = head.outcomes[0].rules[0].setting().unwrap();
    assert_eq!((setting.name, setting.title.en()), ("top-1", "Share of the best"));
    // A published number takes its place; a level that gets another name is followed by its rules.
    app.taken(&draft, "rule-0-0", &[("number", "62,5")]).await;
    app.taken(&draft, &new, &[("code", "superb-level")]).await;
    let head = app.head_of(&draft).await;
    assert_eq!(head.outcomes[0].rules, [Rule::share("superb-level", 0.625)]);
    taken_out_again(&mut app, &draft, &new, &usual).await;
}

/// It could be published; takes out what was added, from the rule to the level: a level stays while a rule names it, and so does the target.
async fn taken_out_again(app: &mut TestApp, draft: &str, new: &str, usual: &Head) {
    // What all this makes can be published.
    app.node(draft, "", "1").await;
    let page = app.get(format!("/catalogues/{draft}/publish")).await;
    assert!(page.text().contains("Publish for good"), "{}", page.text());
    let used = app.part(draft, &format!("{new}/remove"), &[]).await;
    assert!(used.text().contains("A rule names this level"), "{}", used.text());
    app.taken(draft, "rule-0-0/remove", &[]).await;
    app.taken(draft, "condition-0-0/remove", &[]).await;
    app.taken(draft, "outcome-0/remove", &[]).await;
    app.taken(draft, &format!("{new}/remove"), &[]).await;
    assert_eq!(&app.head_of(draft).await, usual);
    let target = usual.outcomes.iter().position(|it| Some(&it.code) == usual.target.as_ref());
    let kept = app.part(draft, &format!("outcome-{}/remove", target.unwrap()), &[]).await;
    assert!(kept.text().contains("the outcome aimed at"), "{}", kept.text());
}

#[tokio::test]
async fn what_a_scale_cannot_be_is_said_beside_its_field() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let before = app.head_of(&draft).await;
    let first = before.scale.as_ref().unwrap().levels[0].clone();
    let second = before.scale.as_ref().unwrap().levels[1].clone();
    for (part, field, typed, said) in [
        ("level-0", "code", "", "This must be filled in."),
        ("level-0", "title-en", second.title.en(), "a word means two levels"),
        ("level-1", "title-en", first.title.en(), "a word means two levels"),
        ("level-0", "weight", "101", "a number is too small or too large"),
        ("level-0", "weight", "many", "This is no number"),
        ("level-0", "role", "pink", "Choose one of the options."),
        ("outcome-0", "code", before.outcomes[1].code.as_str(), "a code is there twice"),
        ("outcome-0", "validity_months", "-1", "This is no number"),
        ("outcome-0", "validity_months", "0", "a number is too small or too large"),
        ("rule-0-0", "kind", "guessed", "Choose one of the options."),
        ("rule-0-0", "level", "no-such", "a rule names a level that does not exist"),
        ("scale", "second-en", "documented", "something is missing"),
    ] {
        let answer = app.part(&draft, part, &[(field, typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{part} {field} {typed}");
        assert!(answer.text().contains(said), "{part} {field} {typed}: {}", answer.text());
    }
    let share = [("kind", "share_at_least"), ("number", "")];
    let unnamed = app.part(&draft, "rule-0-0", &share).await;
    assert!(unnamed.text().contains("Give the number"), "{}", unnamed.text());
    assert_eq!(app.head_of(&draft).await, before);
    // Whoever saw another state moves and removes nothing.
    for path in ["level-0", "level-0/move", "level-0/remove"] {
        let path = format!("/catalogues/{draft}/grading/{path}");
        let stale = app.post(&path, &[("mark", "0"), ("step", "down")]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    for part in ["level-99", "outcome-99", "rule-99-0", "level-x", "other", "level-0-0"] {
        let path = format!("/catalogues/{draft}/grading/{part}");
        assert_eq!(app.get(&path).await.status, StatusCode::NOT_FOUND, "{part}");
    }
    // In percent, levels have least scores; until they do, the lists say what is missing.
    app.taken(
        &draft,
        "scale",
        &[("percent", "yes"), ("first-en", "practised"), ("second-en", "documented")],
    )
    .await;
    let lists = app.get(format!("/catalogues/{draft}/grading")).await.text();
    assert!(lists.contains("has no from; the scale is in percent"), "{lists}");
    assert!(lists.contains("practised · documented"), "{lists}");
}

#[tokio::test]
async fn a_framework_is_renamed_by_its_only_edition_alone() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let fields = [("framework-sq", "Rregullat e pranimit"), ("issuer", "Ministry")];
    let saved = app.post(format!("/catalogues/{draft}"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = app.get(format!("/catalogues/{draft}")).await.html();
    assert!(page.contains("Rregullat e pranimit") && page.contains("value=\"Ministry\""));
    let path = format!("/institutions/{}/catalogues/clone/1", app.institution);
    let copy = app.post(path, &[("id", "copy"), ("version", "2")]).await;
    let copy = copy.location().to_owned();
    let refused = app.post(&copy, &[("issuer", "Us")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("not this draft’s alone"), "{}", refused.text());
    assert_eq!(app.post(&copy, &[("status", "draft")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_criterion_keeps_typical_evidence_questions_and_references() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let id = app.node(&draft, "", "1").await;
    let at = format!("/catalogues/{draft}/criteria/{id}");
    let fields = [
        ("typical_evidence-en", "A signed policy"),
        ("references", "ESG | 1.10\r\nISO 17025 | 4.1"),
        ("question-0-text-en", "Is there a policy?"),
        ("question-0-kind", "unique_choice"),
        ("question-0-choice-0-text-en", "Yes"),
        ("question-0-choice-0-score", "1,5"),
        ("question-0-choice-0-effects", "group | B"),
        ("question-0-choice-1-text-en", "No"),
    ];
    let saved = app.post(&at, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let node = app.written(&id).await;
    assert_eq!(node.typical_evidence.as_ref().unwrap().en(), "A signed policy");
    assert_eq!(node.references["ESG"], "1.10");
    let question: &Question = &node.questions[0];
    assert_eq!((question.kind, question.choices.len()), (QuestionKind::UniqueChoice, 2));
    assert_eq!(question.choices[0].score, Some(1.5));
    assert_eq!(question.choices[0].extras["group"], "B");
    // Another field leaves all of it alone, and so does one field of a question.
    app.post(&at, &[("weight", "2")]).await;
    app.post(&at, &[("question-0-choice-1-text-sr", "Ne")]).await;
    let mut expected = node.clone();
    expected.weight = 2.0;
    expected.questions[0].choices[1].text.set("sr", "Ne");
    assert_eq!(app.written(&id).await, expected);
    for (fields, said) in [
        ([("references", "ESG 1.10"), ("weight", "2")], "Write one a line"),
        ([("question-0-choice-0-score", "much"), ("weight", "2")], "is a number"),
        ([("question-1-choice-0-text-en", "Maybe"), ("weight", "2")], "has no question"),
        (
            [("question-1-text-en", "Which?"), ("question-1-kind", "multiple_choice")],
            "has no answers",
        ),
    ] {
        let refused = app.post(&at, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.text().contains(said), "{fields:?}: {}", refused.text());
    }
    // A question without a text is taken out.
    app.post(&at, &[("question-0-text-en", "")]).await;
    assert_eq!(app.written(&id).await.questions, []);
}

impl TestApp {
    async fn written(&self, id: &str) -> Node {
        let id = CriterionId(id.parse().unwrap());
        let row = criterion::Entity::find_by_id(id).one(&self.app.db.read).await.unwrap();
        rows::node(PackKind::Criteria, &row.unwrap())
    }
}
