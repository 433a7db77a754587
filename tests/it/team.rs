//! The team of an assessment: declarations before the first page, what a conflict of interest keeps from somebody, assignments,
//! who is rating now, and what each of them sees.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{CriterionId, Part, Role, Stage};
use kriter::team::{assigned, conflicts, store};
use sea_orm::{ConnectionTrait as _, Database, EntityTrait as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;
use crate::sources::addresses;

const EDITION: &str = "iso-iec-17025-2017";
/// In everything that is said about the withheld area, and nowhere else.
const WORD: &str = "zyxwv";

/// An assessment in internal review with a lead and a reviewer on its team, who have declared nothing yet.
struct Review {
    app: TestApp,
    lead: TestApp,
    reviewer: TestApp,
}

impl Review {
    async fn new() -> Self {
        let app = TestApp::with_standards(Role::Administrator).await;
        app.assessment(EDITION).await;
        app.stage(1, Stage::InternalReview).await;
        let lead = app.another(Role::LeadReviewer).await;
        let reviewer = app.another(Role::Reviewer).await;
        app.on_team(1, "lead_reviewer@example.org", Part::Lead).await;
        app.on_team(1, "reviewer@example.org", Part::Reviewer).await;
        Self { app, lead, reviewer }
    }

    /// The same, and both have declared that they have no conflict.
    async fn declared() -> Self {
        let review = Self::new().await;
        for role in ["lead_reviewer", "reviewer"] {
            review.app.put_on(1, &format!("{role}@example.org")).await;
        }
        review
    }

    async fn criterion(&self, code: &str) -> CriterionId {
        let db = &self.app.app.db.read;
        let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
        let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
        whole.criteria.iter().find(|it| it.code == code).unwrap().id
    }

    async fn bench(&self, code: &str) -> String {
        format!("/assessments/1/workbench/{}", self.criterion(code).await)
    }

    /// Evidence for a criterion; its id.
    async fn evidence(&mut self, id: i64, title: &str, code: &str, note: &str) {
        let file: (&str, &str, &[u8]) = ("files", "a.pdf", b"%PDF-1.7");
        let fields = [("title", title), ("valid_until", "2026-01-31")];
        let added = self.app.upload("/institutions/1/evidence/new", &fields, &[file]).await;
        assert_eq!(added.location(), format!("/evidence/{id}"), "{}", added.text());
        self.link(id, code, note).await;
    }

    async fn link(&mut self, id: i64, code: &str, note: &str) {
        let link = [("edition", EDITION), ("code", code), ("relevance", note), ("place", note)];
        let linked = self.app.post(format!("/evidence/{id}/links"), &link).await;
        assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
    }
}

async fn declare(who: &mut TestApp, name: &str, fields: &[(&str, &str)]) -> Answer {
    let fields = [fields, &[("signed", name)]].concat();
    who.post("/assessments/1/declaration", &fields).await
}

#[tokio::test]
async fn before_the_first_page_conflicts_of_interest_are_declared() {
    let mut it = Review::new().await;
    it.evidence(1, "Minutes", "4.1.1", "").await;
    let bench = it.bench("4.1.1").await;
    let of = it.app.assessed(1).await;
    let undeclared = store::undeclared(&it.app.app.db.read, &of, it.app.app.today()).await.unwrap();
    let names: Vec<_> = undeclared.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["lead_reviewer", "reviewer"]);
    for page in [bench.as_str(), "/assessments/1", "/assessments/1/gaps?severity=minor"] {
        let sent = it.reviewer.get(page).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{page}");
        assert!(sent.location().starts_with("/assessments/1/declaration?back="), "{page}");
    }
    let rated = it.reviewer.post(&bench, &[("level", "conforms"), ("rationale", "too soon")]).await;
    assert!(rated.location().starts_with("/assessments/1/declaration"), "{}", rated.text());
    assert!(!it.app.get(&bench).await.text().contains("too soon"), "nothing is rated");
    assert_eq!(it.reviewer.get("/evidence/1").await.status, StatusCode::NOT_FOUND);
    let list = it.reviewer.get("/institutions/1/assessments").await.text();
    assert!(list.contains("Assessment 2027") && list.contains("declaration missing"), "{list}");
    let team = it.app.get("/assessments/1/team").await.text();
    assert!(team.contains("Not declared yet: lead_reviewer, reviewer."), "{team}");

    let asked = it.reviewer.get(&bench).await.location().to_owned();
    let page = it.reviewer.get(&asked).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.html().contains(&format!("name=\"back\" value=\"{bench}\"")), "{}", page.html());
    for (fields, said) in [
        (vec![("signed", "reviewer")], "Choose one of the answers."),
        (vec![("answer", "none"), ("signed", "Somebody")], "This is not the name of your account."),
        (vec![("answer", "whole"), ("signed", "reviewer")], "This must be filled in."),
        (vec![("answer", "criteria"), ("signed", "reviewer")], "This must be filled in."),
        (
            vec![("answer", "criteria"), ("code", "99.9"), ("why", "x"), ("signed", "reviewer")],
            "no criterion with this code",
        ),
        (vec![("answer", "criteria"), ("code", "4"), ("signed", "reviewer")], "filled in"),
    ] {
        let refused = it.reviewer.post("/assessments/1/declaration", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.html().contains("role=\"alert\"") || !said.is_empty(), "{fields:?}");
    }
    let fields = [("answer", "none"), ("back", bench.as_str())];
    let signed = declare(&mut it.reviewer, "Reviewer", &fields).await;
    assert_eq!((signed.status, signed.location()), (StatusCode::SEE_OTHER, bench.as_str()));
    assert_eq!(it.reviewer.get(&bench).await.status, StatusCode::OK);
    assert_eq!(it.reviewer.get("/evidence/1").await.status, StatusCode::OK);
    let log = it.app.get("/institutions/1/audit").await.text();
    assert!(log.contains("conflicts of interest declared"), "{log}");
    let elsewhere = declare(&mut it.lead, "lead_reviewer", &[("answer", "none"), ("back", "//x")]);
    assert_eq!(elsewhere.await.location(), "/");
}

#[tokio::test]
async fn for_who_is_in_conflict_with_the_whole_the_assessment_does_not_exist() {
    let mut it = Review::new().await;
    it.evidence(1, "Minutes", "4.1.1", "").await;
    it.app.put_on(1, "lead_reviewer@example.org").await;
    let fields = [("answer", "whole"), ("reason", "I am the deputy director")];
    let signed = declare(&mut it.reviewer, "reviewer", &fields).await;
    assert_eq!(signed.location(), "/institutions/1/assessments", "{}", signed.text());
    let list = it.reviewer.get("/institutions/1/assessments").await.text();
    assert!(list.contains("Declare anew"), "{list}");
    let bench = it.bench("4.1.1").await;
    let pages = ["/assessments/1", "/assessments/1/team", "/evidence/1", &bench];
    for page in pages {
        assert_eq!(it.reviewer.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
        let sent = it.reviewer.post(page, &[("level", "conforms")]).await.status;
        assert!(matches!(sent.as_u16(), 404 | 405), "{page}: {sent}");
    }
    let user = it.app.user("reviewer@example.org", None).await;
    let page = format!("/assessments/1/team/{user}");
    for who in [&mut it.app, &mut it.lead] {
        let said = who.get(&page).await.text();
        assert!(said.contains("I am the deputy director"), "{said}");
    }
    let report = it.app.get("/assessments/1/team/access").await.text();
    assert!(report.contains("shut: conflict of interest"), "{report}");
    let sees = it.app.get(format!("{page}/sees")).await.text();
    assert!(sees.contains("does not exist for them"), "{sees}");
    let of = it.app.assessed(1).await;
    let open = store::undeclared(&it.app.app.db.read, &of, it.app.app.today()).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
    // Asked anew, they declare again, and the earlier declaration stays known.
    it.app.post(format!("{page}/declare-anew"), &[]).await;
    assert!(it.reviewer.get("/assessments/1").await.location().contains("declaration"));
    declare(&mut it.reviewer, "reviewer", &[("answer", "none")]).await;
    assert_eq!(it.reviewer.get("/assessments/1").await.status, StatusCode::OK);
    let said = it.app.get(&page).await.text();
    assert!(said.contains("superseded") && said.contains("deputy director"), "{said}");
}

/// Everything that can be said of the area 4 is said with the word; evidence 2 belongs to another area, too.
async fn planted() -> Review {
    let mut it = Review::declared().await;
    it.app.stage(1, Stage::Preparing).await;
    it.evidence(1, "Charter zyxwv", "4.1.1", WORD).await;
    it.evidence(2, "Manual", "4.1.2", WORD).await;
    it.link(2, "5.1", "").await;
    let worksheet = "Criterion;Level;Action;Owner;Due date\n\
                     §4.1.1;Minor nonconformity;Write zyxwv;Zyxwv;1.1.2026\n";
    let fields = [("kind", "worksheet"), ("assessment", "1")];
    let file: (&str, &str, &[u8]) = ("file", "a.csv", worksheet.as_bytes());
    let brought = it.app.upload("/institutions/1/imports", &fields, &[file]).await;
    it.app.post(brought.location().to_owned(), &[]).await;
    let bench = it.bench("4.1.3").await;
    it.app.post(&bench, &[("level", "minor"), ("rationale", WORD)]).await;
    let exclude = [("code", "4.1.5"), ("justification", WORD)];
    it.app.post("/assessments/1/scope/exclude", &exclude).await;
    let cycle = [("period_from", "2024-01-01"), ("period_to", "2026-12-31")];
    it.app.post("/assessments/1/settings", &cycle).await;
    it.app.stage(1, Stage::InternalReview).await;
    let bench = it.bench("4.1.1").await;
    let rated = it.lead.post(&bench, &[("level", "major"), ("rationale", WORD)]).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    it
}

/// All cells of a workbook, or the page as it was sent.
fn told(answer: &Answer) -> String {
    if !answer.body.starts_with(b"PK") {
        return answer.html().to_lowercase();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.xlsx");
    std::fs::write(&path, &answer.body).unwrap();
    let limits = kriter::sheets::Limits::default();
    format!("{:?}", kriter::sheets::read(&path, "report.xlsx", &limits).unwrap()).to_lowercase()
}

#[tokio::test]
async fn what_a_conflict_covers_is_told_on_no_page() {
    let mut it = planted().await;
    let mut all = addresses();
    for code in ["4", "4.1", "4.1.1", "4.1.2", "4.1.3", "4.1.5", "5.1"] {
        let criterion = it.criterion(code).await;
        all.push(format!("/assessments/1/workbench/{criterion}"));
        all.push(format!("/assessments/1/calendar/{criterion}"));
    }
    all.extend(["1", "2"].map(|it| format!("/evidence/{it}")));
    all.extend(["1", "2"].map(|it| format!("/evidence/{it}/use")));
    let member = it.app.user("reviewer@example.org", None).await;
    all.push(format!("/assessments/1/team/{member}/sees"));
    all.push("/institutions/1/evidence?q=zyxwv".into());
    all.push("/institutions/1/evidence?edition=1".into());
    let mut before = 0;
    for address in &all {
        before += usize::from(told(&it.lead.get(address).await).contains(WORD));
    }
    assert!(before >= 9, "the test would prove nothing: {before}");
    let fields = [("answer", "criteria"), ("code", "4"), ("why", "My sister leads it")];
    let signed = declare(&mut it.lead, "lead_reviewer", &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    for address in &all {
        let said = told(&it.lead.get(address).await).replace("?q=zyxwv", "");
        let said = said.replace("value=\"zyxwv\"", "").replace("q%3dzyxwv", "");
        assert!(!said.contains(WORD), "{address}: {said}");
    }
    let gaps = it.lead.get("/assessments/1/gaps").await.text();
    assert!(gaps.contains("left out of these figures: 4"), "{gaps}");
    assert!(!gaps.contains("4.1.1 "), "{gaps}");
    assert_eq!(it.lead.get("/evidence/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.lead.get("/evidence/2").await.status, StatusCode::OK, "5.1 is theirs");
    let page = it.lead.get(it.bench("4.1.1").await).await;
    let here = "Withheld: conflict of interest. Neither evidence nor ratings";
    assert!(page.text().contains(here), "{}", page.text());
    assert!(page.text().contains("4.1.1 withheld: conflict of interest"), "{}", page.text());
    let report = told(&it.lead.get("/assessments/1/readiness.xlsx").await);
    assert!(report.contains("withheld: conflict of interest"), "{report}");
    let edition = it.app.assessed(1).await.edition_id;
    let reuse = it.lead.get(format!("/institutions/1/reuse?edition={edition}&evidence=any")).await;
    let of = |code: &str| {
        let text = reuse.text();
        text.lines().find(|it| it.starts_with(code)).unwrap_or_default().to_owned()
    };
    assert!(!of("4.1.2").contains("Manual"), "{}", reuse.text());
    let found = it.lead.get("/institutions/1/evidence?q=charter").await.text();
    assert!(!found.contains("E-0001"), "{found}");
}

#[tokio::test]
async fn what_a_conflict_covers_is_not_rated_by_any_request() {
    let mut it = planted().await;
    let fields = [("answer", "criteria"), ("code", "4.1"), ("why", "My sister leads it")];
    declare(&mut it.reviewer, "reviewer", &fields).await;
    // What is said of 4 would hold of 4.1, too.
    for code in ["4", "4.1", "4.1.1", "4.1.4"] {
        let bench = it.bench(code).await;
        let sent = it.reviewer.post(&bench, &[("level", "conforms")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{code}: {}", sent.text());
        assert!(sent.text().contains("conflict of interest"), "{code}: {}", sent.text());
        let claimed = it.reviewer.post(format!("{bench}/claim"), &[]).await;
        assert_eq!(claimed.status, StatusCode::FORBIDDEN, "{code}");
    }
    let seen = it.app.seen(1).await;
    let fields = [("step", "accept"), ("seen", seen.as_str())];
    let accepted = it.reviewer.post("/evidence/1/state", &fields).await;
    assert_eq!(accepted.status, StatusCode::NOT_FOUND);
    for code in ["4.2.1", "5.1"] {
        let rated = it.reviewer.post(it.bench(code).await, &[("level", "conforms")]).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{code}: {}", rated.text());
    }
}

#[tokio::test]
async fn others_record_a_conflict_for_somebody_who_cannot_lift_it() {
    let mut it = planted().await;
    let user = it.app.user("reviewer@example.org", None).await;
    let lead = it.app.user("lead_reviewer@example.org", None).await;
    let page = format!("/assessments/1/team/{user}");
    let conflict = [("about", "criteria"), ("code", "4"), ("reason", "Taught there until 2025")];
    let recorded = it.lead.post(format!("{page}/conflicts"), &conflict).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text());
    assert_eq!(it.reviewer.get("/evidence/1").await.status, StatusCode::NOT_FOUND);
    declare(&mut it.reviewer, "reviewer", &[("answer", "none")]).await;
    assert_eq!(it.reviewer.get("/evidence/1").await.status, StatusCode::NOT_FOUND, "it stays");
    let said = it.app.get(&page).await.text();
    assert!(said.contains("Taught there until 2025") && said.contains("lead_reviewer"), "{said}");
    let own = format!("/assessments/1/team/{lead}/conflicts");
    assert_eq!(
        it.lead.post(&own, &conflict).await.status,
        StatusCode::FORBIDDEN,
        "not for oneself"
    );
    let lift = format!("{page}/conflicts/1/lift");
    assert_eq!(it.app.post(&lift, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let lifted = it.app.post(&lift, &[("reason", "It was somebody else")]).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text());
    assert_eq!(it.reviewer.get("/evidence/1").await.status, StatusCode::OK);
    // What somebody declared themselves nobody else lifts.
    let fields = [("answer", "criteria"), ("code", "4"), ("why", "My sister leads it")];
    declare(&mut it.reviewer, "reviewer", &fields).await;
    let lift = format!("{page}/conflicts/2/lift");
    assert_eq!(it.app.post(&lift, &[("reason", "x")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_ticked_wrongly_is_not_assigned() {
    let mut it = Review::declared().await;
    let reviewer = it.app.user("reviewer@example.org", None).await.to_string();
    let area = it.criterion("4").await.to_string();
    let path = "/assessments/1/team/assign";
    let elsewhere = "1";
    for (fields, what) in [
        (vec![("act", "assign"), ("user", reviewer.as_str())], "no criterion"),
        (vec![("act", "assign"), ("criterion", area.as_str())], "nobody"),
        (vec![("act", "burn"), ("criterion", area.as_str()), ("user", &reviewer)], "no such act"),
        (vec![("act", "assign"), ("criterion", elsewhere), ("user", &reviewer)], "elsewhere"),
    ] {
        let refused = it.app.post(path, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
    }
    let admin = it.app.user("administrator@example.org", None).await.to_string();
    let fields = [("act", "assign"), ("criterion", area.as_str()), ("user", &admin)];
    assert_eq!(it.app.post(path, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let rated = it.reviewer.post(it.bench("5.2").await, &[("level", "conforms")]).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "nothing is assigned");
}

#[tokio::test]
async fn everybody_rates_what_is_assigned_to_them() {
    let mut it = Review::declared().await;
    let reviewer = it.app.user("reviewer@example.org", None).await.to_string();
    let lead = it.app.user("lead_reviewer@example.org", None).await.to_string();
    let (area, other) =
        (it.criterion("4").await.to_string(), it.criterion("5.1").await.to_string());
    let path = "/assessments/1/team/assign";
    let fields = [
        ("act", "assign"),
        ("criterion", area.as_str()),
        ("criterion", &other),
        ("user", &reviewer),
    ];
    let assigned = it.lead.post(path, &fields).await;
    assert_eq!(assigned.status, StatusCode::SEE_OTHER, "{}", assigned.text());
    it.app.post(path, &[("act", "assign"), ("criterion", &other), ("user", &lead)]).await;
    for (code, by_reviewer, by_lead) in
        [("4.1.1", true, false), ("5.1", true, true), ("5.2", false, false), ("4", true, false)]
    {
        let bench = it.bench(code).await;
        for (who, may) in [(&mut it.reviewer, by_reviewer), (&mut it.lead, by_lead)] {
            let form = who.get(&bench).await;
            assert_eq!(form.html().contains("name=\"rationale\""), may, "{code}");
            let sent = who.post(&bench, &[("level", "conforms")]).await;
            let expected = if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
            assert_eq!(sent.status, expected, "{code}: {}", sent.text());
            assert!(may || sent.text().contains("is not assigned to you"), "{}", sent.text());
        }
    }
    let db = it.app.app.db.read.clone();
    let of = it.app.assessed(1).await;
    let whole = kriter::standards::store::whole(&db, of.edition_id).await.unwrap();
    let raters = assigned::raters_of(&db, &of, &whole, it.app.app.today()).await.unwrap();
    let by = |code: &str| {
        let place = whole.criteria.iter().position(|it| it.code == code).unwrap();
        raters[place].iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!((by("4.1.2"), by("5.2")), (vec![reviewer.clone()], vec![]));
    assert_eq!(by("5.1").len(), 2);
    let team = it.app.get("/assessments/1/team").await.text();
    assert!(team.contains("criteria: they are assigned to nobody, or only to"), "{team}");
    let line = team.lines().find(|it| it.starts_with("reviewer ")).unwrap();
    // 4 is rated, and with it the nine criteria below; 5.1 is.
    assert!(line.contains("4, 5.1") && line.contains("10 of 10"), "{line}");
    let fields =
        [("act", "take-back"), ("criterion", other.as_str()), ("user", &reviewer), ("user", &lead)];
    it.app.post(path, &fields).await;
    let sent = it.lead.post(it.bench("5.1").await, &[("level", "minor")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    leaving_frees_nothing(&mut it, &reviewer, &area).await;
}

/// Off the team, what is assigned to somebody stays so: nobody comes to rate by that. The lead takes it back.
async fn leaving_frees_nothing(it: &mut Review, reviewer: &str, area: &str) {
    let path = "/assessments/1/team/assign";
    it.app.post(format!("/assessments/1/team/{reviewer}/leave"), &[]).await;
    let sent = it.lead.post(it.bench("5.1").await, &[("level", "minor"), ("seen", "x")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN, "{}", sent.text());
    let page = it.lead.get(path).await.text();
    assert!(page.contains("reviewer rates here no longer"), "{page}");
    for (act, done) in
        [("assign", StatusCode::UNPROCESSABLE_ENTITY), ("take-back", StatusCode::SEE_OTHER)]
    {
        let fields = [("act", act), ("criterion", area), ("user", reviewer)];
        let sent = it.lead.post(path, &fields).await;
        assert_eq!(sent.status, done, "{act}: {}", sent.text());
    }
    let sent = it.lead.post(it.bench("5.1").await, &[("level", "minor"), ("seen", "x")]).await;
    assert_ne!(sent.status, StatusCode::FORBIDDEN, "nothing is assigned any more");
}

#[tokio::test]
async fn who_is_rating_a_criterion_is_shown_to_the_others_and_ends_by_itself() {
    let mut it = Review::declared().await;
    let (one, two) = (it.bench("4.1.1").await, it.bench("5.1").await);
    let said = "reviewer is rating this now.";
    it.reviewer.get(&one).await;
    assert!(!it.lead.get(&one).await.text().contains(said), "to ask for a page changes nothing");
    let begun = it.reviewer.post(format!("{one}/claim"), &[]).await;
    assert_eq!(begun.status, StatusCode::NO_CONTENT);
    assert!(it.lead.get(&one).await.text().contains(said), "{}", it.lead.get(&one).await.text());
    assert!(!it.lead.get(&two).await.text().contains(said));
    assert!(!it.reviewer.get(&one).await.text().contains("reviewer is rating"), "not to oneself");
    assert!(!it.app.get(&one).await.text().contains(said), "nor to who does not rate");
    let renewed = it.reviewer.post(format!("{two}/claim"), &[]).await;
    assert_eq!(renewed.status, StatusCode::NO_CONTENT);
    assert!(!it.lead.get(&one).await.text().contains(said), "they went on");
    assert!(it.lead.get(&two).await.text().contains(said));
    let behind = Database::connect(it.app.app.config.database_url()).await.unwrap();
    let sql = "UPDATE claim SET expires_at = '2026-11-24 09:59:59+00:00'";
    behind.execute_unprepared(sql).await.unwrap();
    behind.close().await.unwrap();
    assert!(!it.lead.get(&two).await.text().contains(said), "it ended");
    let nobody = it.app.post(format!("{two}/claim"), &[]).await;
    assert_eq!(nobody.status, StatusCode::FORBIDDEN, "an administrator never rates");
}

#[tokio::test]
async fn the_administrator_looks_as_a_member_and_writes_nothing() {
    let mut it = planted().await;
    let fields =
        [("title", "Names of informants"), ("confidentiality", "restricted"), ("only_me", "yes")];
    it.app.upload("/institutions/1/evidence/new", &fields, &[]).await;
    it.link(3, "5.1", "").await;
    let user = it.app.user("reviewer@example.org", None).await;
    let sees = format!("/assessments/1/team/{user}/sees");
    let page = it.app.get(&sees).await.text();
    assert!(page.contains("Charter zyxwv"), "{page}");
    let row = |page: &str, code: &str| {
        page.lines().find(|it| it.starts_with(code)).unwrap_or_default().to_owned()
    };
    assert!(!page.contains("Names of informants"), "{page}");
    let fields = [("answer", "criteria"), ("code", "4"), ("why", "My sister leads it")];
    declare(&mut it.reviewer, "reviewer", &fields).await;
    let page = it.app.get(&sees).await.text();
    assert!(!page.contains(WORD) && page.contains("Manual"), "{page}");
    assert!(row(&page, "4.1.1").contains("withheld: conflict of interest no"), "{page}");
    assert!(row(&page, "5.2").contains("yes"), "{page}");
    let answer = it.app.get("/assessments/1/team/access.xlsx").await;
    assert!(answer.body.starts_with(b"PK"));
    let cells = told(&answer);
    for word in ["reviewer", "lead", "administrator", "everything", "declared on"] {
        assert!(cells.contains(word), "{word}: {cells}");
    }
    let page = it.app.get("/assessments/1/team/access").await.text();
    let line = page.lines().find(|it| it.starts_with("reviewer ")).unwrap();
    assert!(line.contains("Reviewer open – – yes 4 everything declared on"), "{line}");
}

#[tokio::test]
async fn a_team_goes_along_and_a_recorded_conflict_without_a_place_is_one_of_the_whole() {
    let it = Review::declared().await;
    let other = it.app.assessment(EDITION).await;
    let (from, to) = (it.app.assessed(1).await, it.app.assessed(other).await);
    let (reviewer, lead) = (
        it.app.user("reviewer@example.org", None).await,
        it.app.user("lead_reviewer@example.org", None).await,
    );
    let left = it.app.user("left@example.org", Some(Role::Reviewer)).await;
    let (kept, gone) = (it.criterion("4").await, it.criterion("5").await);
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    for (user, criterion) in [(reviewer, kept), (lead, gone)] {
        let new = conflicts::NewConflict { criterion: Some(criterion), reason: "Once".into() };
        conflicts::add(&mut change, &from, user, new).await.unwrap();
    }
    let db = it.app.app.db.read.clone();
    let whole = kriter::standards::store::whole(&db, from.edition_id).await.unwrap();
    let of = |id| whole.criteria.iter().find(|it| it.id == id).unwrap();
    assigned::assign(&mut change, &from, &[of(kept), of(gone)], &[reviewer]).await.unwrap();
    // What is assigned to who has left stays behind.
    assigned::assign(&mut change, &from, &[of(kept)], &[left]).await.unwrap();
    let place = |it: CriterionId| (it != gone).then_some(it);
    let members = kriter::team::carry::carry(&mut change, &from, &to, place).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(members, 2);
    let today = it.app.app.today();
    let open = store::undeclared(&db, &to, today).await.unwrap();
    let open: Vec<_> = open.iter().map(|it| it.id).collect();
    assert_eq!(open, [reviewer], "everybody declares anew who may see any of it");
    let held = conflicts::all(&db, to.id).await.unwrap();
    let held: Vec<_> = held.iter().map(|it| (it.0.user_id, it.0.criterion_id)).collect();
    assert_eq!(held, [(reviewer, Some(kept)), (lead, None)]);
    assert_eq!(assigned::pairs(&db, to.id).await.unwrap(), [(reviewer, kept)]);
}

#[tokio::test]
async fn pages_of_a_team_do_not_ask_for_every_member() {
    let mut it = Review::declared().await;
    it.evidence(1, "Minutes", "4.1.1", "").await;
    let user = it.app.user("reviewer@example.org", None).await;
    for address in [
        "/assessments/1/team".to_owned(),
        "/assessments/1/team/access".to_owned(),
        "/assessments/1/team/assign".to_owned(),
        format!("/assessments/1/team/{user}/sees"),
    ] {
        let round = address.len();
        assert_same_queries(&mut it.app, &address, async |app| {
            for number in 0..4 {
                let email = format!("person-{round}-{number}@example.org");
                app.user(&email, Some(Role::Reviewer)).await;
                app.put_on(1, &email).await;
                let title = format!("Item {round} {number}");
                let path = "/institutions/1/evidence/new";
                let added = app.upload(path, &[("title", title.as_str())], &[]).await;
                let link = [("edition", EDITION), ("code", "4.1.2")];
                app.post(format!("{}/links", added.location()), &link).await;
            }
        })
        .await;
    }
    let fields = [("answer", "criteria"), ("code", "4.2"), ("why", "My sister leads it")];
    declare(&mut it.reviewer, "reviewer", &fields).await;
    let bench = it.bench("5.1").await;
    let mut app = std::mem::replace(&mut it.reviewer, it.app.another(Role::Manager).await);
    let writer = it.app.another(Role::Administrator).await;
    assert_same_queries(&mut app, &bench, async |_| {
        for number in 0..4 {
            let email = format!("late-{number}@example.org");
            writer.user(&email, Some(Role::Reviewer)).await;
            writer.put_on(1, &email).await;
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_reviewed_before_there_were_teams_is_on_one() {
    use migrations::Migrator;
    use sea_orm_migration::MigratorTrait as _;
    let it = Review::new().await;
    let behind = Database::connect(it.app.app.config.database_url()).await.unwrap();
    let all = Migrator::migrations();
    let at = all.iter().position(|it| it.name().contains("create_teams")).unwrap();
    let steps = u32::try_from(all.len() - at).unwrap();
    Migrator::down(&behind, Some(steps)).await.unwrap();
    Migrator::up(&behind, None).await.unwrap();
    let members = store::members(&behind, &it.app.assessed(1).await).await.unwrap();
    let parts: Vec<_> = members.iter().map(|it| (it.user.name.as_str(), it.row.part)).collect();
    assert_eq!(parts, [("lead_reviewer", Part::Lead), ("reviewer", Part::Reviewer)]);
    assert!(members.iter().all(|it| it.row.from_day.is_none() && it.row.until_day.is_none()));
    assert_eq!(it.app.assessed(1).await.stage, Stage::InternalReview);
}

#[tokio::test]
async fn who_declared_the_whole_by_mistake_says_so_themselves() {
    let mut it = Review::new().await;
    declare(&mut it.reviewer, "reviewer", &[("answer", "whole"), ("reason", "I am new")]).await;
    let page = it.reviewer.get("/assessments/1/declaration").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let fields = [("answer", "whole"), ("reason", "I teach there")];
    declare(&mut it.reviewer, "reviewer", &fields).await;
    assert_eq!(it.reviewer.get("/assessments/1").await.status, StatusCode::NOT_FOUND);
    declare(&mut it.reviewer, "reviewer", &[("answer", "none")]).await;
    assert_eq!(it.reviewer.get("/assessments/1").await.status, StatusCode::OK);
    // What somebody else recorded they cannot declare away, and it keeps nobody waiting.
    let user = it.app.user("reviewer@example.org", None).await;
    let page = format!("/assessments/1/team/{user}");
    let whole = [("about", "whole"), ("reason", "Deputy director")];
    it.app.post(format!("{page}/conflicts"), &whole).await;
    it.app.post(format!("{page}/declare-anew"), &[]).await;
    let form = it.reviewer.get("/assessments/1/declaration").await;
    assert_eq!(form.status, StatusCode::NOT_FOUND);
    let list = it.reviewer.get("/institutions/1/assessments").await.text();
    assert!(!list.contains("Assessment 2027"), "{list}");
    let of = it.app.assessed(1).await;
    let open = store::undeclared(&it.app.app.db.read, &of, it.app.app.today()).await.unwrap();
    let names: Vec<_> = open.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["lead_reviewer"]);
}

#[tokio::test]
async fn what_is_sent_many_times_over_counts_once_or_is_refused() {
    let mut it = Review::new().await;
    let row = [("code", "4.1.1"), ("why", "My sister")];
    let mut many: Vec<(&str, &str)> = row.repeat(201);
    many.push(("answer", "criteria"));
    let refused = declare(&mut it.reviewer, "reviewer", &many).await;
    assert!(refused.text().contains("more rows than a declaration takes"), "{}", refused.status);
    let mut twice: Vec<(&str, &str)> = row.repeat(2);
    twice.push(("answer", "criteria"));
    declare(&mut it.reviewer, "reviewer", &twice).await;
    let db = it.app.app.db.read.clone();
    assert_eq!(kriter::entities::conflict::Entity::find().all(&db).await.unwrap().len(), 1);
    // A link to the form may name criteria in its address.
    let form = it.reviewer.get("/assessments/1/declaration?answer=criteria&code=4.1.1").await;
    assert!(form.html().contains("value=\"4.1.1\""), "{}", form.text());

    let (user, area) = (it.app.user("reviewer@example.org", None).await, it.criterion("5").await);
    let (user, area) = (user.to_string(), area.to_string());
    let tick = [("criterion", area.as_str()), ("user", user.as_str())];
    let mut ticked: Vec<(&str, &str)> = tick.repeat(500);
    ticked.push(("act", "assign"));
    let sent = it.app.post("/assessments/1/team/assign", &ticked).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let events = kriter::entities::audit_event::Entity::find().all(&db).await.unwrap();
    let told = events.iter().find(|it| it.action == "criteria-assigned").unwrap();
    assert!(told.details.contains("\"criteria\":[\"5\"]"), "{}", told.details);
}
