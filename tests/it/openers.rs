//! Who can open restricted evidence today and why; and what nobody can open any longer, until a reader is named.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{Part, Role, audit_event};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";
/// In the title of the item, and nowhere else.
const WORD: &str = "zyxwv";

/// An administrator with a restricted item that is linked to a criterion of an assessment.
async fn holding(only_me: bool) -> TestApp {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment(EDITION).await;
    let mut fields = vec![("title", WORD), ("confidentiality", "restricted")];
    // A box that is not ticked is not sent.
    fields.extend(only_me.then_some(("only_me", "yes")));
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let added = app.upload(&path, &fields, &[]).await;
    assert_eq!(added.location(), "/evidence/1", "{}", added.text());
    app.post("/evidence/1/links", &[("edition", EDITION), ("code", "V.1")]).await;
    app
}

impl TestApp {
    /// Gives somebody another role, as the command line does.
    async fn now_is(&self, email: &str, role: Role) {
        let user = self.user(email, None).await;
        let mut change = self.app.change(Actor::System).await.unwrap();
        let give = kriter::accounts::store::give_role;
        give(&mut change, user, self.institution, role).await.unwrap();
        change.commit().await.unwrap();
    }
}

#[tokio::test]
async fn those_who_can_open_an_item_are_listed_with_reason_and_end() {
    let mut app = holding(false).await;
    for role in [Role::Manager, Role::Observer, Role::Reviewer, Role::LeadReviewer] {
        app.user(&format!("{}@example.org", role.code()), Some(role)).await;
    }
    let page = app.get("/evidence/1/openers").await.text();
    assert!(page.contains("administrator Administrator of the institution No end"), "{page}");
    // Who is on no team, or has not declared yet, does not reach it.
    assert!(!page.contains("reviewer"), "{page}");
    let user = app.on_team(1, "reviewer@example.org", Part::Reviewer).await;
    let it = app.assessed(1).await;
    assert!(!app.get("/evidence/1/openers").await.text().contains("reviewer"));
    let mut change = app.app.change(Actor::User(user)).await.unwrap();
    let declare = kriter::team::conflicts::declare;
    declare(&mut change, &it, user, "reviewer".into(), Vec::new()).await.unwrap();
    change.commit().await.unwrap();
    let sent = [("part", "reviewer"), ("from", ""), ("until", "2026-12-31"), ("seen", "")];
    app.post(format!("/assessments/1/team/{user}"), &sent).await;
    let page = app.get("/evidence/1/openers").await.text();
    assert!(page.contains("reviewer Reviewer: Assessment 2027"), "{page}");
    assert!(!page.contains("lead_reviewer") && !page.contains("manager"), "{page}");
    for (language, said) in [("sq", "Kush mund ta hapë sot"), ("sr", "Ko ga danas može otvoriti")]
    {
        app.post("/language", &[("language", language)]).await;
        assert!(app.get("/evidence/1/openers").await.text().contains(said));
    }
    app.post("/language", &[("language", "en")]).await;
    // As soon as there is a list, only those on it.
    let own = app.user("administrator@example.org", None).await.to_string();
    app.post("/evidence/1/readers", &[("reader", &own)]).await;
    let page = app.get("/evidence/1/openers").await.text();
    assert!(page.contains("Of those on the list") && !page.contains("reviewer"), "{page}");
    let lead = app.user("lead_reviewer@example.org", None).await.to_string();
    app.post("/evidence/1/readers", &[("reader", &lead)]).await;
    let page = app.get("/evidence/1/openers").await.text();
    assert!(page.contains("On the list, but not able to open it"), "{page}");
    // Only whoever keeps the item and opens it is told.
    for role in [Role::Manager, Role::Observer, Role::Reviewer] {
        let answer = app.another(role).await.get("/evidence/1/openers").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn an_item_that_nobody_can_open_is_given_a_reader_with_a_reason() {
    let mut app = holding(true).await;
    let list = format!("/institutions/{}/unopened-evidence", app.institution);
    assert!(app.get(&list).await.text().contains("can be opened by somebody on its list"));
    let mut second = app.another(Role::Observer).await;
    second.user("second@example.org", Some(Role::Administrator)).await;
    second.sign_in("second@example.org").await;
    let user = second.user("second@example.org", None).await.to_string();
    // As long as somebody opens it, nobody gets in by this door.
    let fields = [("reader", user.as_str()), ("reason", "The keeper has left")];
    let early = second.post("/evidence/1/name-reader", &fields).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.text());
    assert_eq!(second.get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    app.now_is("administrator@example.org", Role::Manager).await;
    let page = second.get(&list).await;
    assert!(page.text().contains("Restricted item, in the register since"), "{}", page.text());
    assert!(!page.html().contains(WORD) && !page.html().contains("KAPS-E-0001"));
    let bare = second.post("/evidence/1/name-reader", &[("reader", &user)]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.html().contains(&format!("value=\"{user}\" selected")), "{}", bare.html());
    let manager = app.user("administrator@example.org", None).await.to_string();
    let wrong = [("reader", manager.as_str()), ("reason", "x")];
    let wrong = second.post("/evidence/1/name-reader", &wrong).await;
    assert!(wrong.text().contains("could not open the item"), "{}", wrong.text());
    for role in [Role::Manager, Role::Observer, Role::Reviewer] {
        let mut other = app.another(role).await;
        let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
        assert!(refused.contains(&other.post("/evidence/1/name-reader", &fields).await.status));
        assert!(refused.contains(&other.get(&list).await.status), "{role:?}");
    }
    let named = second.post("/evidence/1/name-reader", &fields).await;
    assert_eq!(named.location(), list, "{}", named.text());
    assert!(second.get("/evidence/1").await.text().contains(WORD));
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Action.eq("reader-named"))
        .all(&app.app.db.read)
        .await
        .unwrap();
    assert_eq!(events.len(), 1);
    assert!(events[0].details.contains("The keeper has left"), "{}", events[0].details);
}

#[tokio::test]
async fn neither_page_asks_more_for_many_items_and_people() {
    let mut app = holding(true).await;
    app.put_on_new(0).await;
    let list = format!("/institutions/{}/unopened-evidence", app.institution);
    for address in ["/evidence/1/openers", &list] {
        assert_same_queries(&mut app, address, async |app| {
            for number in 1..5 {
                app.put_on_new(number).await;
                let fields =
                    [("title", "More"), ("confidentiality", "restricted"), ("only_me", "yes")];
                let path = format!("/institutions/{}/evidence/new", app.institution);
                app.upload(&path, &fields, &[]).await;
            }
        })
        .await;
    }
}

impl TestApp {
    /// Puts a reviewer on the team who is new.
    async fn put_on_new(&self, number: usize) {
        let email = format!("reviewer{number}@example.org");
        self.user(&email, Some(Role::Reviewer)).await;
        self.put_on(1, &email).await;
    }
}
