//! Sampling plans: drawn as previewed, verified by somebody who did not rate, told to raters when it is finished.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{
    CriterionId, Part, Role, Round, Stage, sample_item, sampling_plan, verification,
};
use kriter::language::{Language, Worded as _};
use kriter::rounds::store as rounds;
use kriter::sampling::draw::Why;
use kriter::sampling::standing::State;
use kriter::team::{assigned, conflicts};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";
const SAMPLING: &str = "/assessments/1/sampling";

/// An internal review: two who rate six criteria each, and a lead and a third reviewer who rate nothing.
struct Review {
    app: TestApp,
    lead: TestApp,
    first: TestApp,
    second: TestApp,
    third: TestApp,
    criteria: Vec<(i64, String)>,
}

impl Review {
    async fn new() -> Self {
        let app = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(app.assessment(EDITION).await, 1);
        let mut people = Vec::new();
        for email in ["first@example.org", "second@example.org", "third@example.org"] {
            app.user(email, Some(Role::Reviewer)).await;
            app.put_on(1, email).await;
            let mut person = app.another(Role::Reviewer).await;
            person.sign_in(email).await;
            people.push(person);
        }
        let lead = app.another(Role::LeadReviewer).await;
        app.put_on(1, "lead_reviewer@example.org").await;
        app.stage(1, Stage::InternalReview).await;
        let db = app.app.db.read.clone();
        let edition = kriter::standards::store::by_code(&db, EDITION).await.unwrap().unwrap();
        let whole = kriter::standards::store::tree_of(&db, edition).await.unwrap();
        let rated = whole.criteria.iter().filter(|it| it.assessable);
        let criteria: Vec<(i64, String)> = rated.map(|it| (it.id.0, it.code.clone())).collect();
        assert_eq!(criteria.len(), 12);
        let it = app.assessed(1).await;
        let mut change = app.app.change(Actor::System).await.unwrap();
        for (email, from) in [("first@example.org", 0), ("second@example.org", 6)] {
            let user = app.user(email, None).await;
            let ids: Vec<i64> = criteria[from..from + 6].iter().map(|it| it.0).collect();
            let rows = whole.criteria.iter().filter(|it| ids.contains(&it.id.0));
            let rows: Vec<_> = rows.collect();
            assigned::assign(&mut change, &it, &rows, &[user]).await.unwrap();
        }
        change.commit().await.unwrap();
        let (third, second, first) =
            (people.pop().unwrap(), people.pop().unwrap(), people.pop().unwrap());
        Self { app, lead, first, second, third, criteria }
    }

    /// The same, and both have rated everything that is theirs as met, and locked.
    async fn rated() -> Self {
        let mut review = Self::new().await;
        review.rate(0..6).await;
        review.rate(6..12).await;
        review.lock().await;
        review
    }

    /// Both have locked, whatever they have rated.
    async fn lock(&self) {
        let of = self.app.assessed(1).await;
        let mut change = self.app.app.change(Actor::System).await.unwrap();
        for email in ["first@example.org", "second@example.org"] {
            let user = self.app.user(email, None).await;
            rounds::lock(&mut change, &of, Round::Internal, user).await.unwrap();
        }
        change.commit().await.unwrap();
    }

    /// Neither has locked any more.
    async fn unlock(&self) {
        let of = self.app.assessed(1).await;
        let mut change = self.app.app.change(Actor::System).await.unwrap();
        rounds::begin_anew(&mut change, &of, (Round::Internal, "rework")).await.unwrap();
        change.commit().await.unwrap();
    }

    async fn rate(&mut self, places: std::ops::Range<usize>) {
        for at in places {
            let bench = format!("/assessments/1/workbench/{}", self.criteria[at].0);
            let person = if at < 6 { &mut self.first } else { &mut self.second };
            let fields = [("level", "met"), ("rationale", "As I saw it")];
            let done = person.post(bench, &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
    }

    async fn person(&self, email: &str) -> String {
        self.app.user(email, None).await.to_string()
    }

    /// Draws as the preview shows it; these verify.
    async fn draw(&mut self, share: &str, verifiers: &[&str], reason: &str) -> Answer {
        let people = self.people(verifiers).await;
        let address = address(&people, share, "7");
        let page = self.lead.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let (seen, preview) = (hidden(&page, "seen"), hidden(&page, "preview"));
        let mut fields = form(&people, share, "7");
        fields.extend([("seen", &*seen), ("preview", &*preview), ("reason", reason)]);
        self.lead.post(SAMPLING, &fields).await
    }

    async fn people(&self, emails: &[&str]) -> Vec<String> {
        let mut people = Vec::new();
        for it in emails {
            people.push(self.person(it).await);
        }
        people
    }

    /// What is in the sample that holds.
    async fn items(&self) -> Vec<sample_item::Model> {
        let db = &self.app.app.db.read;
        let plan = sampling_plan::Entity::find()
            .filter(sampling_plan::COLUMN.superseded_at.is_null())
            .one(db)
            .await
            .unwrap()
            .unwrap();
        sample_item::Entity::find()
            .filter(sample_item::Column::PlanId.eq(plan.id))
            .order_by_asc(sample_item::COLUMN.criterion_id)
            .all(db)
            .await
            .unwrap()
    }

    async fn found(&self) -> Vec<verification::Model> {
        let db = &self.app.app.db.read;
        verification::Entity::find().order_by_asc(verification::COLUMN.id).all(db).await.unwrap()
    }

    fn code(&self, criterion: CriterionId) -> &str {
        &self.criteria.iter().find(|it| it.0 == criterion.0).unwrap().1
    }
}

const LEAD: &str = "lead_reviewer@example.org";
const THIRD: &str = "third@example.org";

fn form<'a>(people: &'a [String], share: &'a str, seed: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("share", share), ("tolerance", "20"), ("seed", seed)];
    fields.extend(people.iter().map(|it| ("verifier", it.as_str())));
    fields
}

fn address(people: &[String], share: &str, seed: &str) -> String {
    format!("{SAMPLING}?{}", crate::app::encode(&form(people, share, seed)))
}

/// What a hidden field holds.
fn hidden(page: &Answer, name: &str) -> String {
    let html = page.html();
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.unwrap_or_else(|| panic!("{name}: {}", page.text())).split('"').next().unwrap().to_owned()
}

fn verify(criterion: CriterionId) -> String {
    format!("{SAMPLING}/{criterion}")
}

#[tokio::test]
async fn a_sample_is_drawn_as_shown_verified_and_told_when_it_is_finished() {
    let mut it = Review::rated().await;
    let nothing = it.third.get(SAMPLING).await.text();
    assert!(nothing.contains("No sample of this round has been drawn yet"), "{nothing}");
    let drawn = it.draw("34", &[THIRD], "").await;
    assert_eq!(drawn.location(), SAMPLING, "{}", drawn.text());
    let items = it.items().await;
    assert_eq!(items.len(), 5, "34 % of twelve, rounded up");
    assert!(items.iter().all(|it| !it.why.0.is_empty()));
    let page = it.lead.get(SAMPLING).await.text();
    assert!(page.contains("0 of 5 ratings verified"), "{page}");
    assert!(page.contains("nothing known of the rater yet"), "{page}");
    // The verifier sees what is theirs, the rater nothing of it.
    let page = it.third.get(SAMPLING).await.text();
    assert!(page.contains("Yours to verify 5"), "{page}");
    for person in [&mut it.first, &mut it.app] {
        let page = person.get(SAMPLING).await;
        assert!(page.text().contains("0 of 5 ratings verified"), "{}", page.text());
        assert!(items.iter().all(|item| !page.html().contains(&verify(item.criterion_id))));
        assert!(!page.text().contains("Rated by"), "{}", page.text());
        let form = person.get(verify(items[0].criterion_id)).await;
        assert_eq!(form.location(), SAMPLING, "{}", form.text());
    }
    // All but one are confirmed.
    let one = verify(items[0].criterion_id);
    let page = it.third.get(&one).await.text();
    assert!(page.contains("As I saw it") && page.contains("Evidence and text"), "{page}");
    let bare = it.third.post(&one, &[("level", "notmet")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().contains("Say what you found"), "{}", bare.text());
    let differs = [("level", "notmet"), ("note", "Zeppelin in the cellar")];
    let done = it.third.post(&one, &differs).await;
    assert_eq!(done.location(), verify(items[1].criterion_id), "on to the next: {}", done.text());
    for item in &items[1..] {
        if item.criterion_id.0 < it.criteria[6].0 {
            let seen = it.first.get(SAMPLING).await.text();
            assert!(!seen.contains("Zeppelin"), "not before all of theirs are verified: {seen}");
        }
        let done = it.third.post(verify(item.criterion_id), &[("confirm", "yes")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let page = it.lead.get(SAMPLING).await.text();
    assert!(page.contains("5 of 5 ratings verified"), "{page}");
    assert!(page.contains("Zeppelin") || page.contains("Not met"), "{page}");
    assert!(page.contains("More than 20 % differ. Widen the sample"), "{page}");
    let seen = it.first.get(SAMPLING).await.text();
    let own = items.iter().filter(|item| item.criterion_id.0 < it.criteria[6].0).count();
    assert!(own > 1, "else nothing was waited for");
    assert!(
        seen.contains(&format!("Of {own} of your ratings, {} were confirmed", own - 1)),
        "{seen}"
    );
    assert!(seen.contains("Zeppelin in the cellar"), "{seen}");
    let other = it.second.get(SAMPLING).await.text();
    assert!(!other.contains("Zeppelin"), "another's result: {other}");
    let log = it.app.get("/institutions/1/audit").await.text();
    assert!(log.contains("sample drawn for verification") && log.contains("rating verified"));
}

#[tokio::test]
async fn the_same_seed_draws_alike_and_drawing_again_supersedes_with_a_reason() {
    let mut it = Review::rated().await;
    it.draw("50", &[LEAD, THIRD], "").await;
    let before = it.items().await;
    let shape = |items: &[sample_item::Model]| -> Vec<_> {
        items.iter().map(|it| (it.criterion_id, it.rating_id, it.verifier_id)).collect()
    };
    let given: std::collections::BTreeMap<_, usize> =
        before.iter().fold(std::collections::BTreeMap::default(), |mut held, it| {
            *held.entry(it.verifier_id).or_default() += 1;
            held
        });
    assert_eq!(given.values().copied().collect::<Vec<_>>(), [3, 3], "evenly");
    it.lead.post(verify(before[0].criterion_id), &[("confirm", "yes")]).await;
    let bare = it.draw("50", &[LEAD, THIRD], "").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    assert!(bare.text().contains("must be filled in"), "{}", bare.text());
    let again = it.draw("50", &[LEAD, THIRD], "To try it").await;
    assert_eq!(again.location(), SAMPLING, "{}", again.text());
    // What was verified says something of its rater now, so only of whom nothing is known the risk is as before.
    let now = it.items().await;
    assert_eq!(now.len(), before.len());
    let plans = sampling_plan::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(plans.len(), 2, "the earlier one stays known");
    assert!(plans[0].superseded_at.is_some() && plans[1].superseded_at.is_none());
    let third = it.draw("50", &[LEAD, THIRD], "Once more").await;
    assert_eq!(third.location(), SAMPLING, "{}", third.text());
    assert_eq!(shape(&it.items().await), shape(&now), "nothing changed, so all is as it was");
    let page = it.lead.get(SAMPLING).await.text();
    assert!(page.contains("Earlier samples") && page.contains("To try it"), "{page}");
    assert_eq!(it.found().await.len(), 1);
    if now.iter().any(|item| item.rating_id == before[0].rating_id) {
        assert!(page.contains("1 of 6 ratings verified"), "what was verified stays so: {page}");
    }
    let whole = it.person("first@example.org").await;
    let people = it.people(&[THIRD]).await;
    let wide = format!("{}&whole_of={whole}", address(&people, "1", "7"));
    let page = it.lead.get(&wide).await.text();
    assert!(page.contains("7 of 12 criteria"), "all six of one, one of the other: {page}");
    assert!(page.contains("everything of this rater"), "{page}");
}

#[tokio::test]
async fn nobody_draws_something_other_than_they_saw() {
    let mut it = Review::rated().await;
    let people = it.people(&[THIRD]).await;
    let page = it.lead.get(address(&people, "50", "7")).await;
    let preview = hidden(&page, "preview");
    let mut fields = form(&people, "50", "7");
    fields.extend([("seen", ""), ("preview", preview.as_str())]);
    // A rating changes meanwhile.
    let drawn = it.lead.get(address(&people, "100", "7")).await.text();
    assert!(drawn.contains("12 of 12 criteria"), "{drawn}");
    it.unlock().await;
    for at in 0..6 {
        let bench = format!("/assessments/1/workbench/{}", it.criteria[at].0);
        let seen = hidden(&it.first.get(&bench).await, "seen");
        let done = it.first.post(&bench, &[("level", "notmet"), ("seen", &seen)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    it.lock().await;
    let refused = it.lead.post(SAMPLING, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("not what you saw"), "{}", refused.text());
    // Somebody else draws meanwhile.
    let preview = hidden(&refused, "preview");
    assert_eq!(it.draw("10", &[THIRD], "").await.location(), SAMPLING);
    let mut fields = form(&people, "50", "7");
    fields.extend([("seen", ""), ("preview", &*preview), ("reason", "I did not see it")]);
    let refused = it.lead.post(SAMPLING, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Somebody drew a sample meanwhile"), "{}", refused.text());
    let plans = sampling_plan::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(plans.len(), 1);
}

#[tokio::test]
async fn two_verifiers_at_once_are_told_of_one_another() {
    let mut it = Review::rated().await;
    it.draw("50", &[THIRD], "").await;
    let item = it.items().await[0].clone();
    let at = verify(item.criterion_id);
    let seen = hidden(&it.lead.get(&at).await, "seen");
    let first = it.third.post(&at, &[("confirm", "yes"), ("seen", "")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "the lead takes a verifier's place");
    let other = [("level", "partly"), ("note", "I see it otherwise"), ("seen", &*seen)];
    let late = it.lead.post(&at, &other).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = late.text();
    assert!(text.contains("verified this criterion meanwhile"), "{text}");
    assert!(text.contains("I see it otherwise"), "what was typed is there: {text}");
    let seen = hidden(&late, "seen");
    let again = it.lead.post(&at, &[other[0], other[1], ("seen", &seen)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let found = it.found().await;
    assert_eq!(found.len(), 2, "the earlier finding stays known");
    assert!(found[0].superseded_at.is_some() && found[1].superseded_at.is_none());
    assert_eq!(found[1].level.as_deref(), Some("partly"));
    assert!(it.lead.get(&at).await.text().contains("Found earlier"));
}

#[tokio::test]
async fn nobody_verifies_what_they_rated_or_what_a_conflict_keeps_from_them() {
    let mut it = Review::rated().await;
    // The first rater verifies: only what the second rated is left.
    let drawn = it.draw("100", &["first@example.org"], "").await;
    assert_eq!(drawn.location(), SAMPLING, "{}", drawn.text());
    let items = it.items().await;
    let half = it.criteria[6].0;
    assert_eq!(items.len(), 6);
    assert!(items.iter().all(|item| item.criterion_id.0 >= half));
    let people = it.people(&["first@example.org"]).await;
    let page = it.lead.get(address(&people, "100", "7")).await.text();
    assert!(page.contains("none of the verifiers may verify them: 6"), "{page}");
    let own = it.second.post(verify(items[0].criterion_id), &[("confirm", "yes")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    // A conflict comes up: of the verifier, then of the lead.
    let of = it.app.assessed(1).await;
    let conflicted = items[0].criterion_id;
    let title = it.code(conflicted).to_owned();
    for (email, left) in [("first@example.org", 5), (LEAD, 5)] {
        let user = it.app.user(email, None).await;
        let mut change = it.app.app.change(Actor::System).await.unwrap();
        let new = conflicts::NewConflict { criterion: Some(conflicted), reason: "Kin".into() };
        conflicts::add(&mut change, &of, user, new).await.unwrap();
        change.commit().await.unwrap();
        let page = it.lead.get(address(&people, "100", "7")).await.text();
        assert!(page.contains(&format!("{left} of {left} criteria")), "{page}");
    }
    for person in [&mut it.first, &mut it.lead] {
        let at = verify(conflicted);
        assert_eq!(person.get(&at).await.status, StatusCode::FORBIDDEN);
        assert_eq!(person.post(&at, &[("confirm", "yes")]).await.status, StatusCode::FORBIDDEN);
        let page = person.get(SAMPLING).await;
        assert!(!page.html().contains(&at), "{title}: {}", page.text());
    }
    assert!(it.found().await.is_empty());
}

#[tokio::test]
async fn what_is_not_open_is_neither_drawn_nor_shown() {
    let mut it = Review::new().await;
    it.rate(0..6).await;
    it.rate(6..12).await;
    // Both rate the first criterion: nobody sees it before both have locked.
    let (id, _) = it.criteria[0].clone();
    let of = it.app.assessed(1).await;
    let edition = kriter::entities::criterion::Entity::find_by_id(CriterionId(id));
    let row = edition.one(&it.app.app.db.read).await.unwrap().unwrap();
    let user = it.app.user("second@example.org", None).await;
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    assigned::assign(&mut change, &of, &[&row], &[user]).await.unwrap();
    change.commit().await.unwrap();
    let bench = format!("/assessments/1/workbench/{id}");
    let fields = [("level", "notmet"), ("rationale", "Zeppelin")];
    it.second.post(&bench, &fields).await;
    let people = it.people(&[THIRD]).await;
    let second = it.second.post("/assessments/1/round/lock", &[]).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text());
    let page = it.lead.get(address(&people, "100", "7")).await.text();
    assert!(page.contains("6 of 6 criteria"), "what the second alone rates: {page}");
    let first = it.first.post("/assessments/1/round/lock", &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    it.draw("100", &[THIRD], "").await;
    assert_eq!(it.items().await.len(), 13, "a rating of each of its raters");
    let at = verify(CriterionId(id));
    let page = it.third.get(&at).await.text();
    assert!(page.contains("Zeppelin") && page.contains("Say which level is right"), "{page}");
    let confirm = it.third.post(&at, &[("confirm", "yes")]).await;
    assert_eq!(confirm.status, StatusCode::UNPROCESSABLE_ENTITY, "which of them?");
    // Unlocked again, it is hidden again.
    let locks = kriter::entities::round_lock::Entity::find().all(&it.app.app.db.read).await;
    let unlock = format!("/assessments/1/round/locks/{}/end", locks.unwrap()[1].id);
    it.lead.post(&unlock, &[("reason", "A record came late")]).await;
    for person in [&mut it.third, &mut it.lead] {
        let page = person.get(&at).await.text();
        assert!(!page.contains("Zeppelin") && page.contains("has not locked yet"), "{page}");
        let list = person.get(SAMPLING).await.text();
        assert!(list.contains("Hidden until all who rate it have locked again"), "{list}");
        let fields = [("level", "notmet"), ("note", "I say so")];
        let sent = person.post(&at, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Rated anew, it waits for another sample.
    let seen = hidden(&it.first.get(&bench).await, "seen");
    let anew = it.first.post(&bench, &[("level", "notmet"), ("seen", &seen)]).await;
    assert_eq!(anew.status, StatusCode::SEE_OTHER, "{}", anew.text());
    it.first.post("/assessments/1/round/lock", &[]).await;
    let fields = [("level", "notmet"), ("note", "I say so")];
    assert_eq!(it.third.post(&at, &fields).await.status, StatusCode::SEE_OTHER);
    let list = it.lead.get(SAMPLING).await.text();
    assert!(list.contains("Rated anew"), "{list}");
}

#[tokio::test]
async fn what_is_hostile_or_out_of_range_is_refused_with_what_was_typed() {
    let mut it = Review::rated().await;
    let third = it.person(THIRD).await;
    let administrator = it.person("administrator@example.org").await;
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("share", "0"), ("verifier", &third)], "A whole number up to 100"),
        (&[("share", "101"), ("verifier", &third)], "A whole number up to 100"),
        (&[("share", "-5"), ("verifier", &third)], "A whole number up to 100"),
        (&[("share", "<b>"), ("verifier", &third)], "A whole number up to 100"),
        (&[("share", "20"), ("tolerance", "101"), ("verifier", &third)], "A whole number"),
        (&[("share", "20"), ("seed", "-1"), ("verifier", &third)], "without a sign"),
        (&[("share", "20"), ("seed", "99999999999"), ("verifier", &third)], "without a sign"),
        (&[("share", "20")], "Choose at least one person"),
        (&[("share", "20"), ("verifier", &administrator)], "none of those offered"),
        (&[("share", "20"), ("verifier", "x")], "none of those offered"),
        (&[("share", "20"), ("verifier", &third), ("whole_of", &third)], "none of those offered"),
    ];
    for (fields, said) in cases {
        let fields = [&[("tolerance", "20")][..], fields].concat();
        let fields: Vec<_> = match fields.iter().filter(|it| it.0 == "tolerance").count() {
            2 => fields[1..].to_vec(),
            _ => fields,
        };
        for answer in [
            it.lead.get(format!("{SAMPLING}?{}", crate::app::encode(&fields))).await,
            it.lead.post(SAMPLING, &fields).await,
        ] {
            assert!(answer.status == 200 || answer.status == 422, "{fields:?} {}", answer.status);
            let problem = answer.text().contains(said) || said.starts_with("none of");
            assert!(problem, "{fields:?}: {}", answer.text());
            assert!(!answer.html().contains("<b>\""), "{fields:?}");
            assert!(!answer.text().contains("What would be drawn"), "{fields:?}");
        }
    }
    let empty = it.lead.post(SAMPLING, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text());
    let plans = sampling_plan::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert!(plans.is_empty());
    // Of a criterion that is none, or not in the sample, nobody finds anything.
    it.draw("10", &[THIRD, "first@example.org"], "").await;
    let drawn: Vec<i64> = it.items().await.iter().map(|it| it.criterion_id.0).collect();
    let other = it.criteria.iter().find(|it| !drawn.contains(&it.0)).unwrap().0;
    for criterion in [other, 999_999] {
        let sent = it.third.post(verify(CriterionId(criterion)), &[("confirm", "yes")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{criterion}");
    }
    let item = it.items().await[0].clone();
    for fields in [
        [("level", "superb"), ("note", "x")],
        [("level", ""), ("note", "x")],
        [("score", "50"), ("note", "x")],
    ] {
        let sent = it.lead.post(verify(item.criterion_id), &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    let long = "x".repeat(10_001);
    let fields = [("level", "notmet"), ("note", long.as_str())];
    let sent = it.lead.post(verify(item.criterion_id), &fields).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(it.found().await.is_empty());
}

#[tokio::test]
async fn each_role_draws_and_verifies_as_the_table_says() {
    let mut it = Review::rated().await;
    it.draw("100", &[LEAD], "").await;
    let at = verify(it.items().await[0].criterion_id);
    it.app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    it.app.put_on(1, "reviewer@example.org").await;
    for role in Role::ALL {
        let mut person = it.app.another(*role).await;
        let reads = *role != Role::Contributor;
        assert_eq!(person.get(SAMPLING).await.status == StatusCode::OK, reads, "{role:?}");
        for address in [SAMPLING, &at] {
            let sent = person.post(address, &[("share", "0"), ("level", "superb")]).await.status;
            let allowed = *role == Role::LeadReviewer;
            let expected = match (allowed, reads) {
                (true, _) => StatusCode::UNPROCESSABLE_ENTITY,
                (false, true) => StatusCode::FORBIDDEN,
                (false, false) => StatusCode::NOT_FOUND,
            };
            assert_eq!(sent, expected, "{role:?} {address}");
        }
    }
    // A lead reviewer who only reviews here does not draw; an observer of the team verifies nothing.
    it.app.user("lead_reviewer2@example.org", Some(Role::LeadReviewer)).await;
    it.app.on_team(1, "lead_reviewer2@example.org", Part::Observer).await;
    let mut other = it.app.another(Role::Observer).await;
    other.sign_in("lead_reviewer2@example.org").await;
    for address in [SAMPLING, &at] {
        assert_eq!(other.post(address, &[]).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    // After the sign-off nothing changes.
    for person in [&mut it.first, &mut it.second] {
        person.post("/assessments/1/round/lock", &[]).await;
    }
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    let of = it.app.assessed(1).await;
    let user = it.app.user(LEAD, None).await;
    kriter::rounds::store::sign_off(&mut change, &of, of.stage.round(), user).await.unwrap();
    change.commit().await.unwrap();
    for address in [SAMPLING, &at] {
        let late = it.lead.post(address, &[("share", "20"), ("confirm", "yes")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.text().contains("signed off"), "{}", late.text());
    }
    it.app.stage(1, Stage::Submitted).await;
    for address in [SAMPLING, &at] {
        let late = it.lead.post(address, &[("share", "20"), ("confirm", "yes")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.text().contains("Nothing is rated at this stage"), "{}", late.text());
    }
}

#[tokio::test]
async fn what_the_institution_said_of_itself_is_verified_too() {
    let mut it = Review::new().await;
    it.app.stage(1, Stage::Preparing).await;
    for (id, _) in &it.criteria {
        let fields = [("level", "partly"), ("rationale", "We think so")];
        it.app.post(format!("/assessments/1/workbench/{id}"), &fields).await;
    }
    assert_eq!(it.draw("25", &[LEAD], "").await.location(), SAMPLING);
    let items = it.items().await;
    assert_eq!(items.len(), 3);
    for item in &items {
        let done = it.lead.post(verify(item.criterion_id), &[("confirm", "yes")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let page = it.app.get(SAMPLING).await.text();
    assert!(page.contains("Of 3 of your ratings, 3 were confirmed"), "{page}");
    it.app.stage(1, Stage::InternalReview).await;
    let page = it.lead.get(format!("{SAMPLING}?round=self")).await.text();
    assert!(page.contains("3 of 3 ratings verified"), "it stays to be seen: {page}");
    assert!(!page.contains("Draw again"), "{page}");
}

#[tokio::test]
async fn the_page_asks_no_more_for_more_of_a_sample() {
    let mut it = Review::new().await;
    it.rate(0..2).await;
    it.rate(6..8).await;
    it.lock().await;
    it.draw("100", &[THIRD], "").await;
    for item in it.items().await {
        it.third.post(verify(item.criterion_id), &[("confirm", "yes")]).await;
    }
    let people = it.people(&[THIRD]).await;
    let mut lead = it.lead.another(Role::LeadReviewer).await;
    let preview = address(&people, "100", "7");
    let few = std::cell::RefCell::new(Vec::new());
    let asked = async |lead: &mut TestApp, at: &str| {
        let before = lead.queries.load(std::sync::atomic::Ordering::Relaxed);
        assert_eq!(lead.get(at).await.status, StatusCode::OK);
        lead.queries.load(std::sync::atomic::Ordering::Relaxed) - before
    };
    let one = verify(it.items().await[0].criterion_id);
    for at in [&preview, &one] {
        let questions = asked(&mut lead, at).await;
        few.borrow_mut().push(questions);
    }
    assert_same_queries(&mut lead, SAMPLING, async |_| {
        it.unlock().await;
        it.rate(2..6).await;
        it.rate(8..12).await;
        it.lock().await;
        it.draw("100", &[THIRD], "All of it").await;
        for item in it.items().await {
            it.third.post(verify(item.criterion_id), &[("confirm", "yes")]).await;
        }
    })
    .await;
    for (at, few) in [&preview, &one].into_iter().zip(few.take()) {
        assert_eq!(asked(&mut lead, at).await, few, "{at} asks for every row");
    }
}

#[tokio::test]
async fn a_verifier_finds_in_their_work_what_is_left_of_the_sample() {
    let mut it = Review::rated().await;
    let work = async |person: &mut TestApp| person.get("/work").await.text();
    assert!(!work(&mut it.third).await.contains("Verify a sample"), "nothing is drawn");
    it.draw("34", &[THIRD], "").await;
    let items = it.items().await;
    let page = work(&mut it.third).await;
    assert!(page.contains("Verify a sample 5 criteria of the sample"), "{page}");
    for person in [&mut it.lead, &mut it.first, &mut it.app] {
        let page = work(person).await;
        assert!(!page.contains("Verify a sample"), "it was not given to them: {page}");
    }
    for item in &items[1..] {
        it.third.post(verify(item.criterion_id), &[("confirm", "yes")]).await;
    }
    let page = work(&mut it.third).await;
    assert!(page.contains("One criterion of the sample is to be verified"), "{page}");
    // What a conflict of interest covers is nobody's work; what is found, or drawn anew for another, neither.
    let of = it.app.assessed(1).await;
    let user = it.app.user(THIRD, None).await;
    let criterion = Some(items[0].criterion_id);
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    let new = conflicts::NewConflict { criterion, reason: "Kin".into() };
    conflicts::add(&mut change, &of, user, new).await.unwrap();
    change.commit().await.unwrap();
    assert!(!work(&mut it.third).await.contains("Verify a sample"));
    it.draw("34", &[LEAD], "Another verifies").await;
    let page = work(&mut it.lead).await;
    assert!(page.contains("Verify a sample"), "{page}");
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    rounds::sign_off(&mut change, &of, Round::Internal, user).await.unwrap();
    change.commit().await.unwrap();
    assert!(!work(&mut it.lead).await.contains("Verify a sample"), "the round is over");
}

#[test]
fn every_reason_and_state_has_a_word_in_every_language() {
    for language in Language::ALL {
        for it in Why::ALL {
            assert_ne!(language.word(&it), it.key());
            assert_eq!(Why::from_code(it.code()), Some(it));
        }
        for it in [State::Open, State::Confirmed, State::Differs, State::Anew] {
            assert_ne!(language.word(&it), it.key());
        }
    }
}
