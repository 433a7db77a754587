//! Who may do what with a team: every role before every address of it, and every member on the days around theirs.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{Part, Role, Stage};
use kriter::team::store::{self, NewMember};
use sea_orm::{ConnectionTrait as _, Database};

use crate::app::TestApp;

const EDITION: &str = "iso-iec-17025-2017";

/// What somebody may, each in its own way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// For them there is no assessment.
    Nothing,
    See,
    Rate,
    Lead,
    Keep,
}

/// Who asks.
struct Asks {
    who: TestApp,
    name: &'static str,
    may: May,
}

impl Asks {
    /// They say who is on the team.
    fn keeps(&self) -> bool {
        self.may == May::Keep
    }

    /// They keep it or lead it.
    fn looks_after(&self) -> bool {
        matches!(self.may, May::Keep | May::Lead)
    }

    /// They rate, and so declare.
    fn rates(&self) -> bool {
        matches!(self.may, May::Rate | May::Lead)
    }
}

/// Whether an answer is what somebody may expect who may, who may not, or for whom there is nothing.
fn expect(asks: &Asks, may: bool, said: StatusCode, what: &str) {
    let name = asks.name;
    if asks.may == May::Nothing {
        assert_eq!(said, StatusCode::NOT_FOUND, "{name} {what}");
    } else if may {
        let done = said.is_success() || said.is_redirection();
        // What is sent here is not whole: it is refused for what it says, not for who says it.
        let taken = done || said == StatusCode::UNPROCESSABLE_ENTITY;
        assert!(taken, "{name} {what}: {said}");
    } else {
        assert_eq!(said, StatusCode::FORBIDDEN, "{name} {what}");
    }
}

async fn everybody(app: &TestApp, assessment: i64) -> Vec<Asks> {
    app.user("watcher@example.org", Some(Role::Reviewer)).await;
    app.user("nobody@example.org", Some(Role::Reviewer)).await;
    app.user("victim@example.org", Some(Role::Reviewer)).await;
    let mut all = Vec::new();
    for (name, role, may) in [
        ("administrator", Role::Administrator, May::Keep),
        ("manager", Role::Manager, May::See),
        ("observer", Role::Observer, May::See),
        ("contributor", Role::Contributor, May::Nothing),
        ("reviewer", Role::Reviewer, May::Rate),
        ("lead", Role::LeadReviewer, May::Lead),
    ] {
        all.push(Asks { who: app.another(role).await, name, may });
    }
    for role in [Role::Reviewer, Role::LeadReviewer] {
        app.put_on(assessment, &format!("{}@example.org", role.code())).await;
    }
    app.put_on(assessment, "victim@example.org").await;
    app.on_team(assessment, "watcher@example.org", Part::Observer).await;
    for (name, may) in [("watcher", May::See), ("nobody", May::Nothing)] {
        let mut who = app.another(Role::Reviewer).await;
        who.sign_in(&format!("{name}@example.org")).await;
        all.push(Asks { who, name, may });
    }
    all
}

#[tokio::test]
async fn each_role_may_do_with_a_team_what_it_may_and_nothing_else() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let it = app.assessment(EDITION).await;
    app.stage(it, Stage::InternalReview).await;
    let mut all = everybody(&app, it).await;
    let victim = app.user("victim@example.org", None).await;
    let member = format!("/assessments/{it}/team/{victim}");
    let bench = all[5].who.get(format!("/assessments/{it}/workbench")).await;
    let claim = format!("{}/claim", bench.location());
    for asks in &mut all {
        let said = asks.who.get(format!("/assessments/{it}/team")).await;
        expect(asks, true, said.status, "GET team");
        let shows = said.text().contains("victim");
        assert_eq!(shows, asks.may != May::Nothing, "{}", asks.name);
        for page in ["assign", "access", "access.xlsx", &victim.to_string()] {
            let said = asks.who.get(format!("/assessments/{it}/team/{page}")).await.status;
            expect(asks, asks.looks_after(), said, page);
        }
        let said = asks.who.get(format!("{member}/sees")).await.status;
        expect(asks, asks.looks_after(), said, "GET sees");
        let said = asks.who.get(format!("/assessments/{it}/declaration")).await.status;
        expect(asks, true, said, "GET declaration");
        for (form, may) in [
            (format!("/assessments/{it}/team"), asks.keeps()),
            (member.clone(), asks.keeps()),
            (format!("/assessments/{it}/team/assign"), asks.looks_after()),
            (format!("{member}/conflicts"), asks.looks_after()),
            (format!("{member}/conflicts/1/lift"), asks.looks_after()),
            (format!("/assessments/{it}/declaration"), asks.rates()),
            (claim.clone(), asks.rates()),
            (format!("{member}/declare-anew"), asks.looks_after()),
        ] {
            let said = asks.who.post(&form, &[("part", "boss")]).await.status;
            expect(asks, may, said, &format!("POST {form}"));
        }
    }
    all.reverse();
    for asks in &mut all {
        let said = asks.who.post(format!("{member}/leave"), &[]).await.status;
        expect(asks, asks.keeps(), said, "POST leave");
    }
    let left = app.get(format!("/assessments/{it}/team")).await.text();
    assert!(!left.lines().any(|it| it.starts_with("victim Reviewer")), "{left}");
    let stranger = app.stranger(Role::Administrator).await.get(&member).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn access_begins_and_ends_by_itself() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let it = app.assessment(EDITION).await;
    let mut reviewer = app.another(Role::Reviewer).await;
    app.put_on(it, "reviewer@example.org").await;
    let user = app.user("reviewer@example.org", None).await;
    app.upload("/institutions/1/evidence/new", &[("title", "Quarterly minutes")], &[]).await;
    let linked = app.post("/evidence/1/links", &[("edition", EDITION), ("code", "4.1.1")]).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
    // Every test takes place on 24 November 2026.
    for (from, until, is_on) in [
        ("", "", true),
        ("2026-11-25", "", false),
        ("2026-11-24", "", true),
        ("2026-11-24", "2026-11-24", true),
        ("", "2026-11-24", true),
        ("", "2026-11-23", false),
    ] {
        let fields = [("part", "reviewer"), ("from", from), ("until", until)];
        let set = app.post(format!("/assessments/{it}/team/{user}"), &fields).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
        for page in [
            format!("/assessments/{it}"),
            format!("/assessments/{it}/gaps"),
            format!("/assessments/{it}/team"),
            "/evidence/1".to_owned(),
        ] {
            let said = reviewer.get(&page).await.status;
            let expected = if is_on { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(said, expected, "{page} {from} {until}");
        }
        for page in ["/institutions/1/assessments", "/institutions/1/evidence"] {
            let list = reviewer.get(page).await.text();
            let names = list.contains("Assessment 2027") || list.contains("Quarterly minutes");
            assert_eq!(names, is_on, "{page} {from} {until}: {list}");
        }
    }
    let fields = [("part", "reviewer"), ("from", "2026-12-02"), ("until", "2026-12-01")];
    let refused = app.post(format!("/assessments/{it}/team/{user}"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("The last day is before the first."), "{}", refused.text());
}

#[tokio::test]
async fn only_who_may_rate_is_put_on_a_team_to_rate() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let it = app.assessment(EDITION).await;
    let path = format!("/assessments/{it}/team");
    for (role, part, taken) in [
        (Role::Administrator, "reviewer", false),
        (Role::Administrator, "observer", false),
        (Role::Manager, "reviewer", false),
        (Role::Observer, "reviewer", false),
        (Role::Observer, "lead", false),
        (Role::Observer, "observer", true),
        (Role::Reviewer, "lead", true),
        (Role::LeadReviewer, "observer", true),
    ] {
        let user = app.user(&format!("{}@example.org", role.code()), Some(role)).await.to_string();
        let said = app.post(&path, &[("user", &user), ("part", part)]).await;
        assert_eq!(said.status == StatusCode::SEE_OTHER, taken, "{role:?} {part}: {}", said.text());
    }
    let outsider = app.stranger(Role::Reviewer).await;
    let user = outsider.user("reviewer@elsewhere.example", None).await.to_string();
    let said = app.post(&path, &[("user", &user), ("part", "reviewer")]).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody of another institution");
}

#[tokio::test]
async fn a_member_who_lost_their_role_is_on_no_team_any_more() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let it = app.assessment(EDITION).await;
    let mut reviewer = app.another(Role::Reviewer).await;
    app.put_on(it, "reviewer@example.org").await;
    let user = app.user("reviewer@example.org", None).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    let role = Role::Contributor;
    kriter::accounts::store::give_role(&mut change, user, app.institution, role).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(reviewer.get(format!("/assessments/{it}")).await.status, StatusCode::NOT_FOUND);
    let of = app.assessed(it).await;
    let open = store::undeclared(&app.app.db.read, &of, app.app.today()).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
    let report = app.get(format!("/assessments/{it}/team/access")).await.text();
    assert!(report.contains("no longer a member of the institution"), "{report}");
    let behind = Database::connect(app.app.config.database_url()).await.unwrap();
    let gone = format!("DELETE FROM membership WHERE user_id = {user}");
    behind.execute_unprepared(&gone).await.unwrap();
    behind.close().await.unwrap();
    let member = format!("/assessments/{it}/team/{user}");
    let refused = app.post(&member, &[("part", "reviewer"), ("until", "2026-12-31")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("no role in the institution any more"), "{}", refused.text());
}

#[tokio::test]
async fn of_two_who_change_a_member_the_later_is_told() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let it = app.assessment(EDITION).await;
    app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    let user = app.on_team(it, "reviewer@example.org", Part::Reviewer).await;
    let member = format!("/assessments/{it}/team/{user}");
    let page = app.get(&member).await.html();
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let ended = [("part", "reviewer"), ("until", "2026-11-01"), ("seen", seen)];
    assert_eq!(app.post(&member, &ended).await.status, StatusCode::SEE_OTHER);
    let late = app.post(&member, &[("part", "lead"), ("seen", seen)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("changed part or days meanwhile"), "{}", late.text());
    let page = app.get(&member).await.html();
    assert!(page.contains("2026-11-01"), "{page}");
}

#[tokio::test]
async fn who_only_observes_reads_and_never_rates_or_decides() {
    let (mut app, mut watcher) = TestApp::reviewed(EDITION, "4.1.1").await;
    app.submitted_again(1).await;
    let fields = [("title", "Names of informants"), ("confidentiality", "restricted")];
    app.upload("/institutions/1/evidence/new", &fields, &[("files", "a.pdf", b"%PDF-1.7")]).await;
    app.post("/evidence/2/links", &[("edition", EDITION), ("code", "4.1.1")]).await;
    app.stage(1, Stage::InternalReview).await;
    let bench = watcher.get("/assessments/1/workbench").await.location().to_owned();
    assert!(watcher.get("/evidence/2").await.status.is_success());
    // The same person observes here, and rates in another assessment against another edition.
    for beside in [false, true] {
        if beside {
            let other = app.assessment("xk-nqa-validation").await;
            app.put_on(other, "reviewer@example.org").await;
        }
        app.on_team(1, "reviewer@example.org", Part::Observer).await;
        let page = watcher.get(&bench).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        assert!(!page.html().contains("name=\"rationale\""), "{}", page.text());
        assert!(!page.text().contains("Names of informants"), "{}", page.text());
        let rated = watcher.post(&bench, &[("level", "conforms")]).await;
        assert_eq!(rated.status, StatusCode::FORBIDDEN, "{beside}");
        assert_eq!(watcher.get("/evidence/1").await.status, StatusCode::OK);
        assert_eq!(watcher.get("/evidence/2").await.status, StatusCode::FORBIDDEN, "{beside}");
        assert_eq!(watcher.get("/revisions/2/file").await.status, StatusCode::FORBIDDEN);
        let seen = app.seen(1).await;
        let accepted =
            watcher.post("/evidence/1/state", &[("step", "accept"), ("seen", &seen)]).await;
        assert_eq!(accepted.status, StatusCode::FORBIDDEN, "{beside}");
        let found = watcher.get("/institutions/1/evidence?q=informants").await.text();
        assert!(!found.contains("Names of informants"), "{found}");
    }
    let user = app.user("reviewer@example.org", None).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    let of = app.assessed(1).await;
    store::put(&mut change, &of, NewMember::of(user, Part::Reviewer)).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(watcher.get("/evidence/2").await.status, StatusCode::OK);
}
