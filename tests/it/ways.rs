//! The navigation: whatever it offers opens, and it says where one is.

use axum::http::StatusCode;
use kriter::entities::{Part, Role, Stage};

use crate::app::{Answer, TestApp};

const EDITION: &str = "xk-nqa-validation";

/// An assessment under external review, its administrator, and a team.
async fn reviewed() -> TestApp {
    let app = TestApp::with_standards(Role::Administrator).await;
    assert_eq!(app.assessment(EDITION).await, 1);
    app.stage(1, Stage::ExternalReview).await;
    for role in [Role::Reviewer, Role::LeadReviewer] {
        let email = format!("{}@example.org", role.code());
        app.user(&email, Some(role)).await;
        app.put_on(1, &email).await;
    }
    app
}

/// The part of a page between two marks.
fn part<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let rest = html.split_once(from).unwrap_or_else(|| panic!("no {from} in {html}")).1;
    rest.split_once(to).unwrap().0
}

/// The navigation of the assessment.
fn ways(html: &str) -> &str {
    part(html, "<nav class=\"ways", "</nav>")
}

/// The addresses of links.
fn links(html: &str) -> Vec<String> {
    let links = html.split("<a ").skip(1);
    links.map(|it| part(it, "href=\"", "\"").replace("&amp;", "&")).collect()
}

/// The addresses of the links that are marked as the page itself, or as a way to it.
fn marked(html: &str, mark: &str) -> Vec<String> {
    let tags = html.split("<a ").skip(1).map(|it| it.split_once('>').unwrap().0);
    let tags = tags.filter(|it| it.contains(&format!("aria-current=\"{mark}\"")));
    tags.map(|it| part(it, "href=\"", "\"").to_owned()).collect()
}

/// A page; the workbench leads on to the criterion at which one works.
async fn opened(person: &mut TestApp, path: &str) -> Answer {
    let answer = person.get(path).await;
    if answer.status == StatusCode::SEE_OTHER {
        let to = answer.location().to_owned();
        assert!(to.starts_with(path), "{path} leads to {to}");
        return person.get(to).await;
    }
    answer
}

#[tokio::test]
async fn whatever_the_navigation_offers_to_a_role_opens() {
    let app = reviewed().await;
    app.user("observer@example.org", Some(Role::Observer)).await;
    app.on_team(1, "observer@example.org", Part::Observer).await;
    for role in
        [Role::Administrator, Role::Reviewer, Role::LeadReviewer, Role::Manager, Role::Observer]
    {
        let mut person = app.another(role).await;
        let start = person.get("/assessments/1").await;
        assert_eq!(start.status, StatusCode::OK, "{role:?}: {}", start.text());
        let html = start.html();
        let mut offered = links(ways(&html));
        assert!(offered.len() > 15, "{role:?}: {offered:?}");
        offered.extend(links(part(&html, "<nav class=\"main", "</nav>")));
        for path in offered {
            let answer = opened(&mut person, &path).await;
            assert_eq!(answer.status, StatusCode::OK, "{role:?} {path}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn every_page_of_an_assessment_is_marked_in_its_navigation() {
    let mut app = reviewed().await;
    let start = app.get("/assessments/1").await.html();
    assert_eq!(marked(ways(&start), "page"), ["/assessments/1"]);
    let all = links(ways(&start));
    let own = all.iter().filter(|it| it.starts_with("/assessments/1/") && !it.contains(".xlsx"));
    for path in own {
        let html = opened(&mut app, path).await.html();
        let mark = if path.ends_with("/workbench") { "true" } else { "page" };
        let marked = marked(ways(&html), mark);
        assert!(marked.contains(path), "{path}: {marked:?}");
        // Only the pages of the group that one is in are there.
        assert!(links(ways(&html)).len() < all.len(), "{path}");
    }
}

#[tokio::test]
async fn a_page_below_another_marks_the_way_to_it() {
    let mut app = reviewed().await;
    let member = app.user("reviewer@example.org", None).await;
    for (path, way, group) in [
        (
            "/assessments/1/findings/new".to_owned(),
            "/assessments/1/findings",
            "/assessments/1/findings",
        ),
        (format!("/assessments/1/team/{member}"), "/assessments/1/team", "/assessments/1/team"),
        ("/assessments/1/workbench/table".to_owned(), "", "/assessments/1/workbench"),
    ] {
        let mut reviewer = app.another(Role::LeadReviewer).await;
        let person = if path.contains("team") { &mut app } else { &mut reviewer };
        let answer = person.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        let html = answer.html();
        let found = marked(ways(&html), "true");
        assert!(found.iter().any(|it| it == group), "{path}: {found:?}");
        assert!(way.is_empty() || found.iter().any(|it| it == way), "{path}: {found:?}");
    }
}

#[tokio::test]
async fn the_head_marks_where_one_is_and_folds_what_is_rare() {
    let mut app = reviewed().await;
    let institution = app.institution;
    let head = |html: &str| part(html, "<nav class=\"main", "</nav>").to_owned();
    let assessments = format!("/institutions/{institution}/assessments");
    let html = app.get("/assessments/1/gaps").await.html();
    assert_eq!(marked(&head(&html), "true"), [assessments.as_str()]);
    let html = app.get("/work").await.html();
    assert_eq!(marked(&head(&html), "page"), ["/work"]);
    let imports = format!("/institutions/{institution}/imports");
    let html = app.get(&imports).await.html();
    let folded = part(&html, "<details class=\"more\"", "</details>");
    assert_eq!(marked(folded, "page"), [imports.as_str()]);
    assert!(folded.contains("<summary aria-current=\"true\">"), "{folded}");
}
