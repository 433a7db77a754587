//! Notes of interviews, observations and tours: written, signed by both sides, and then evidence.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{
    CriterionId, EvidenceStatus, Proof, Role, Stage, evidence_item, link, note, revision,
};
use kriter::team;
use sea_orm::EntityTrait as _;
use sha2::{Digest as _, Sha256};

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";
const NEW: &str = "/assessments/1/notes/new";

/// An academy in internal review: the administrator, a reviewer and a colleague on the team, a contributor who is interviewed.
struct Visit {
    admin: TestApp,
    author: TestApp,
    colleague: TestApp,
    contributor: TestApp,
    /// Id of the contributor.
    person: String,
}

impl Visit {
    async fn new() -> Self {
        let admin = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(admin.assessment(EDITION).await, 1);
        let mut people = Vec::new();
        for email in ["reviewer@example.org", "second@example.org"] {
            admin.user(email, Some(Role::Reviewer)).await;
            admin.put_on(1, email).await;
            let mut person = admin.another(Role::Reviewer).await;
            person.sign_in(email).await;
            people.push(person);
        }
        admin.stage(1, Stage::InternalReview).await;
        let contributor = admin.another(Role::Contributor).await;
        let person = admin.user("contributor@example.org", None).await.to_string();
        let (colleague, author) = (people.pop().unwrap(), people.pop().unwrap());
        Self { admin, author, colleague, contributor, person }
    }

    fn fields<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut fields = vec![
            ("kind", "interview"),
            ("title", "With the head of training"),
            ("held_on", "2026-11-20"),
            ("place", "Room 12"),
            ("people", "B. Berisha, head of training"),
            ("criteria", "V.1, V.2"),
            ("text", "The <plan> is kept in room 12.\nIt is read each year."),
        ];
        if !more.iter().any(|it| it.0 == "counterpart") {
            fields.push(("person", &self.person));
        }
        fields.retain(|it| !more.iter().any(|more| more.0 == it.0));
        fields.extend(more);
        fields
    }

    /// A draft; its address.
    async fn draft(&mut self, more: &[(&str, &str)]) -> String {
        let fields: Vec<(String, String)> =
            self.fields(more).iter().map(|it| (it.0.into(), it.1.into())).collect();
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        let sent = self.author.post(NEW, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        sent.location().to_owned()
    }
}

/// Signs with a name what the page shows.
async fn sign(person: &mut TestApp, at: &str, name: &str) -> crate::app::Answer {
    let html = person.get(at).await.html();
    let form = html.split(&format!("action=\"{at}/sign\"")).nth(1).unwrap_or_default();
    let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap_or("\"");
    let seen = seen.split('"').next().unwrap().to_owned();
    person.post(format!("{at}/sign"), &[("signed", name), ("seen", &seen)]).await
}

async fn stored(app: &TestApp) -> note::Model {
    note::Entity::find().one(&app.app.db.read).await.unwrap().unwrap()
}

async fn items(app: &TestApp) -> Vec<evidence_item::Model> {
    evidence_item::Entity::find().all(&app.app.db.read).await.unwrap()
}

#[tokio::test]
async fn a_note_is_written_signed_by_both_sides_and_becomes_evidence() {
    let mut visit = Visit::new().await;
    let at = visit.draft(&[]).await;
    assert_eq!(at, "/notes/1");
    let edited = visit.fields(&[("text", "The <plan> is kept in room 12."), ("seen", "0")]);
    let edited: Vec<(String, String)> =
        edited.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    let edited: Vec<(&str, &str)> =
        edited.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let saved = visit.author.post("/notes/1/edit", &edited).await;
    assert_eq!(saved.location(), at, "{}", saved.text());
    let stale = visit.author.post("/notes/1/edit", &edited).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("another window meanwhile"), "{}", stale.text());

    let early = sign(&mut visit.contributor, &at, "contributor").await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    let wrong = sign(&mut visit.author, &at, "somebody else").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(visit.author.get("/work").await.text().contains("Finish and sign a note"));
    let signed = sign(&mut visit.author, &at, "Reviewer").await;
    assert_eq!(signed.location(), at, "{}", signed.text());
    let frozen = stored(&visit.admin).await;
    let text = frozen.frozen.clone().unwrap();
    assert!(text.contains("V.1, V.2") && text.contains("The <plan> is kept"), "{text}");
    let hash = kriter::files::hex(&Sha256::digest(&text));
    assert_eq!(frozen.sha256.as_deref(), Some(hash.as_str()));
    assert!(items(&visit.admin).await.is_empty(), "one signature is not enough");
    let late = visit.author.post("/notes/1/edit", &edited).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("its words are what they are"), "{}", late.text());

    let page = visit.contributor.get("/work").await;
    assert!(page.text().contains("Sign a note"), "{}", page.text());
    let page = visit.contributor.get(&at).await.html();
    assert!(page.contains("The &lt;plan&gt; is kept") && page.contains(&hash), "{page}");
    let signed = sign(&mut visit.contributor, &at, "contributor").await;
    assert_eq!(signed.location(), at, "{}", signed.text());
    let all = items(&visit.admin).await;
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].status, all[0].proof), (EvidenceStatus::Accepted, Some(Proof::Interview)));
    assert_eq!(all[0].document_date.map(|it| it.to_string()).as_deref(), Some("2026-11-20"));
    let db = &visit.admin.app.db.read;
    let files = revision::Entity::find().all(db).await.unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].sha256.as_deref(), Some(hash.as_str()), "the file is what was signed");
    assert_eq!(link::Entity::find().all(db).await.unwrap().len(), 2);
    let page = visit.colleague.get("/assessments/1/notes").await.text();
    assert!(page.contains("With the head of training") && page.contains("signed by both sides"));
    let again = sign(&mut visit.contributor, &at, "contributor").await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(visit.contributor.get("/work").await.text().contains("Nothing waits for you"));
}

#[tokio::test]
async fn somebody_without_a_login_signs_on_paper() {
    let mut visit = Visit::new().await;
    let at = visit.draft(&[("kind", "tour"), ("counterpart", "Agim Hoxha")]).await;
    let paper = format!("{at}/paper");
    let scan: (&str, &str, &[u8]) = ("files", "scan.pdf", b"%PDF-1.7 scan");
    let early = visit.admin.upload(&paper, &[], &[scan]).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "a draft is its author's alone");
    sign(&mut visit.author, &at, "reviewer").await;
    let page = visit.admin.get(&at).await.html();
    assert!(page.contains("Agim Hoxha") && page.contains(&format!("action=\"{paper}\"")), "{page}");
    assert!(visit.admin.get("/work").await.text().contains("Sign a note"));
    let hash = stored(&visit.admin).await.sha256.unwrap();
    let bare = visit.admin.upload(&paper, &[("seen", &hash)], &[]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = visit.admin.upload(&paper, &[("seen", "other")], &[scan]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = visit.author.upload(&paper, &[("seen", &hash)], &[scan]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert!(items(&visit.admin).await.is_empty());
    let done = visit.admin.upload(&paper, &[("seen", &hash)], &[scan]).await;
    assert_eq!(done.location(), at, "{}", done.text());
    let all = items(&visit.admin).await;
    assert_eq!((all[0].status, all[0].proof), (EvidenceStatus::Accepted, Some(Proof::Observation)));
    let files = revision::Entity::find().all(&visit.admin.app.db.read).await.unwrap();
    let names: Vec<&str> = files.iter().map(|it| it.place.as_str()).collect();
    assert_eq!(names, ["note-1.txt", "scan.pdf"]);
    let twice = visit.admin.upload(&paper, &[("seen", &hash)], &[scan]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(items(&visit.admin).await.len(), 1);
}

#[tokio::test]
async fn each_sees_and_signs_what_the_table_says() {
    let mut visit = Visit::new().await;
    let at = visit.draft(&[]).await;
    let status = async |role: Role, at: &str, admin: &TestApp| {
        let mut person = admin.another(role).await;
        (
            person.get(at).await.status,
            person.post(format!("{at}/sign"), &[("signed", "x")]).await.status,
        )
    };
    for role in Role::ALL.iter().filter(|it| **it != Role::Reviewer) {
        let found = status(*role, &at, &visit.admin).await;
        assert_eq!(found, (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{role:?}: a draft");
    }
    assert_eq!(visit.colleague.get(&at).await.status, StatusCode::NOT_FOUND);
    sign(&mut visit.author, &at, "reviewer").await;
    for (role, sees) in [
        (Role::Administrator, true),
        (Role::Contributor, true),
        (Role::Manager, false),
        (Role::Observer, false),
        (Role::LeadReviewer, false),
    ] {
        let (seen, sent) = status(role, &at, &visit.admin).await;
        assert_eq!(seen == StatusCode::OK, sees, "{role:?}: {seen}");
        let expected = match role {
            Role::Contributor => StatusCode::UNPROCESSABLE_ENTITY,
            Role::Administrator => StatusCode::FORBIDDEN,
            _ => StatusCode::NOT_FOUND,
        };
        assert_eq!(sent, expected, "{role:?}");
    }
    assert_eq!(visit.colleague.get(&at).await.status, StatusCode::NOT_FOUND);
    for role in [Role::Administrator, Role::Manager, Role::Observer] {
        let mut person = visit.admin.another(role).await;
        assert_eq!(person.get("/assessments/1/notes").await.status, StatusCode::OK);
        assert_eq!(person.get(NEW).await.location(), "/assessments/1/notes", "{role:?}");
        assert_eq!(person.post(NEW, &[]).await.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_ne!(person.get(format!("{at}/edit")).await.status, StatusCode::OK, "{role:?}");
    }
    assert_eq!(visit.contributor.get("/assessments/1/notes").await.status, StatusCode::NOT_FOUND);
    let mut stranger = visit.admin.stranger(Role::Administrator).await;
    for path in [at.clone(), format!("{at}/edit"), "/assessments/1/notes".into(), NEW.into()] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn hostile_and_withheld_notes_are_refused() {
    let mut visit = Visit::new().await;
    let long = "x".repeat(20_001);
    let reviewer = visit.admin.user("reviewer@example.org", None).await.to_string();
    for (name, value) in [
        ("kind", "party"),
        ("title", " "),
        ("held_on", "31.2.2026"),
        ("criteria", "Z.99"),
        ("criteria", ", ;"),
        ("text", long.as_str()),
        ("person", "999"),
        ("person", reviewer.as_str()),
        ("person", ""),
        ("counterpart", ""),
    ] {
        let fields: Vec<(String, String)> = visit
            .fields(&[(name, value)])
            .iter()
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect();
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        let sent = visit.author.post(NEW, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value:.20}");
        if name != "text" {
            assert!(sent.html().contains("The &lt;plan&gt; is kept"), "what was typed stays");
        }
    }
    let at = visit.draft(&[]).await;
    let db = visit.admin.app.db.read.clone();
    let edition = kriter::standards::store::by_code(&db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(&db, edition).await.unwrap();
    let kept: CriterionId = whole.criteria.iter().find(|it| it.code == "V.2").unwrap().id;
    let user = visit.admin.user("reviewer@example.org", None).await;
    let it = visit.admin.assessed(1).await;
    let mut change = visit.admin.app.change(Actor::User(user)).await.unwrap();
    let conflict =
        team::conflicts::NewConflict { criterion: Some(kept), reason: "Taught it".into() };
    team::conflicts::declare(&mut change, &it, user, "x".into(), vec![conflict]).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(visit.author.get(&at).await.status, StatusCode::NOT_FOUND);
    assert!(!visit.author.get("/work").await.text().contains("head of training"));
    let fields: Vec<(String, String)> =
        visit.fields(&[]).iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let sent = visit.author.post(NEW, &fields).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.text());
}

#[tokio::test]
async fn a_long_list_has_pages_and_asks_no_more_of_the_database() {
    let mut visit = Visit::new().await;
    visit.draft(&[]).await;
    let fields: Vec<(String, String)> =
        visit.fields(&[]).iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    assert_same_queries(&mut visit.author, "/assessments/1/notes", async |app| {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        for _ in 0..55 {
            assert_eq!(app.post(NEW, &fields).await.status, StatusCode::SEE_OTHER);
        }
    })
    .await;
    let page = visit.author.get("/assessments/1/notes?page=2").await.text();
    assert!(page.contains("Page 2 of 2"), "{page}");
    assert!(!visit.admin.get("/assessments/1/notes").await.text().contains("head of training"));
}

#[tokio::test]
async fn a_signature_that_waits_in_vain_is_taken_back_by_its_author() {
    let mut visit = Visit::new().await;
    let at = visit.draft(&[]).await;
    let unsign = format!("{at}/unsign");
    let early = visit.author.post(&unsign, &[("reason", "x")]).await;
    assert_eq!(early.status, StatusCode::FORBIDDEN, "nothing is signed");
    sign(&mut visit.author, &at, "Reviewer").await;
    let hash = stored(&visit.admin).await.sha256.unwrap();
    let fields = [("reason", "She left the academy"), ("seen", hash.as_str())];
    for (who, status) in [
        (&mut visit.admin, StatusCode::FORBIDDEN),
        (&mut visit.contributor, StatusCode::FORBIDDEN),
        (&mut visit.colleague, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(who.post(&unsign, &fields).await.status, status);
    }
    let bare = visit.author.post(&unsign, &[("seen", &hash)]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    let stale = visit.author.post(&unsign, &[("reason", "x"), ("seen", "0")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stale.text());
    let done = visit.author.post(&unsign, &fields).await;
    assert_eq!(done.location(), at, "{}", done.text());
    let draft = stored(&visit.admin).await;
    assert!(draft.signed_at.is_none() && draft.sha256.is_none() && draft.frozen.is_none());
    assert_eq!(visit.contributor.get(&at).await.status, StatusCode::NOT_FOUND, "a draft again");
    let log = visit.admin.get("/institutions/1/audit").await.text();
    assert!(log.contains("taken back") && log.contains(&hash), "{log}");
    // Somebody else signs on paper.
    let edits = draft.edits.to_string();
    let edited = visit.fields(&[("counterpart", "A. Krasniqi"), ("person", ""), ("seen", &edits)]);
    let edited: Vec<(String, String)> =
        edited.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    let edited: Vec<(&str, &str)> =
        edited.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let saved = visit.author.post(format!("{at}/edit"), &edited).await;
    assert_eq!(saved.location(), at, "{}", saved.text());
    sign(&mut visit.author, &at, "Reviewer").await;
    let seen = stored(&visit.admin).await.sha256.unwrap();
    let scan: (&str, &str, &[u8]) = ("files", "scan.pdf", b"%PDF-1.7 scan");
    let brought = visit.admin.upload(format!("{at}/paper"), &[("seen", &seen)], &[scan]).await;
    assert_eq!(brought.location(), at, "{}", brought.text());
    let late = visit.author.post(&unsign, &[("reason", "x"), ("seen", &seen)]).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "both have signed");
    // What it became is not deleted, neither.
    let item = items(&visit.admin).await[0].id.0;
    let page = visit.admin.get(format!("/evidence/{item}/delete")).await.text();
    assert!(page.contains("It cannot be deleted"), "{page}");
    let codes = "V.1, ".repeat(3_000);
    let fields = visit.fields(&[("criteria", &codes)]);
    let fields: Vec<(String, String)> =
        fields.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let long = visit.author.post(NEW, &fields).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", long.text());
}
