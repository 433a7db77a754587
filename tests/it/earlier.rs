//! What was said in an earlier assessment stands on the workbench, also where that was against another edition.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use kriter::audit::{Actor, Event};
use kriter::entities::{
    Confidence, Relation, Role, Round, criterion, crosswalk, crosswalk_relation,
};
use kriter::rounds::standing::Said;
use kriter::rounds::store as rounds;
use kriter::team::conflicts;
use kriter::titles::Titles;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, NotSet, Set};

use crate::app::TestApp;
use crate::editions::{Prepared, prepared};

impl Prepared {
    /// A crosswalk calls a criterion of the new edition and one of the old equal.
    pub async fn equal(&self, new: &str, old: &str) {
        let mut change = self.app.app.change(Actor::System).await.unwrap();
        let walk = crosswalk::ActiveModel {
            id: NotSet,
            code: Set("care".into()),
            title: Set(Titles::english("Care")),
            from_edition_id: Set(self.new),
            to_edition_id: Set(self.old),
            source: Set(String::new()),
            licence_note: Set(String::new()),
            institution_id: Set(None),
            digest: Set(String::new()),
            loaded_at: Set(crate::app::now()),
        };
        let walk = walk.insert(change.tx()).await.unwrap();
        let relation = crosswalk_relation::ActiveModel {
            id: NotSet,
            crosswalk_id: Set(walk.id),
            from_criterion_id: Set(self.app.criterion_of(self.new, new).await),
            to_criterion_id: Set(self.app.criterion_of(self.old, old).await),
            relation: Set(Relation::Equal),
            strength: Set(None),
            confidence: Set(Confidence::High),
            note: Set(String::new()),
        };
        relation.insert(change.tx()).await.unwrap();
        let subject = "crosswalk:1".into();
        change.record(Event::of_instance("edition-loaded", subject, serde_json::Value::Null));
        change.commit().await.unwrap();
    }

    /// The workbench of a criterion of the new edition, as somebody sees it.
    async fn bench(&self, who: &mut TestApp, assessment: i64, code: &str) -> crate::app::Answer {
        let id = self.app.criterion_of(self.new, code).await;
        who.get(format!("/assessments/{assessment}/workbench/{id}")).await
    }
}

#[tokio::test]
async fn what_was_said_of_another_edition_stands_beside_what_it_became() {
    let it = prepared().await;
    let mut admin = it.app.another(Role::Administrator).await;
    assert_eq!(it.app.assessment("care-2").await, 2);
    let page = it.bench(&mut admin, 2, "1.2").await;
    let said = "Assessment 2027 : Good\nThere it is 1.1 of “Care, first edition” (same text).";
    assert!(page.text().contains(said), "{}", page.text());
    let id = it.app.criterion_of(it.old, "1.1").await;
    let link = format!("href=\"/assessments/1/workbench/{id}\"");
    assert!(page.html().contains(&link), "{}", page.html());
    let page = it.bench(&mut admin, 2, "1.3").await.text();
    let said = "Assessment 2027 : Fair\nThere it is 1.2 of “Care, first edition” (alike text).";
    assert!(page.contains(said), "{page}");
    // It is new, whatever its number.
    let page = it.bench(&mut admin, 2, "1.1").await.text();
    assert!(!page.contains("There it is"), "{page}");
    it.equal("1.1", "1.3").await;
    let page = it.bench(&mut admin, 2, "1.1").await.text();
    assert!(page.contains("Bad\nThere it is 1.3 of “Care, first edition” (equal by"), "{page}");

    // What was determined there goes before what the institution said.
    let of = it.app.assessed(1).await;
    let lead = it.app.user("lead_reviewer@example.org", Some(Role::LeadReviewer)).await;
    let mut change = it.app.app.change(Actor::User(lead)).await.unwrap();
    let criterion = criterion::Entity::find_by_id(id);
    let criterion = criterion.one(change.tx()).await.unwrap().unwrap();
    let said = Said { level: "fair".into(), second: None, score: None };
    let new = rounds::Determined { criterion: &criterion, said, rationale: String::new() };
    rounds::determine(&mut change, &of, Round::Internal, lead, new).await.unwrap();
    change.commit().await.unwrap();
    let page = it.bench(&mut admin, 2, "1.2").await.text();
    assert!(page.contains("Assessment 2027 : Fair\nThere it is 1.1"), "{page}");
}

#[tokio::test]
async fn nobody_is_told_of_an_assessment_or_a_criterion_that_is_not_open_to_them() {
    let it = prepared().await;
    assert_eq!(it.app.assessment("care-2").await, 2);
    let mut reviewer = it.app.another(Role::Reviewer).await;
    it.app.put_on(2, "reviewer@example.org").await;
    let page = it.bench(&mut reviewer, 2, "1.2").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("There it is"), "{}", page.text());
    it.app.put_on(1, "reviewer@example.org").await;
    let page = it.bench(&mut reviewer, 2, "1.2").await.text();
    assert!(page.contains("Assessment 2027 : Good\nThere it is"), "{page}");
    let user = it.app.user("reviewer@example.org", None).await;
    let criterion = it.app.criterion_of(it.old, "1.1").await;
    let (of, reason) = (it.app.assessed(1).await, "Wrote it".into());
    let mut change = it.app.app.change(Actor::User(user)).await.unwrap();
    let conflict = conflicts::NewConflict { criterion: Some(criterion), reason };
    conflicts::declare(&mut change, &of, user, "x".into(), vec![conflict]).await.unwrap();
    change.commit().await.unwrap();
    let page = it.bench(&mut reviewer, 2, "1.2").await.text();
    assert!(!page.contains("There it is"), "{page}");
    let page = it.bench(&mut reviewer, 2, "1.3").await.text();
    assert!(page.contains("Assessment 2027 : Fair\nThere it is"), "{page}");
}

#[tokio::test]
async fn more_earlier_assessments_take_no_more_queries_and_the_newest_is_told() {
    let it = prepared().await;
    let mut admin = it.app.another(Role::Administrator).await;
    let asked = async |admin: &mut TestApp, assessment: i64| {
        it.bench(admin, assessment, "1.2").await;
        let before = admin.queries.load(Ordering::Relaxed);
        let page = it.bench(admin, assessment, "1.2").await;
        // Finding the criterion in the test is one too.
        (admin.queries.load(Ordering::Relaxed) - before, page.text())
    };
    assert_eq!(it.app.assessment("care-2").await, 2);
    let (few, _) = asked(&mut admin, 2).await;
    let old = it.app.criterion_of(it.old, "1.1").await;
    for number in 3..8 {
        assert_eq!(it.app.assessment("care-1").await, number);
        let level = if number == 7 { "bad" } else { "fair" };
        let bench = format!("/assessments/{number}/workbench/{old}");
        let rated = admin.post(bench, &[("level", level), ("rationale", "Seen")]).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    }
    assert_eq!(it.app.assessment("care-2").await, 8);
    let (many, page) = asked(&mut admin, 8).await;
    assert_eq!(many, few);
    assert!(page.contains("Assessment 2027 : Bad\nThere it is 1.1"), "{page}");
}
