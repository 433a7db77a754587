//! Files that come in pieces: the tus protocol 1.0.0, with creation, creation with upload, expiration, checksum and
//! termination. The state is in `waiting_file`, the bytes in the store; no process holds any of it.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;

use super::checksum::{self, Checksum};
use super::receive::{PIECE, has_room, left, receive, receive_whole};
use super::store::{self, Announced};
use super::{ground, metadata, receive as receiving};
use crate::access::Action;
use crate::app::App;
use crate::entities::{InstitutionId, waiting_file};
use crate::files::Refused;
use crate::language::Language;
use crate::paths::{Tus, TusFile};
use crate::web::scan::not_taken;
use crate::web::{Error, Visitor};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,creation-with-upload,expiration,checksum,termination");
const BYTES: &str = "application/offset+octet-stream";

/// Why a request of the protocol fails. The body says it in the reader's language.
#[derive(Debug)]
pub enum Failure {
    /// Another version of the protocol is spoken.
    Version,
    Malformed,
    NotFound,
    Forbidden,
    /// The bytes belong to another place than the one that was reached.
    Conflict,
    TooLarge,
    /// The body is no piece of a file.
    NotBytes,
    Empty,
    /// So many files of theirs are waiting that they should be sorted in first.
    TooMany,
    /// What came is not what was sent.
    Checksum,
    BrokeOff,
    Internal(anyhow::Error),
    /// A file with this name is not taken into the store, and why.
    NotTaken(String, Refused),
    /// Another answer, as it is.
    Other(Error),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::TooLarge(_) => Self::TooLarge,
            Refused::Empty => Self::Empty,
            Refused::BrokeOff => Self::BrokeOff,
            other => Self::NotTaken(String::new(), other),
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Error::from(error).into()
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            Error::TooLarge(_) => Self::TooLarge,
            Error::Internal(cause) => Self::Internal(cause),
            other => Self::Other(other),
        }
    }
}

impl Failure {
    /// Status and key of the sentence.
    fn told(&self) -> (u16, &'static str) {
        match self {
            Self::Version => (412, "error-bad-request-help"),
            Self::Malformed => (400, "error-bad-request-help"),
            Self::NotFound => (404, "uploads-gone"),
            Self::Forbidden => (403, "error-forbidden-help"),
            Self::Conflict => (409, "uploads-conflict"),
            Self::TooLarge => (413, "error-too-large-help"),
            Self::NotBytes => (415, "error-bad-request-help"),
            Self::Empty => (422, "uploads-empty"),
            Self::TooMany => (422, "uploads-too-many"),
            Self::Checksum => (460, "uploads-broken"),
            Self::BrokeOff => (400, "uploads-broken"),
            Self::Internal(_) | Self::NotTaken(..) | Self::Other(_) => (500, "error-internal-help"),
        }
    }

    fn response(self, language: Language) -> Response {
        let (status, key) = self.told();
        match self {
            Self::Other(error) => return error.into_response(),
            Self::NotTaken(name, refused) => {
                return match not_taken(language, &name, refused) {
                    Error::NotTaken(status, _, text) => {
                        (status, Json(serde_json::json!({ "problem": text }))).into_response()
                    }
                    Error::TooLarge(_) => Self::TooLarge.response(language),
                    other => Self::from(other).response(language),
                };
            }
            Self::Internal(cause) => tracing::error!("an upload failed: {cause:#}"),
            _ => {}
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(serde_json::json!({ "problem": language.text(key) }))).into_response()
    }
}

/// Every answer says which protocol it speaks; none is kept.
pub async fn named(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("tus-resumable", VERSION);
    headers.insert("tus-version", VERSION);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `OPTIONS`: what is spoken here.
pub async fn offer(
    Tus { institution }: Tus,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Error> {
    visitor.require(Action::KeepEvidence, institution)?;
    let headers = [
        ("tus-extension", EXTENSIONS),
        ("tus-max-size", HeaderValue::from(app.config.max_upload())),
        ("tus-checksum-algorithm", HeaderValue::from_static(checksum::ALGORITHMS)),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// `OPTIONS` of a file.
pub async fn offer_file(
    TusFile { institution, .. }: TusFile,
    app: State<App>,
    visitor: Visitor,
) -> Result<Response, Error> {
    offer(Tus { institution }, app, visitor).await
}

/// `POST`: announces a file; its first bytes may come along.
pub async fn create(
    Tus { institution }: Tus,
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let language = visitor.language;
    created(&app, &visitor, institution, request).await.unwrap_or_else(|it| it.response(language))
}

async fn created(
    app: &App,
    visitor: &Visitor,
    institution: InstitutionId,
    request: Request,
) -> Result<Response, Failure> {
    visitor.require(Action::KeepEvidence, institution)?;
    let (head, body) = request.into_parts();
    speaks(&head.headers)?;
    let size = length(&head.headers, app.config.max_upload())?;
    let said = text(&head.headers, "upload-metadata")?.unwrap_or_default();
    let said = metadata::read(said).ok_or(Failure::Malformed)?;
    let criterion = match said.criterion.as_deref().map(str::parse) {
        Some(Ok(id)) => ground::usable(&app.db.read, institution, id).await?.then_some(id),
        _ => None,
    };
    let user = visitor.id;
    let new = Announced { institution, user, name: said.name, size, criterion };
    let file = if head.headers.get(CONTENT_TYPE).is_none_or(|it| it != BYTES) {
        announced(app, new).await?
    } else {
        begun(app, new, &head.headers, body).await?
    };
    let token = file.token.clone();
    let at = TusFile { institution, token }.to_string();
    let at = HeaderValue::from_str(&at).map_err(anyhow::Error::new)?;
    let mut response = (StatusCode::CREATED, [(LOCATION, at)]).into_response();
    tell(&mut response, &file)?;
    Ok(response)
}

/// Announces a file, unless too many of theirs are there already.
async fn announced(app: &App, new: Announced) -> Result<waiting_file::Model, Failure> {
    has_room(app, &new).await?;
    Ok(store::announce(&app.db.write, new, app.now()).await?)
}

/// Announces a file and takes in its first bytes, or all of it.
async fn begun(
    app: &App,
    new: Announced,
    headers: &HeaderMap,
    body: Body,
) -> Result<waiting_file::Model, Failure> {
    let sum = Checksum::of(headers)?;
    let whole = usize::try_from(new.size).is_ok_and(|it| it <= PIECE);
    if whole && number(headers, "content-length")? == u64::try_from(new.size).ok() {
        return receive_whole(app, new, verified(body, sum).await?).await;
    }
    let whose = (new.user, new.institution);
    let file = announced(app, new).await?;
    let id = file.id;
    let taken = match verified(body, sum).await {
        Ok(body) => receive(app, file, body).await,
        Err(failure) => Err(failure),
    };
    if taken.is_err() {
        // Where the file is was never told, so nobody could go on with it.
        store::throw_away(app, whose, &[id]).await?;
    }
    taken
}

/// `HEAD`: how far a file has come.
pub async fn head(
    at: TusFile,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Response {
    let language = visitor.language;
    let answered = async {
        let file = found(&app, &visitor, &at).await?;
        speaks(&headers)?;
        if file.received == file.size {
            receiving::finish(&app, &file).await?;
        }
        let said =
            HeaderValue::from_str(&metadata::write(&file.name)).map_err(anyhow::Error::new)?;
        let size = HeaderValue::from(file.size);
        let headers = [("upload-length", size), ("upload-metadata", said)];
        let mut response = (StatusCode::OK, headers).into_response();
        tell(&mut response, &file)?;
        Ok::<_, Failure>(response)
    };
    answered.await.unwrap_or_else(|it| it.response(language))
}

/// `PATCH`: the bytes from an offset on.
pub async fn patch(
    at: TusFile,
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let language = visitor.language;
    patched(&app, &visitor, &at, request).await.unwrap_or_else(|it| it.response(language))
}

async fn patched(
    app: &App,
    visitor: &Visitor,
    at: &TusFile,
    request: Request,
) -> Result<Response, Failure> {
    let file = found(app, visitor, at).await?;
    let (head, body) = request.into_parts();
    speaks(&head.headers)?;
    if head.headers.get(CONTENT_TYPE).is_none_or(|it| it != BYTES) {
        return Err(Failure::NotBytes);
    }
    let offset = number(&head.headers, "upload-offset")?.ok_or(Failure::Malformed)?;
    if u64::try_from(file.received).ok() != Some(offset) {
        return Err(Failure::Conflict);
    }
    if let Some(coming) = number(&head.headers, "content-length")?
        && coming > left(&file) as u64
    {
        return Err(Failure::TooLarge);
    }
    let sum = Checksum::of(&head.headers)?;
    let file = receive(app, file, verified(body, sum).await?).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    tell(&mut response, &file)?;
    Ok(response)
}

/// What comes; where a checksum came along, only if it fits.
async fn verified(body: Body, sum: Option<Checksum>) -> Result<Body, Failure> {
    match sum {
        Some(sum) => Ok(Body::from(sum.check(body).await?)),
        None => Ok(body),
    }
}

/// `DELETE`: throws a file away, whether it is whole or not.
pub async fn delete(
    at: TusFile,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Response {
    let language = visitor.language;
    let answered = async {
        let file = found(&app, &visitor, &at).await?;
        speaks(&headers)?;
        store::throw_away(&app, (visitor.id, at.institution), &[file.id]).await?;
        Ok::<_, Failure>(StatusCode::NO_CONTENT.into_response())
    };
    answered.await.unwrap_or_else(|it| it.response(language))
}

/// `POST` to a file by those who can send nothing else: `X-HTTP-Method-Override` says what is meant.
pub async fn in_disguise(
    at: TusFile,
    app: State<App>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let meant = request.headers().get("x-http-method-override").map(|it| it.as_bytes().to_vec());
    match meant.as_deref() {
        Some(b"PATCH") => patch(at, app, visitor, request).await,
        Some(b"DELETE") => delete(at, app, visitor, request.headers().clone()).await,
        Some(b"HEAD") => head(at, app, visitor, request.headers().clone()).await,
        _ => match visitor.require(Action::KeepEvidence, at.institution) {
            Ok(()) => StatusCode::METHOD_NOT_ALLOWED.into_response(),
            Err(error) => error.into_response(),
        },
    }
}

/// The file, if it is this person's own.
async fn found(app: &App, visitor: &Visitor, at: &TusFile) -> Result<waiting_file::Model, Failure> {
    visitor.require(Action::KeepEvidence, at.institution)?;
    // Asked where it is written, so that what was just stored is seen.
    Ok(store::find(&app.db.write, (visitor.id, at.institution), &at.token).await?)
}

fn speaks(headers: &HeaderMap) -> Result<(), Failure> {
    let same = headers.get("tus-resumable").is_some_and(|it| it == VERSION);
    if same { Ok(()) } else { Err(Failure::Version) }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Failure> {
    let value = headers.get(name).map(HeaderValue::to_str);
    value.transpose().map_err(|_| Failure::Malformed)
}

/// A header that is a number; the largest one stands for those that are larger still.
fn number(headers: &HeaderMap, name: &str) -> Result<Option<u64>, Failure> {
    let Some(text) = text(headers, name)? else { return Ok(None) };
    if text.is_empty() || !text.bytes().all(|it| it.is_ascii_digit()) {
        return Err(Failure::Malformed);
    }
    Ok(Some(text.parse().unwrap_or(u64::MAX)))
}

/// The length that a file will have.
fn length(headers: &HeaderMap, most: u64) -> Result<i64, Failure> {
    match number(headers, "upload-length")?.ok_or(Failure::Malformed)? {
        0 => Err(Failure::Empty),
        size if size > most => Err(Failure::TooLarge),
        size => i64::try_from(size).map_err(|_| Failure::TooLarge),
    }
}

/// How far the file has come, and until when it is waited for.
fn tell(response: &mut Response, file: &waiting_file::Model) -> Result<(), Failure> {
    let headers = response.headers_mut();
    headers.insert("upload-offset", HeaderValue::from(file.received));
    if file.received < file.size {
        let until = store::expires(file).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        headers.insert("upload-expires", until.parse().map_err(anyhow::Error::new)?);
    }
    Ok(())
}
