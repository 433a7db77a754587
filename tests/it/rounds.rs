//! Rounds of reviewers: blind until locked, then resolved in the open.

use axum::http::StatusCode;
use calamine::Reader as _;
use kriter::entities::{Role, Stage, determination, rating, round_lock, sign_off};
use sea_orm::{EntityTrait as _, QueryFilter as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

/// An academy in internal review: its administrator, a lead and two reviewers on the assessment.
pub struct Panel {
    pub app: TestApp,
    pub lead: TestApp,
    pub first: TestApp,
    pub second: TestApp,
}

pub const EDITION: &str = "xk-nqa-validation";

impl Panel {
    pub async fn new() -> Self {
        let mut app = TestApp::with_standards(Role::Administrator).await;
        let assessment = app.assessment(EDITION).await;
        assert_eq!(assessment, 1);
        let mut people = Vec::new();
        for (email, role) in [
            ("second@example.org", Role::Reviewer),
            ("reviewer@example.org", Role::Reviewer),
            ("lead_reviewer@example.org", Role::LeadReviewer),
        ] {
            app.user(email, Some(role)).await;
            let mut person = app.another(role).await;
            person.sign_in(email).await;
            people.push(person);
        }
        app.put_on(1, "second@example.org").await;
        app.put_on(1, "reviewer@example.org").await;
        app.stage(1, Stage::InternalReview).await;
        let (lead, first, second) =
            (people.pop().unwrap(), people.pop().unwrap(), people.pop().unwrap());
        app.get("/").await;
        Self { app, lead, first, second }
    }

    /// With the lead on it too, as a third rater or to resolve.
    pub async fn with_lead() -> Self {
        let panel = Self::new().await;
        panel.app.put_on(1, "lead_reviewer@example.org").await;
        panel
    }
}

/// Ids and codes of the criteria that are rated.
pub async fn criteria(app: &TestApp) -> Vec<(i64, String)> {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
    let assessable = whole.criteria.iter().filter(|it| it.assessable);
    assessable.map(|it| (it.id.0, it.code.clone())).collect()
}

/// Somebody says this of everything, and something else of the first criterion.
pub async fn rate_all(person: &mut TestApp, level: &str, first: &str) {
    for (at, (id, _)) in criteria(person).await.into_iter().enumerate() {
        let level = if at == 0 { first } else { level };
        let bench = format!("/assessments/1/workbench/{id}");
        let fields = [("level", level), ("rationale", "As I saw it")];
        let rated = person.post(bench, &fields).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    }
}

pub const ROUND: &str = "/assessments/1/round";

pub async fn lock(person: &mut TestApp) -> Answer {
    person.post(format!("{ROUND}/lock"), &[]).await
}

/// The lead determines a criterion on which the raters differ, which takes a reason.
async fn determine(lead: &mut TestApp, criterion: i64) {
    let html = lead.get(ROUND).await.html();
    assert!(html.contains("name=\"level\"") && !html.contains("Not rated yet"), "{html}");
    let determine = format!("{ROUND}/{criterion}/determine");
    let bare = lead.post(&determine, &[("level", "partly")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().contains("it is not what all raters said"), "{}", bare.text());
    let off = lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert!(off.text().contains("raters differ: 1;"), "{}", off.text());
    let fields = [("level", "partly"), ("rationale", "The record is signed but late")];
    let done = lead.post(&determine, &fields).await;
    assert_eq!(done.location(), ROUND, "{}", done.text());
}

/// Whether a finding can be raised, and is offered where it is.
async fn assert_new_finding(person: &mut TestApp, bench: &str, is_open: bool) {
    let findings = "/assessments/1/findings";
    for page in [findings, bench] {
        let page = person.get(page).await.text();
        assert_eq!(page.contains("New finding"), is_open, "{page}");
    }
    let form = person.get(format!("{findings}/new")).await;
    let expected = if is_open { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    assert_eq!(form.status, expected, "{}", form.text());
    assert!(is_open || form.text().contains("This cannot be done"), "{}", form.text());
}

#[tokio::test]
async fn two_rate_blind_differ_the_lead_resolves_and_signs_off() {
    let Panel { mut lead, mut first, mut second, mut app } = Panel::with_lead().await;
    let criteria = criteria(&app).await;
    rate_all(&mut first, "met", "met").await;
    rate_all(&mut second, "met", "notmet").await;
    let early = lock(&mut lead).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        early.text().contains(&format!("Criteria that are not rated yet: {}", criteria.len())),
        "{}",
        early.text()
    );
    rate_all(&mut lead, "met", "met").await;

    let bench = format!("/assessments/1/workbench/{}", criteria[0].0);
    for person in [&mut first, &mut second, &mut lead] {
        let locked = lock(person).await;
        assert_eq!(locked.location(), ROUND, "{}", locked.text());
    }
    let page = lead.get(ROUND).await.text();
    assert!(page.contains("Where the raters differ 1"), "{page}");
    assert!(page.contains("Agreement beyond chance"), "{page}");
    determine(&mut lead, criteria[0].0).await;
    for (person, leads) in [(&mut lead, true), (&mut first, false)] {
        let page = person.get(ROUND).await.text();
        for said in ["nothing that is still to be determined", "The record is signed but late"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(page.contains("Determine it anew"), leads, "{page}");
    }
    assert_new_finding(&mut first, &bench, true).await;
    let off = lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert_eq!(off.location(), ROUND, "{}", off.text());
    // Nothing is added to what was signed off, nor offered to be.
    assert_new_finding(&mut first, &bench, false).await;
    let held = determination::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(held.len(), criteria.len(), "what all agree on is determined with the sign-off");

    // Everybody sees it now, and the readiness follows it.
    let page = app.get(&bench).await.text();
    assert!(page.contains("The record is signed but late"), "{page}");
    let late = first.post(&bench, &[("level", "met")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.text());
    let reopened = lead.post(format!("{ROUND}/reopen"), &[]).await;
    assert_eq!(reopened.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    lead.post(format!("{ROUND}/reopen"), &[("reason", "A record came late")]).await;
    let page = lead.get(ROUND).await.text();
    assert!(page.contains("A record came late"), "{page}");

    // Unlocked and rated anew: what was determined of it falls.
    let locks = round_lock::Entity::find().all(&app.app.db.read).await.unwrap();
    let unlock = format!("{ROUND}/locks/{}/end", locks[1].id);
    lead.post(&unlock, &[("reason", "Saw the record too")]).await;
    let stamp = seen(&second.get(&bench).await.html());
    let again = second.post(&bench, &[("level", "met"), ("seen", &stamp)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let held = determination::Entity::find()
        .filter(determination::COLUMN.superseded_at.is_null())
        .all(&app.app.db.read)
        .await
        .unwrap();
    assert_eq!(held.len(), criteria.len() - 1);
}

#[tokio::test]
async fn who_has_locked_is_rating_nothing_any_more() {
    let Panel { app, mut first, mut second, .. } = Panel::new().await;
    let bench = format!("/assessments/1/workbench/{}", criteria(&app).await[0].0);
    let told = "reviewer is rating this now.";
    rate_all(&mut first, "met", "met").await;
    let claim = format!("{bench}/claim");
    assert!(first.get(&bench).await.html().contains(&format!("data-claim=\"{claim}\"")));
    assert_eq!(first.post(&claim, &[]).await.status, StatusCode::NO_CONTENT);
    assert!(second.get(&bench).await.text().contains(told));
    assert_eq!(lock(&mut first).await.status, StatusCode::SEE_OTHER);
    // Neither their page nor one that is still open somewhere says so again.
    assert!(!first.get(&bench).await.html().contains("data-claim"));
    assert_eq!(first.post(&claim, &[]).await.status, StatusCode::NO_CONTENT);
    let page = second.get(&bench).await.text();
    assert!(!page.contains(told), "{page}");
}

/// What the form says was seen.
fn seen(html: &str) -> String {
    html.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_sees_what_another_rated_before_all_have_locked() {
    let mut panel = Panel::new().await;
    let (id, _) = criteria(&panel.app).await[0].clone();
    let bench = format!("/assessments/1/workbench/{id}");
    let secret = "Zeppelin-in-the-cellar";
    let fields = [("level", "notmet"), ("rationale", secret), ("recommendation", secret)];
    let rated = panel.first.post(&bench, &fields).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    assert!(panel.first.get(&bench).await.text().contains(secret), "one's own is there");
    let before = panel.app.get("/assessments/1").await.text();
    assert!(before.contains("Not rated"), "{before}");
    let pages = [
        bench.as_str(),
        "/assessments/1",
        "/assessments/1/gaps",
        ROUND,
        "/assessments/1/workbench/table",
    ];
    for person in [&mut panel.second, &mut panel.app] {
        for page in pages {
            let text = person.get(page).await.text();
            assert!(!text.contains(secret), "{page}");
        }
    }
    let report = panel.app.get("/assessments/1/readiness.xlsx").await;
    let book = calamine::Xlsx::<std::io::Cursor<Vec<u8>>>::new(std::io::Cursor::new(report.body));
    let mut book = book.unwrap();
    for (name, sheet) in book.worksheets() {
        for cell in sheet.used_cells() {
            assert!(!cell.2.to_string().contains(secret), "{name}");
        }
    }
    // Nor do two see, by a gap, that they differ.
    let rated = panel.second.post(&bench, &[("level", "met")]).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    for person in [&mut panel.first, &mut panel.second, &mut panel.app] {
        for page in [bench.as_str(), "/assessments/1/gaps", ROUND] {
            let text = person.get(page).await.text();
            assert!(!text.contains("Raters differ"), "{page}: {text}");
        }
    }
}

#[tokio::test]
async fn late_foreign_and_early_moves_are_refused_with_their_reason() {
    let mut panel = Panel::with_lead().await;
    let criteria = criteria(&panel.app).await;
    let id = criteria[0].0;
    // Not locked yet.
    panel.first.post(format!("/assessments/1/workbench/{id}"), &[("level", "met")]).await;
    let determine = format!("{ROUND}/{id}/determine");
    let fields = [("level", "met"), ("rationale", "I say so")];
    let blind = panel.lead.post(&determine, &fields).await;
    assert_eq!(blind.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blind.text().contains("has not locked yet"), "{}", blind.text());
    let nothing = panel.lead.post(format!("{ROUND}/adopt"), &[]).await;
    assert!(nothing.text().contains("nothing on which all raters agree"), "{}", nothing.text());
    // Nobody locks for another: there is nowhere to say for whom.
    let user = panel.app.user("reviewer@example.org", None).await.to_string();
    let forged = panel.lead.post(format!("{ROUND}/lock"), &[("user", &user)]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(round_lock::Entity::find().all(&panel.app.app.db.read).await.unwrap().is_empty());
    // A criterion of another edition, another assessment, a level that is none.
    let foreign = panel.lead.post(format!("{ROUND}/999999/determine"), &fields).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let other = panel.lead.post("/assessments/2/round/lock", &[]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    // In another stage there is nothing to lock.
    panel.app.stage(1, Stage::Preparing).await;
    let own = lock(&mut panel.first).await;
    assert!(own.text().contains("rates itself at this stage"), "{}", own.text());
    let rated = rating::Entity::find().all(&panel.app.app.db.read).await.unwrap();
    assert_eq!(rated.len(), 1);
    assert!(sign_off::Entity::find().all(&panel.app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn each_role_moves_a_round_as_the_table_says() {
    let panel = Panel::with_lead().await;
    let id = criteria(&panel.app).await[0].0;
    let posts = [
        (format!("{ROUND}/lock"), &[Role::Reviewer, Role::LeadReviewer][..]),
        (format!("{ROUND}/adopt"), &[Role::LeadReviewer]),
        (format!("{ROUND}/sign-off"), &[Role::LeadReviewer]),
        (format!("{ROUND}/reopen"), &[Role::LeadReviewer]),
        (format!("{ROUND}/locks/1/end"), &[Role::LeadReviewer]),
        (format!("{ROUND}/{id}/determine"), &[Role::LeadReviewer]),
    ];
    for role in Role::ALL {
        let mut person = panel.app.another(*role).await;
        let seen = person.get(ROUND).await.status;
        let reads = *role != Role::Contributor;
        assert_eq!(seen == StatusCode::OK, reads, "{role:?} {seen}");
        for (address, may) in &posts {
            let status = person.post(address, &[]).await.status;
            let turned_away = matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
            let allowed = may.contains(role);
            // The lock with this id does not exist, which only the lead is told.
            let missing = address.ends_with("/end") && status == StatusCode::NOT_FOUND;
            assert!(allowed != turned_away || missing, "{role:?} {address}: {status}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_is_saved_at_once_and_another_window_is_not_overwritten() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment(EDITION).await;
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    let save = [("autosave", "yes"), ("level", "met"), ("rationale", "The")];
    let first = app.post(&bench, &save).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html());
    let told: serde_json::Value = serde_json::from_str(&first.html()).unwrap();
    let stamp = told["seen"].as_str().unwrap().to_owned();
    // Words that go on are the same rating; what is not sent stays.
    let more = [("autosave", "yes"), ("rationale", "The statute"), ("seen", &stamp)];
    let more = app.post(&bench, &more).await;
    let told: serde_json::Value = serde_json::from_str(&more.html()).unwrap();
    assert_ne!(told["seen"].as_str().unwrap(), stamp);
    let rows = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!((rows.len(), rows[0].rationale.as_str(), rows[0].edits), (1, "The statute", 1));
    assert_eq!(rows[0].level.as_deref(), Some("met"));
    // The other window still holds the older words.
    let stale = [("autosave", "yes"), ("rationale", "Other words"), ("seen", &stamp)];
    assert_eq!(app.post(&bench, &stale).await.status, StatusCode::CONFLICT);
    let shown = app.post(&bench, &stale[1..]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = shown.text();
    assert!(text.contains("Saved meanwhile:") && text.contains("The statute"), "{text}");
    assert!(text.contains("Other words"), "{text}");
    // What cannot be saved says why, and nothing changes.
    let stamp = told["seen"].as_str().unwrap();
    let wrong = [("autosave", "yes"), ("level", "superb"), ("seen", stamp)];
    assert_eq!(app.post(&bench, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rating::Entity::find().all(&app.app.db.read).await.unwrap().len(), 1);
    // Saved again without a change, it goes on and says nothing twice.
    let same = app.post(&bench, &[("seen", stamp)]).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER, "{}", same.text());
    assert_eq!(rating::Entity::find().all(&app.app.db.read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_table_rates_many_and_leaves_the_rest_as_it_is() {
    let Panel { mut app, .. } = Panel::new().await;
    app.stage(1, Stage::Preparing).await;
    let table = "/assessments/1/workbench/table";
    let page = app.get(table).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    let first: i64 = bench.rsplit('/').next().unwrap().parse().unwrap();
    let (one, two) = (first.to_string(), (first + 1).to_string());
    app.post(&bench, &[("level", "met"), ("rationale", "Seen on site")]).await;
    let held = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    let stamp = format!("{}.{}", held[0].id, held[0].edits);
    let stale = [
        ("criterion", one.as_str()),
        ("seen", ""),
        ("level", "notmet"),
        ("criterion", &two),
        ("seen", ""),
        ("level", "partly"),
    ];
    let refused = app.post(table, &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert_eq!(rating::Entity::find().all(&app.app.db.read).await.unwrap().len(), 1, "all or none");
    let fresh = [
        ("criterion", one.as_str()),
        ("seen", &stamp),
        ("level", "notmet"),
        ("criterion", &two),
        ("seen", ""),
        ("level", ""),
    ];
    let saved = app.post(table, &fresh).await;
    assert_eq!(saved.location(), table, "{}", saved.text());
    let rows = rating::Entity::find()
        .filter(rating::COLUMN.superseded_at.is_null())
        .all(&app.app.db.read)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].level.as_deref(), Some("notmet"));
    assert_eq!(rows[0].rationale, "Seen on site", "what the table does not send stays");
    let row = [("criterion", two.as_str()), ("seen", ""), ("level", "partly")];
    let twice = app.post(table, &row.repeat(2)).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND, "a row twice is not what the page sends");
    let nothing = app.post(table, &[("criterion", &one), ("seen", &stamp), ("level", "")]).await;
    assert!(nothing.text().contains("You chose nothing"), "{}", nothing.text());
}

/// A row of the table as its page sends it: what was seen, score, level, second level, rationale.
fn row<'a>(id: &'a str, cells: [&'a str; 5]) -> [(&'a str, &'a str); 6] {
    let [seen, score, level, second, why] = cells;
    [
        ("criterion", id),
        ("seen", seen),
        ("score", score),
        ("level", level),
        ("second", second),
        ("why", why),
    ]
}

/// What was said of it, and why.
fn said(it: &rating::Model) -> (&str, Option<&str>, Option<f64>, &str) {
    (it.level.as_deref().unwrap(), it.second_level.as_deref(), it.score, &it.rationale)
}

#[tokio::test]
async fn who_rates_nothing_is_told_so_and_who_has_locked_reads_what_they_said() {
    let Panel { app, mut lead, mut first, .. } = Panel::with_lead().await;
    let id = criteria(&app).await[0].0.to_string();
    let user = app.user("reviewer@example.org", None).await.to_string();
    let fields = [("act", "assign"), ("criterion", id.as_str()), ("user", &user)];
    let assigned = lead.post("/assessments/1/team/assign", &fields).await;
    assert_eq!(assigned.status, StatusCode::SEE_OTHER, "{}", assigned.text());
    let table = "/assessments/1/workbench/table";
    for (person, rates) in [(&mut lead, false), (&mut first, true)] {
        let page = person.get(table).await.text();
        assert_eq!(page.contains("Save the table"), rates, "{page}");
        assert_eq!(page.contains("There is nothing here for you to rate"), !rates, "{page}");
    }
    let bench = format!("/assessments/1/workbench/{id}");
    let said = [("level", "notmet"), ("rationale", "The shelf is empty")];
    assert_eq!(first.post(&bench, &said).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lock(&mut first).await.status, StatusCode::SEE_OTHER);
    let page = first.get(&bench).await.text();
    let (_, own) = page.split_once("Rating – Internal").unwrap();
    let (own, _) = own.split_once("Your ratings of this round are locked").unwrap();
    assert!(own.contains("Not met") && own.contains("The shelf is empty"), "{own}");
}

#[tokio::test]
async fn a_table_marks_many_that_do_not_apply_with_one_reason() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.fixture("scored.yaml").await;
    app.assessment("scored-1").await;
    let table = "/assessments/1/workbench/table";
    let page = app.get(table).await;
    for name in ["score", "level", "second", "why"] {
        assert_eq!(page.html().matches(&format!(" name=\"{name}\"")).count(), 3, "{name}");
    }
    assert!(page.text().contains("Documented"), "{}", page.text());
    let html = page.html();
    let ids: Vec<&str> = html.split("name=\"criterion\" value=\"").skip(1).collect();
    let ids: Vec<&str> = ids.iter().map(|it| it.split('"').next().unwrap()).collect();
    let scored = row(ids[0], ["", "85", "", "failed", "Seen"]);
    let bare = [scored, row(ids[1], ["", "", "na", "", ""])].concat();
    let refused = app.post(table, &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("A.2: Say why it does not apply."), "{}", refused.text());
    for typed in ["value=\"85\"", "value=\"na\" selected", "value=\"failed\" selected", ">Seen<"] {
        assert!(refused.html().contains(typed), "{typed}: {}", refused.html());
    }
    let rows = async |app: &TestApp| rating::Entity::find().all(&app.app.db.read).await.unwrap();
    assert!(rows(&app).await.is_empty(), "all or none");

    let sold = row(ids[2], ["", "", "na", "", "Sold in 2024"]);
    let mut marked = [bare, sold.to_vec()].concat();
    marked.extend([("reason", "No range there"), ("page", "1")]);
    let saved = app.post(table, &marked).await;
    assert_eq!(saved.location(), table, "{}", saved.text());
    let first = rows(&app).await;
    assert_eq!(
        first.iter().map(said).collect::<Vec<_>>(),
        [
            ("passed", Some("failed"), Some(85.0), "Seen"),
            ("na", None, None, "No range there"),
            ("na", None, None, "Sold in 2024"),
        ]
    );

    // What was said of a level is no reason why it does not apply, and the second axis falls with the first.
    let [stamp, other] = [0, 1].map(|it| format!("{}.0", first[it].id));
    let mut apart = row(ids[0], [&stamp, "", "na", "", ""]).to_vec();
    let refused = app.post(table, &apart).await;
    assert!(refused.text().contains("A.1: Say why it does not apply."), "{}", refused.text());
    apart.push(("reason", "Closed"));
    let moved = app.post(table, &apart).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    assert_eq!(said(rows(&app).await.last().unwrap()), ("na", None, None, "Closed"));
    // A second level alone has no first to stand on; rows that do not fit together are nobody's.
    let second = app.post(table, &row(ids[1], [&other, "", "", "passed", ""])).await;
    assert!(second.text().contains("A.2: Choose a level on the first axis"), "{}", second.text());
    apart.push(("criterion", ids[1]));
    let short = app.post(table, &apart).await;
    assert!(short.text().contains("do not fit together"), "{}", short.text());
}

#[tokio::test]
async fn a_round_asks_no_more_for_more_ratings() {
    let Panel { app, mut first, .. } = Panel::new().await;
    let criteria = criteria(&app).await;
    first.post(format!("/assessments/1/workbench/{}", criteria[0].0), &[("level", "met")]).await;
    for address in [ROUND, "/assessments/1/workbench/table"] {
        let mut person = if address == ROUND {
            app.another(Role::Administrator).await
        } else {
            first.another(Role::Reviewer).await
        };
        assert_same_queries(&mut person, address, async |_| {
            for (id, _) in &criteria[1..4] {
                first.post(format!("/assessments/1/workbench/{id}"), &[("level", "met")]).await;
            }
        })
        .await;
    }
}
