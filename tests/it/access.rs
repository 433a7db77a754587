//! Who gets in where: the whole table of roles and actions walked through real requests, and every address tried by those it is not for.

use axum::http::StatusCode;
use kriter::access::{Action, allowed};
use kriter::entities::{CriterionId, EditionId, FindingKind, Role, Stage, UserId, qualification};
use sea_orm::{EntityTrait as _, QueryFilter as _};

use crate::app::{Answer, TestApp};
use crate::sources::templates;

/// A program with a row of everything, so that a refusal is never only an absence.
struct Full {
    app: TestApp,
    criterion: CriterionId,
    /// Somebody on the team of the assessment.
    reviewer: UserId,
    edition: EditionId,
    catalogue: String,
    crosswalk: String,
    /// Id of a draft of the institution.
    draft: String,
    /// Id of a criterion of that draft.
    node: String,
}

impl Full {
    /// The administrator is signed in; the reviewers are on the assessment.
    async fn new() -> Self {
        let mut app = TestApp::with_standards(Role::Administrator).await;
        let assessment = app.assessment("xk-nqa-validation").await;
        let cycle = [("period_from", "2024-01-01"), ("period_to", "2026-12-31")];
        let said = app.post(format!("/assessments/{assessment}/settings"), &cycle).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
        for role in [Role::Reviewer, Role::LeadReviewer] {
            let email = format!("{}@example.org", role.code());
            app.user(&email, Some(role)).await;
        }
        app.on_it(assessment).await;
        let criterion = criterion(&app).await;
        let fields = [("title", "Minutes"), ("confidentiality", "restricted")];
        let register = format!("/institutions/{}/evidence/new", app.institution);
        app.upload(&register, &fields, &[("files", "minutes.pdf", b"%PDF-1.7")]).await;
        let code = "xk-nqa-validation";
        let link = [("edition", code), ("code", "V.1")];
        let linked = app.post("/evidence/1/links", &link).await;
        assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
        let imports = format!("/institutions/{}/imports", app.institution);
        let file = b"Title;Owner\nCharter;Legal office\n";
        app.upload(&imports, &[("kind", "evidence")], &[("file", "a.csv", file)]).await;
        app.qualification().await;
        app.note().await;
        let draft = app.draft("rules").await;
        let node = app.node(&draft, "", "1").await;
        let pack = include_bytes!("../fixtures/packs/sound.yaml");
        let sent =
            app.upload(&imports, &[("kind", "catalogue")], &[("file", "p.yaml", pack)]).await;
        let catalogue = sent.location().rsplit('/').next().unwrap().to_owned();
        let crosswalk = app.crosswalk(criterion).await;
        app.exercise(assessment, criterion).await;
        let contributor = app.user("contributor@example.org", Some(Role::Contributor)).await;
        let asked = [("title", "List of staff"), ("person", &contributor.to_string())];
        let path = format!("/institutions/{}/requests/new", app.institution);
        let sent = app.post(&path, &asked).await;
        assert_eq!(sent.location(), "/requests/1", "{}", sent.text());
        let due = [("title", "Reply"), ("fixed_on", "2026-12-24")];
        let sent = app.post("/assessments/1/deadlines", &due).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        app.sealed(1).await;
        app.finding(assessment, criterion).await;
        let asked = [
            ("kind", "condition"),
            ("origin", "decision"),
            ("source", "Decision 12"),
            ("text", "A quality office"),
        ];
        let path = format!("/institutions/{}/recommendations/new", app.institution);
        let sent = app.post(&path, &asked).await;
        assert_eq!(sent.location(), "/recommendations/1", "{}", sent.text());
        let edition = kriter::standards::store::by_code(&app.app.db.read, code).await;
        let edition = edition.unwrap().unwrap().id;
        let reviewer = app.user("reviewer@example.org", None).await;
        Self { app, criterion, reviewer, edition, catalogue, crosswalk, draft, node }
    }

    /// An address with the ids of the first rows in it.
    fn fill(&self, template: &str) -> String {
        let criterion = self.criterion.0.to_string();
        let edition = self.edition.0.to_string();
        let is_catalogue = template.starts_with("/catalogue-imports");
        let step = |it| match it {
            "{batch}" if is_catalogue => self.catalogue.clone(),
            "{criterion}" => criterion.clone(),
            "{draft}" => self.draft.clone(),
            "{user}" => self.reviewer.to_string(),
            "{node}" => self.node.clone(),
            "{edition}" | "{base}" => edition.clone(),
            "{part}" => "level-0".to_owned(),
            "{format}" => "xlsx".to_owned(),
            "{crosswalk}" => self.crosswalk.clone(),
            it if str::starts_with(it, "{") => "1".to_owned(),
            it => it.to_owned(),
        };
        template.split('/').map(step).collect::<Vec<_>>().join("/")
    }

    /// Opens the forms of an action.
    async fn forms(&self, person: &mut TestApp, action: Action) -> Vec<Answer> {
        let forms: &[&str] = match action {
            Action::KeepEvidence => {
                &["evidence/new", "imports", "recommendations/new", "requests/new", "uploads"]
            }
            Action::KeepAssessments => &["assessments/new"],
            Action::KeepStandards => &["catalogues/new", "catalogues/clone/1"],
            _ => &[],
        };
        let mut answers = Vec::new();
        for form in forms {
            let path = format!("/institutions/{}/{form}", self.app.institution);
            answers.push(person.get(path).await);
        }
        answers
    }

    /// Asks for evidence of the criterion.
    async fn ask(&self, person: &mut TestApp) -> Answer {
        let path = format!("/institutions/{}/requests/new", self.app.institution);
        let criterion = self.criterion.to_string();
        let about = [("assessment", "1"), ("criterion", criterion.as_str())];
        let asked = [("title", "Rules"), ("unit", "Legal office")];
        person.post(&path, &[asked, about].concat()).await
    }

    /// Tries what an action is for.
    async fn attempt(&self, person: &mut TestApp, action: Action) -> Answer {
        let institution = self.app.institution;
        let bench = self.fill("/assessments/1/workbench/{criterion}");
        match action {
            Action::Read => person.get(format!("/institutions/{institution}/evidence")).await,
            Action::ReadRestricted => person.get("/revisions/1/file").await,
            Action::KeepEvidence => {
                let path = format!("/institutions/{institution}/evidence/new");
                person.upload(&path, &[("title", "Statute")], &[]).await
            }
            Action::AnswerRequests => {
                let file: (&str, &str, &[u8]) = ("files", "list.txt", b"list");
                person.upload("/requests/1/answer", &[], &[file]).await
            }
            Action::DecideEvidence => {
                let seen = self.app.submitted_again(1).await;
                let fields = [("step", "accept"), ("seen", seen.as_str())];
                person.post("/evidence/1/state", &fields).await
            }
            Action::KeepAssessments => {
                person.post("/assessments/1/settings", &[("name", "Another name")]).await
            }
            Action::RateSelf | Action::RateReview => person.post(&bench, &[("level", "met")]).await,
            Action::AskEvidence => self.ask(person).await,
            Action::Comment => person.post(format!("{bench}/comments"), &[("text", "Seen")]).await,
            Action::AnswerFindings => {
                let fields = [
                    ("step", "answer"),
                    ("correction", "Put right"),
                    ("root_cause", "Nobody looked"),
                    ("corrective_action", "Somebody looks"),
                    ("extent", "Nowhere else"),
                ];
                person.post("/assessments/1/findings/1", &fields).await
            }
            Action::Determine => {
                let determine = self.fill("/assessments/1/round/{criterion}/determine");
                let held = kriter::entities::determination::Entity::find()
                    .filter(kriter::entities::determination::COLUMN.superseded_at.is_null())
                    .one(&self.app.app.db.read)
                    .await
                    .unwrap();
                let seen = held.map(|it| it.id.to_string()).unwrap_or_default();
                let fields = [("level", "met"), ("rationale", "Seen"), ("seen", seen.as_str())];
                person.post(&determine, &fields).await
            }
            Action::Export => person.get("/assessments/1/readiness.xlsx").await,
            Action::KeepStandards => {
                let path = format!("/catalogues/{}", self.draft);
                person.post(path, &[("version", "2")]).await
            }
            Action::ReadAudit => person.get(format!("/institutions/{institution}/audit")).await,
        }
    }
}

impl TestApp {
    /// Puts both reviewers on an assessment.
    async fn on_it(&self, assessment: i64) {
        for role in [Role::Reviewer, Role::LeadReviewer] {
            self.put_on(assessment, &format!("{}@example.org", role.code())).await;
        }
    }

    /// A note that its author has signed, and that waits for the paper.
    async fn note(&self) {
        use kriter::entities::{AssessmentId, NoteKind, note};
        use sea_orm::{ActiveModelTrait as _, NotSet, Set};
        let author = self.user("reviewer@example.org", None).await;
        let row = note::ActiveModel {
            id: NotSet,
            institution_id: Set(self.institution),
            assessment_id: Set(AssessmentId(1)),
            kind: Set(NoteKind::Tour),
            title: Set("Range".into()),
            held_on: Set(crate::app::now().date_naive()),
            place: Set("Range".into()),
            people: Set("All".into()),
            text: Set("Seen".into()),
            user_id: Set(author),
            counterpart_id: Set(None),
            counterpart: Set("Agim Hoxha".into()),
            edits: Set(0),
            frozen: Set(Some("Seen".into())),
            sha256: Set(Some("0".repeat(64))),
            signed_at: Set(Some(crate::app::now())),
            countersigned_at: Set(None),
            evidence_id: Set(None),
            created_at: Set(crate::app::now()),
        };
        let change = self.app.derive().await.unwrap();
        row.insert(change.tx()).await.unwrap();
        change.commit().await.unwrap();
    }

    /// A calibration exercise on a criterion.
    async fn exercise(&self, assessment: i64, criterion: CriterionId) {
        let it = self.assessed(assessment).await;
        let user = self.user("lead_reviewer@example.org", None).await;
        let row = kriter::entities::criterion::Entity::find_by_id(criterion);
        let row = row.one(&self.app.db.read).await.unwrap().unwrap();
        let (title, note) = ("Before we begin".into(), String::new());
        let criteria = vec![&row];
        let new = kriter::calibration::store::NewCalibration { title, note, criteria };
        let mut change = self.app.change(kriter::audit::Actor::System).await.unwrap();
        kriter::calibration::store::open(&mut change, &it, user, new).await.unwrap();
        change.commit().await.unwrap();
    }

    /// All who rate have locked.
    async fn locked(&self, assessment: i64) {
        let id = kriter::entities::AssessmentId(assessment);
        let (it, _) = kriter::assessments::store::by_id(&self.app.db.read, id).await.unwrap();
        let mut change = self.app.change(kriter::audit::Actor::System).await.unwrap();
        for role in [Role::Reviewer, Role::LeadReviewer] {
            let user = self.user(&format!("{}@example.org", role.code()), None).await;
            kriter::rounds::store::lock(&mut change, &it, it.stage.round(), user).await.unwrap();
        }
        change.commit().await.unwrap();
    }

    /// A nonconformity of an assessment, which everybody there may see.
    async fn finding(&self, assessment: i64, criterion: CriterionId) {
        let of = self.assessed(assessment).await;
        let mut change = self.app.change(kriter::audit::Actor::System).await.unwrap();
        let wording = kriter::findings::store::Wording {
            kind: FindingKind::Minor,
            statement: "One record is not signed".into(),
            requirement: String::new(),
            objective_evidence: "Seen in case 12".into(),
            evidence: None,
            due_on: None,
        };
        let raised = kriter::findings::store::raise(&mut change, &of, Some(criterion), wording);
        assert_eq!(raised.await.unwrap().id.0, 1);
        change.commit().await.unwrap();
    }

    /// A crosswalk of the institution with a relation of a criterion; its id.
    async fn crosswalk(&mut self, criterion: CriterionId) -> String {
        let db = self.app.db.read.clone();
        let code = "xk-kaa-programme-2021";
        let other = kriter::standards::store::by_code(&db, code).await.unwrap().unwrap();
        let own = kriter::entities::criterion::Entity::find_by_id(criterion);
        let own = own.one(&db).await.unwrap().unwrap().edition_id.to_string();
        let whole = kriter::standards::store::tree_of(&db, other).await.unwrap();
        let (institution, to) = (self.institution.to_string(), whole.edition.id.to_string());
        let fields = [
            ("institution", institution.as_str()),
            ("from", &own),
            ("to", &to),
            ("title", "Ours"),
            ("source", "Judged by us"),
        ];
        let made = self.post("/crosswalks/new", &fields).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        let at = made.location().to_owned();
        let (from, to) = (criterion.to_string(), whole.criteria[0].id.to_string());
        let fields = [
            ("relation", "equal"),
            ("confidence", "low"),
            ("from", &from),
            ("to", &to),
            ("seen", "none"),
        ];
        let related = self.post(&at, &fields).await;
        assert_eq!(related.status, StatusCode::SEE_OTHER, "{}", related.text());
        at.rsplit('/').next().unwrap().to_owned()
    }

    /// A qualification of the institution, which only an import can bring.
    async fn qualification(&mut self) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheets: [(&str, &[[&str; 2]]); 2] = [
            ("Qualification", &[["Code", "Title EN"], ["PBT", "Police training"]]),
            ("Units", &[["Code", "Title EN"], ["U1", "Law"]]),
        ];
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
        let content = book.save_to_buffer().unwrap();
        let path = format!("/institutions/{}/imports", self.institution);
        let fields = [("kind", "qualification")];
        let batch = self.upload(&path, &fields, &[("file", "q.xlsx", &content)]).await;
        let preview = batch.location().to_owned();
        self.post(&preview, &[]).await;
        let found = qualification::Entity::find().all(&self.app.db.read).await.unwrap();
        assert_eq!(found.len(), 1, "{}", self.get(&preview).await.text());
    }
}

async fn criterion(app: &TestApp) -> CriterionId {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, "xk-nqa-validation").await.unwrap();
    let whole = kriter::standards::store::tree_of(db, edition.unwrap()).await.unwrap();
    whole.criteria.iter().find(|it| it.code == "V.1").unwrap().id
}

#[tokio::test]
async fn each_role_may_do_what_the_table_says_and_nothing_else() {
    let full = Full::new().await;
    for action in Action::ALL {
        if action == Action::RateReview {
            full.app.stage(1, Stage::InternalReview).await;
        }
        if action == Action::Determine {
            full.app.locked(1).await;
        }
        for role in Role::ALL {
            let mut person = full.app.another(*role).await;
            let mut answers = full.forms(&mut person, action).await;
            answers.push(full.attempt(&mut person, action).await);
            for answer in answers {
                let status = answer.status;
                if allowed(*role, action) {
                    let done = status.is_success() || status.is_redirection();
                    assert!(done, "{role:?} {action:?}: {status} {}", answer.text());
                } else if *role == Role::Contributor && status == StatusCode::NOT_FOUND {
                    // For them there is no evidence and no assessment at all.
                } else {
                    assert_eq!(status, StatusCode::FORBIDDEN, "{role:?} {action:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_address_is_open_to_somebody_who_is_not_signed_in() {
    let full = Full::new().await;
    let mut nobody = full.app.another(Role::Observer).await;
    for template in templates() {
        nobody.forget();
        let address = full.fill(&template);
        let answer = nobody.get(&address).await;
        let expected = match answer.status {
            StatusCode::OK => address == "/sign-in",
            StatusCode::SEE_OTHER => answer.location().starts_with("/sign-in"),
            // Addresses that are only posted to.
            StatusCode::METHOD_NOT_ALLOWED => true,
            // Public, but only under its secret.
            StatusCode::NOT_FOUND => address.starts_with("/confirm/"),
            _ => false,
        };
        assert!(expected, "{address}: {}", answer.status);
        if matches!(address.as_str(), "/sign-in" | "/language") {
            continue;
        }
        let answer = nobody.post(&address, &[]).await;
        let turned_away = match answer.status {
            StatusCode::SEE_OTHER => answer.location().starts_with("/sign-in"),
            StatusCode::METHOD_NOT_ALLOWED => true,
            _ => false,
        };
        assert!(turned_away, "POST {address}: {}", answer.status);
    }
}

/// Addresses that are for everybody who is signed in.
fn is_shared(address: &str) -> bool {
    let shared = [
        "/",
        "/sign-in",
        "/sign-out",
        "/language",
        "/account",
        "/work",
        "/crosswalks",
        "/crosswalks/new",
    ];
    shared.contains(&address)
        || address.starts_with("/standards")
        || address.starts_with("/confirm/")
}

#[tokio::test]
async fn nothing_of_one_institution_is_there_for_the_people_of_another() {
    let mut full = Full::new().await;
    full.app.stage(1, Stage::InternalReview).await;
    let mut lead = full.app.another(Role::LeadReviewer).await;
    let addresses: Vec<String> = templates().iter().map(|it| full.fill(it)).collect();
    for address in addresses.iter().filter(|it| !is_shared(it)) {
        let own = match full.app.get(address).await.status {
            // The forms of reviewers.
            StatusCode::FORBIDDEN => lead.get(address).await.status,
            status => status,
        };
        let exists = own.is_success()
            || own.is_redirection()
            || own == StatusCode::METHOD_NOT_ALLOWED
            || address == "/users";
        assert!(exists, "{address} is {own} for its own people: the test would prove nothing");
    }
    for role in Role::ALL {
        let mut stranger = full.app.stranger(*role).await;
        for address in addresses.iter().filter(|it| !is_shared(it)) {
            let seen = stranger.get(address).await.status;
            let sent = stranger.post(address, &[]).await.status;
            let brought = stranger.upload(address, &[("title", "x")], &[]).await.status;
            for status in [seen, sent, brought] {
                let refused = status.is_client_error() && status != StatusCode::UNAUTHORIZED;
                assert!(refused, "{role:?} {address}: {seen} {sent} {brought}");
            }
            if seen != StatusCode::METHOD_NOT_ALLOWED && address != "/users" {
                assert_eq!(seen, StatusCode::NOT_FOUND, "{role:?} {address}");
            }
        }
    }
    let page = full.app.get("/assessments/1").await;
    assert!(page.text().contains("Assessment 2027"), "{}", page.text());
}

#[tokio::test]
async fn a_system_administrator_keeps_people_and_sees_no_institutions_papers() {
    let full = Full::new().await;
    let mut system = full.app.another(Role::Observer).await;
    system.user("system@example.org", None).await;
    system.sign_in("system@example.org").await;
    assert_eq!(system.get("/users").await.status, StatusCode::OK);
    for address in ["/evidence/1", "/assessments/1", "/institutions/1/audit", "/qualifications/1"] {
        assert_eq!(system.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for role in Role::ALL {
        let mut person = full.app.another(*role).await;
        assert_eq!(person.get("/users").await.status, StatusCode::FORBIDDEN, "{role:?}");
        let fields = [("email", "x@example.org"), ("name", "X"), ("place", "system")];
        let added = person.post("/users", &fields).await;
        assert_eq!(added.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}
