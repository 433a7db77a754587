//! What an assessment is about: supplements, groups, exclusions, own criteria; each changes the totals too.

use axum::http::StatusCode;
use kriter::entities::{Role, action, criterion, exclusion};
use kriter::standards::{check, load, store};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use crate::app::{TestApp, sample};

impl TestApp {
    /// Loads a pack among the fixtures.
    pub async fn fixture(&self, name: &str) -> kriter::entities::EditionId {
        let path = format!("{}/tests/fixtures/packs/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let file = check::PackFile { name: name.into(), text };
        let mut change = self.app.change(kriter::audit::Actor::System).await.unwrap();
        load::load(&mut change, std::slice::from_ref(&file)).await.unwrap();
        change.commit().await.unwrap();
        let pack = check::parse(&file, &check::known_evidence_types()).unwrap();
        store::by_code(&self.app.db.read, &pack.id).await.unwrap().unwrap().id
    }
}

/// The number that stands after a name on a page.
fn figure(text: &str, name: &str) -> usize {
    let line = text.lines().find(|it| it.starts_with(name)).unwrap_or_else(|| panic!("{text}"));
    line[name.len()..].trim().parse().unwrap_or_else(|_| panic!("{line}"))
}

/// An academy with an assessment of its laboratory, and the accreditation body's supplement at hand.
async fn prepared() -> (TestApp, String) {
    let app = TestApp::with_standards(Role::Administrator).await;
    app.fixture("sr-01.yaml").await;
    let assessment = app.assessment("iso-iec-17025-2017").await;
    (app, format!("/assessments/{assessment}"))
}

#[tokio::test]
async fn a_supplement_makes_one_tree_in_which_every_row_of_a_tracker_is_found() {
    let Some(tracker) = sample("registers/iso17025_gap_tracker.xlsx") else { return };
    let (mut app, at) = prepared().await;
    let supplement = store::by_code(&app.app.db.read, "sr-01").await.unwrap().unwrap().id;
    let scope = format!("{at}/scope");
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 141);
    app.post(&scope, &[("supplements_sent", "yes"), ("supplements", &supplement.to_string())])
        .await;
    let page = app.get(&scope).await.text();
    assert_eq!(figure(&page, "Criteria in scope"), 141 + 36);
    let assessment = at.rsplit('/').next().unwrap().to_owned();
    let batch = app.import("worksheet", &assessment, "tracker.xlsx", &tracker).await;
    let preview = app.get(&batch).await.text();
    assert!(preview.contains("Not imported 0"), "{preview}");
    app.post(&batch, &[]).await;
    let actions = action::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(actions.len(), 109 - 2 + 3 + 4);
    // Scored apart and together.
    let overview = app.get(&at).await.text();
    assert!(overview.contains("Asked by each source"), "{overview}");
    assert!(overview.contains("Supplementary requirements SR-01"), "{overview}");
}

#[tokio::test]
async fn what_is_said_of_a_clause_says_nothing_of_a_supplement_below_it() {
    let (mut app, at) = prepared().await;
    let supplement = store::by_code(&app.app.db.read, "sr-01").await.unwrap().unwrap().id;
    app.post(
        format!("{at}/scope"),
        &[("supplements_sent", "yes"), ("supplements", &supplement.to_string())],
    )
    .await;
    let rows = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    let clause = rows.iter().find(|it| it.code == "6.2").unwrap();
    let asked = rows.iter().find(|it| it.code == "SR-01 6.2").unwrap();
    app.post(format!("{at}/workbench/{}", clause.id), &[("level", "conforms")]).await;
    let page = app.get(format!("{at}/workbench/{}", asked.id)).await.text();
    assert!(page.contains("Not rated:"), "{page}");
    assert!(page.contains("Supplementary requirements SR-01"), "{page}");
}

#[tokio::test]
async fn what_is_out_of_scope_is_not_counted_and_says_why() {
    let (mut app, at) = prepared().await;
    let scope = format!("{at}/scope");
    let refused = app.post(format!("{scope}/exclude"), &[("code", "99"), ("justification", "")]);
    let refused = refused.await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("This edition has no such criterion."), "{}", refused.text());
    let reason = "The laboratory takes no samples: =1+1 <b>";
    app.post(format!("{scope}/exclude"), &[("code", "7.3"), ("justification", reason)]).await;
    let page = app.get(&scope).await.text();
    assert_eq!((figure(&page, "Criteria in scope"), figure(&page, "Out of scope")), (138, 3));
    let statement = app.get(format!("{scope}/statement")).await.text();
    assert_eq!(statement.matches(reason).count(), 3, "{statement}");
    assert!(!app.get(format!("{at}/gaps?page=3")).await.text().contains("7.3.1"));
    // Given another reason, it is out once; taken in again, it counts again.
    app.post(format!("{scope}/exclude"), &[("code", "7.3"), ("justification", "Other")]).await;
    let id = exclusion::Entity::find().all(&app.app.db.read).await.unwrap()[0].criterion_id;
    app.post(format!("{scope}/include/{id}"), &[]).await;
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 141);
    assert_eq!(exclusion::Entity::find().count(&app.app.db.read).await.unwrap(), 2);
}

#[tokio::test]
async fn a_criterion_of_ones_own_is_rated_like_the_others_and_goes_while_nothing_speaks_of_it() {
    let (mut app, at) = prepared().await;
    let scope = format!("{at}/scope");
    let taken = [("own_code", "4.1"), ("title", "Ours")];
    assert_eq!(
        app.post(format!("{scope}/own"), &taken).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for (code, under) in [("K.1", "6.2"), ("K.2", "")] {
        let own = [("own_code", code), ("title", "Our rule"), ("under", under)];
        assert_eq!(app.post(format!("{scope}/own"), &own).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 143);
    let rows = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    let id = |code: &str| rows.iter().find(|it| it.code == code).unwrap().id;
    app.post(format!("{at}/workbench/{}", id("K.1")), &[("level", "conforms")]).await;
    let kept = app.post(format!("{scope}/own/{}/withdraw", id("K.1")), &[]).await;
    assert!(kept.status.is_redirection());
    app.post(format!("{scope}/own/{}/withdraw", id("K.2")), &[]).await;
    let page = app.get(&scope).await.text();
    assert_eq!(figure(&page, "Criteria in scope"), 142);
    assert!(page.contains("K.1 Our rule") && !page.contains("K.2"), "{page}");
    // What the edition itself asks cannot be taken away like this.
    app.post(format!("{scope}/own/{}/withdraw", id("4.1")), &[]).await;
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 142);
}

#[tokio::test]
async fn groups_limit_what_counts_and_the_totals() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.fixture("tiers.yaml").await;
    let at = format!("/assessments/{}", app.assessment("tiers-1").await);
    let scope = format!("{at}/scope");
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 4);
    app.post(&scope, &[("groups_sent", "yes"), ("groups", "basic"), ("groups", "no such group")])
        .await;
    let page = app.get(&scope).await.text();
    assert_eq!((figure(&page, "Criteria in scope"), figure(&page, "Of other groups")), (2, 2));
    let overview = app.get(&at).await.text();
    assert!(overview.contains("Gaps 4"), "{overview}");
    // A form that sends nothing of them changes nothing.
    app.post(&scope, &[("supplements_sent", "yes")]).await;
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 2);
    // All groups chosen is no limit.
    app.post(&scope, &[("groups_sent", "yes"), ("groups", "basic"), ("groups", "high")]).await;
    assert_eq!(figure(&app.get(&scope).await.text(), "Criteria in scope"), 4);
}

#[tokio::test]
async fn who_keeps_no_assessments_sees_the_scope_and_changes_nothing() {
    let (app, at) = prepared().await;
    let id = criterion::Entity::find().one(&app.app.db.read).await.unwrap().unwrap().id;
    let posts = [
        format!("{at}/scope"),
        format!("{at}/scope/exclude"),
        format!("{at}/scope/include/{id}"),
        format!("{at}/scope/own"),
        format!("{at}/scope/own/{id}/withdraw"),
    ];
    for role in [Role::Manager, Role::Observer] {
        let mut other = app.another(role).await;
        assert_eq!(other.get(format!("{at}/scope")).await.status, StatusCode::OK);
        for post in &posts {
            let fields =
                [("code", "7.3"), ("justification", "x"), ("own_code", "K"), ("title", "K")];
            assert_eq!(other.post(post, &fields).await.status, StatusCode::FORBIDDEN, "{post}");
        }
    }
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get(format!("{at}/scope/statement")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.get(format!("{at}/scope.xlsx")).await.status, StatusCode::NOT_FOUND);
    for post in &posts {
        let fields = [("code", "7.3"), ("justification", "x"), ("own_code", "K"), ("title", "K")];
        assert_eq!(stranger.post(post, &fields).await.status, StatusCode::NOT_FOUND, "{post}");
    }
}

#[tokio::test]
async fn a_new_assessment_takes_the_groups_that_its_edition_proposes() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let at = format!("/assessments/{}", app.assessment("esg-2015").await);
    let page = app.get(format!("{at}/scope")).await.text();
    assert_eq!((figure(&page, "Criteria in scope"), figure(&page, "Of other groups")), (10, 14));
}

#[tokio::test]
async fn a_reviewer_opens_what_is_linked_only_to_a_supplement_or_an_own_criterion() {
    let (mut app, at) = prepared().await;
    let supplement = store::by_code(&app.app.db.read, "sr-01").await.unwrap().unwrap().id;
    let added = ("supplements", supplement.to_string());
    app.post(format!("{at}/scope"), &[("supplements_sent", "yes"), (added.0, &added.1)]).await;
    app.post(format!("{at}/scope/own"), &[("own_code", "K.1"), ("title", "Our rule")]).await;
    let rows = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    let find = |code: &str| rows.iter().find(|it| it.code == code).unwrap();
    for (title, to) in [("Of the supplement", "SR-01 6.2"), ("Of our own", "K.1"), ("Loose", "")] {
        let path = format!("/institutions/{}/evidence/new", app.institution);
        app.upload(&path, &[("title", title)], &[]).await;
        let all = kriter::entities::evidence_item::Entity::find().all(&app.app.db.read).await;
        let item = all.unwrap().into_iter().find(|it| it.title == title).unwrap();
        if !to.is_empty() {
            app.linked_to(&item, find(to)).await;
        }
    }
    let mut reviewer = app.another(Role::Reviewer).await;
    app.put_on(1, "reviewer@example.org").await;
    let mut seen = Vec::new();
    for item in 1..=3 {
        seen.push(reviewer.get(format!("/evidence/{item}")).await.status);
    }
    assert_eq!(seen, [StatusCode::OK, StatusCode::OK, StatusCode::NOT_FOUND]);
    let register = reviewer.get(format!("/institutions/{}/evidence", app.institution)).await.text();
    assert!(register.contains("Of the supplement") && register.contains("Of our own"));
    assert!(!register.contains("Loose"), "{register}");
    // Without the supplement, nothing of it.
    app.post(format!("{at}/scope"), &[("supplements_sent", "yes")]).await;
    assert_eq!(reviewer.get("/evidence/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(reviewer.get("/evidence/2").await.status, StatusCode::OK);
}

impl TestApp {
    /// Links an item to a criterion, whatever edition that is of.
    pub async fn linked_to(
        &self,
        item: &kriter::entities::evidence_item::Model,
        to: &criterion::Model,
    ) {
        let mut change = self.app.change(kriter::audit::Actor::System).await.unwrap();
        let add = kriter::evidence::links::add;
        assert!(add(&mut change, item, to, "why".into(), String::new()).await.unwrap());
        change.commit().await.unwrap();
    }
}
