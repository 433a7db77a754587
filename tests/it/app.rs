//! `TestApp`: a program of its own for every test, spoken to through its router. `Answer`: what came back.
//!
//! SQLite in a temporary folder; PostgreSQL where `KRITER_TEST_POSTGRES` is the address of a server (a database of its own for every test).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use chrono::{DateTime, Utc};
use kriter::accounts::store::NewUser;
use kriter::accounts::{password, store};
use kriter::app::App;
use kriter::audit::{Actor, Event};
use kriter::config::{Config, StorageConfig};
use kriter::entities::{CriterionId, InstitutionId, Part, Role, Stage, Titles, UserId, assessment};
use kriter::router::router;
use kriter::team;
use sea_orm::{ActiveModelTrait as _, Set};
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

use crate::template::{self, Begins};

/// The moment at which every test takes place.
pub fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

/// Everybody's password.
pub const PASSWORD: &str = "a long password";

/// Everybody's password, hashed once for all tests of a process: it is slow on purpose.
static HASH: OnceCell<String> = OnceCell::const_new();

/// A program and somebody in front of it.
pub struct TestApp {
    pub app: App,
    router: Router,
    cookies: BTreeMap<String, String>,
    pub institution: InstitutionId,
    pub folder: Arc<tempfile::TempDir>,
    /// Questions put to the database so far.
    pub queries: Arc<AtomicUsize>,
}

impl TestApp {
    /// A program with one institution, `KAPS`, and nobody signed in.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The same with other settings.
    pub async fn with(set: impl FnOnce(&mut Config)) -> Self {
        Self::begun(Begins::Empty, set).await
    }

    /// The same with the packs that the program brings, and somebody with a role before it.
    pub async fn with_standards(role: Role) -> Self {
        let mut app = Self::begun(Begins::Standards, |_| ()).await;
        app.sign_in_as(role).await;
        app
    }

    async fn begun(begins: Begins, set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config {
            data: folder.path().to_owned(),
            database: None,
            max_upload_mib: 1,
            storage: StorageConfig::default(),
            log: "warn".into(),
            clamd: None,
            log_json: false,
        };
        set(&mut config);
        #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
        let server = std::env::var("KRITER_TEST_POSTGRES").ok();
        template::prepare(&mut config, server.as_deref(), begins).await;
        let mut app = App::start(config).await.unwrap().at(now());
        app.reader = Some(env!("CARGO_BIN_EXE_kriter").into());
        let queries = Arc::new(AtomicUsize::new(0));
        let counter = queries.clone();
        app.db.read.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        let mut change = app.change(Actor::System).await.unwrap();
        let title = Titles::english("Academy for Public Safety");
        let institution =
            kriter::institutions::store::add(&mut change, "KAPS", title).await.unwrap().id;
        change.commit().await.unwrap();
        let router = router(app.clone());
        Self { app, router, cookies: BTreeMap::new(), institution, folder: folder.into(), queries }
    }

    /// A program in front of which somebody with a role sits.
    pub async fn signed_in_as(role: Role) -> Self {
        let mut app = Self::new().await;
        app.sign_in_as(role).await;
        app
    }

    /// Another person at the same program.
    pub async fn another(&self, role: Role) -> Self {
        let mut other = Self {
            app: self.app.clone(),
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            institution: self.institution,
            folder: self.folder.clone(),
            queries: self.queries.clone(),
        };
        other.sign_in_as(role).await;
        other
    }

    /// Signs in somebody with a role in the institution; adds them where they are not there yet.
    pub async fn sign_in_as(&mut self, role: Role) -> UserId {
        let email = format!("{}@example.org", role.code());
        let user = self.user(&email, Some(role)).await;
        self.sign_in(&email).await;
        user
    }

    /// A person; a system administrator if no role is given.
    pub async fn user(&self, email: &str, role: Option<Role>) -> UserId {
        if let Some(user) = store::by_email(&self.app.db.read, email).await.unwrap() {
            return user.id;
        }
        let hash =
            HASH.get_or_init(|| async { password::hash(PASSWORD.into()).await.unwrap() }).await;
        let mut change = self.app.change(Actor::System).await.unwrap();
        let new = NewUser {
            email: email.to_owned(),
            name: email.split('@').next().unwrap().to_owned(),
            password_hash: hash.clone(),
            language: "en".into(),
            system_administrator: role.is_none(),
        };
        let user = store::add(&mut change, new).await.unwrap();
        if let Some(role) = role {
            store::give_role(&mut change, user.id, self.institution, role).await.unwrap();
        }
        change.commit().await.unwrap();
        user.id
    }

    /// Somebody with a role in another institution, `KAF`, who has no place in this one.
    pub async fn stranger(&self, role: Role) -> Self {
        let institutions =
            kriter::institutions::store::by_code(&self.app.db.read, "KAF").await.unwrap();
        let other = if let Some(it) = institutions {
            it.id
        } else {
            let mut change = self.app.change(Actor::System).await.unwrap();
            let title = Titles::english("Agency on Forensics");
            let added = kriter::institutions::store::add(&mut change, "KAF", title).await.unwrap();
            change.commit().await.unwrap();
            added.id
        };
        let mut stranger = Self {
            app: self.app.clone(),
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            institution: other,
            folder: self.folder.clone(),
            queries: self.queries.clone(),
        };
        let email = format!("{}@elsewhere.example", role.code());
        stranger.user(&email, Some(role)).await;
        stranger.sign_in(&email).await;
        stranger
    }

    /// Loads the packs that the program brings.
    pub async fn standards(&self) {
        template::load(&self.app).await;
    }

    /// An assessment of the institution against an edition; its id.
    pub async fn assessment(&self, edition: &str) -> i64 {
        let edition =
            kriter::standards::store::by_code(&self.app.db.read, edition).await.unwrap().unwrap();
        let new = kriter::assessments::store::NewAssessment {
            institution: self.institution,
            edition: edition.id,
            qualification: None,
            name: "Assessment 2027".into(),
            target: kriter::standards::store::head_of(&edition).unwrap().target.unwrap(),
            visit_date: "2027-03-01".parse().ok(),
        };
        let mut change = self.app.change(Actor::System).await.unwrap();
        let created = kriter::assessments::store::create(&mut change, new).await.unwrap();
        change.commit().await.unwrap();
        created.id.0
    }

    /// Brings an assessment to a stage, whatever stands in its way.
    pub async fn stage(&self, assessment: i64, stage: Stage) {
        let it = self.assessed(assessment).await;
        let (institution, id) = (it.institution_id, it.id);
        let mut change = self.app.change(Actor::System).await.unwrap();
        let row = assessment::ActiveModel { id: Set(id), stage: Set(stage), ..Default::default() };
        row.update(change.tx()).await.unwrap();
        let details = serde_json::json!({ "to": stage });
        change.record(Event::of(institution, "stage-moved", format!("assessment:{id}"), details));
        change.commit().await.unwrap();
    }

    /// Says of everything in assessment 1 of an edition that it is at this level; of what is left out, nothing.
    pub async fn rate_all(&mut self, edition: &str, level: &str, but: &[CriterionId]) {
        let db = self.app.db.read.clone();
        let edition = kriter::standards::store::by_code(&db, edition).await.unwrap().unwrap();
        let whole = kriter::standards::store::tree_of(&db, edition).await.unwrap();
        for it in whole.criteria.iter().filter(|it| it.assessable && !but.contains(&it.id)) {
            let fields = [("level", level), ("rationale", "Seen")];
            let rated = self.post(format!("/assessments/1/workbench/{}", it.id), &fields).await;
            assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
        }
    }

    /// Puts somebody on the team of an assessment, as their role suggests, who declares to have no conflict of interest.
    pub async fn put_on(&self, assessment: i64, email: &str) {
        let lead = email.starts_with(Role::LeadReviewer.code());
        let part = if lead { Part::Lead } else { Part::Reviewer };
        let user = self.on_team(assessment, email, part).await;
        let it = self.assessed(assessment).await;
        let mut change = self.app.change(Actor::User(user)).await.unwrap();
        team::conflicts::declare(&mut change, &it, user, email.into(), Vec::new()).await.unwrap();
        change.commit().await.unwrap();
    }

    /// Puts somebody on the team of an assessment who has declared nothing yet.
    pub async fn on_team(&self, assessment: i64, email: &str, part: Part) -> UserId {
        let user = self.user(email, None).await;
        let it = self.assessed(assessment).await;
        let mut change = self.app.change(Actor::System).await.unwrap();
        let new = team::store::NewMember::of(user, part);
        team::store::put(&mut change, &it, new).await.unwrap();
        change.commit().await.unwrap();
        user
    }

    /// An assessment by its id.
    pub async fn assessed(&self, assessment: i64) -> assessment::Model {
        let id = kriter::entities::AssessmentId(assessment);
        kriter::assessments::store::by_id(&self.app.db.read, id).await.unwrap().0
    }

    /// Signs in through the form.
    pub async fn sign_in(&mut self, email: &str) {
        self.cookies.clear();
        let answer = self.post("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: impl std::fmt::Display) -> Answer {
        self.ask(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: impl std::fmt::Display, fields: &[(&str, &str)]) -> Answer {
        let form = encode(fields);
        self.ask(Method::POST, path, Some("application/x-www-form-urlencoded"), form.into_bytes())
            .await
    }

    /// Sends a form with files: field, file name, content.
    pub async fn upload(
        &mut self,
        path: impl std::fmt::Display,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const EDGE: &str = "edge-7d1f";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .bytes(),
            );
        }
        for (name, file, content) in files {
            // As browsers send it.
            let file = file.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
            body.extend(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.ask(Method::POST, path, Some(&kind), body).await
    }

    async fn ask(
        &mut self,
        method: Method,
        path: impl std::fmt::Display,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let mut request =
            Request::builder().method(method).uri(path.to_string()).header(COOKIE, cookies);
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a request as it is; cookies that come back are kept.
    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let (name, value) =
                cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Forgets who was signed in, as a browser does that was emptied.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    /// Starts the program again, with or without cookies that demand https.
    pub fn secure(&mut self, cookies: bool) {
        self.app.secure_cookies = cookies;
        self.router = router(self.app.clone());
    }

    /// A cookie as the browser holds it.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The page as it was sent.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where it sends the browser on to.
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |it| it.to_str().unwrap())
    }

    /// What a person reads in the page's main part, a line for a block.
    pub fn text(&self) -> String {
        let html = self.html();
        let main = html.split_once("<main").map_or(html.as_str(), |it| it.1);
        let main = main.split_once('>').map_or(main, |it| it.1);
        let main = main.split_once("</main>").map_or(main, |it| it.0);
        let mut text = String::new();
        for (at, piece) in main.split('<').enumerate() {
            let (tag, words) =
                if at == 0 { ("", piece) } else { piece.split_once('>').unwrap_or(("", "")) };
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            match name {
                "p" | "h1" | "h2" | "h3" | "tr" | "li" | "div" | "dt" | "dd" | "label" | "form"
                | "table" | "option" | "summary" | "details" | "ul" | "ol" | "section" | "nav" => {
                    text.push('\n');
                }
                "td" | "th" | "span" | "a" | "button" => text.push(' '),
                _ => {}
            }
            text.push_str(words);
        }
        let text = text
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"");
        let lines = text.lines().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Fields as a form sends them.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|it| {
                if it.is_ascii_alphanumeric() {
                    char::from(it).to_string()
                } else {
                    format!("%{it:02X}")
                }
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// A real file from the samples, or none where they are not beside the project.
#[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
pub fn sample(name: &str) -> Option<Vec<u8>> {
    let beside = || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("KRITER_SAMPLES").map_or_else(beside, Into::into);
    let path = folder.join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: the sample {name} is not here");
    }
    bytes
}
