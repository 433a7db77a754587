//! Uploading: the protocol, the table of files to sort in, what hostile senders try.

mod protocol;
mod sorting;

use axum::body::Body;
use axum::http::header::COOKIE;
use axum::http::{Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::{Answer, TestApp};

/// What a piece of a file is sent as.
const BYTES: &str = "application/offset+octet-stream";

impl TestApp {
    /// A request of the protocol, with the cookies of the person at the browser.
    async fn tus(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let session = kriter::accounts::session::COOKIE;
        let cookie = format!("{session}={}", self.cookie(session).unwrap_or_default());
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header(COOKIE, cookie);
        if !headers.iter().any(|it| it.0 == "tus-resumable") {
            request = request.header("tus-resumable", "1.0.0");
        }
        for (name, value) in headers.iter().filter(|it| !it.1.is_empty()) {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Where files are announced.
    fn tus_address(&self) -> String {
        format!("/institutions/{}/uploads/tus", self.institution)
    }

    /// Announces a file; where it is.
    pub async fn announce(&mut self, name: &str, size: usize) -> String {
        let about = format!("filename {}", STANDARD.encode(name));
        let size = size.to_string();
        let headers = [("upload-length", size.as_str()), ("upload-metadata", &about)];
        let answer = self.tus("POST", &self.tus_address(), &headers, "").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.html());
        answer.location().to_owned()
    }

    /// Sends bytes from an offset on.
    pub async fn piece(&mut self, at: &str, offset: usize, body: impl Into<Body>) -> Answer {
        let offset = offset.to_string();
        let headers = [("upload-offset", offset.as_str()), ("content-type", BYTES)];
        self.tus("PATCH", at, &headers, body).await
    }

    /// How far a file has come.
    async fn offset(&mut self, at: &str) -> usize {
        let answer = self.tus("HEAD", at, &[], "").await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.headers["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    /// The page of files to sort in.
    fn sorting_page(&self) -> String {
        format!("/institutions/{}/uploads", self.institution)
    }

    /// Sends small files in a plain form.
    async fn drop_files(&mut self, files: &[(&str, &[u8])]) -> Answer {
        let page = self.sorting_page();
        let files: Vec<_> = files.iter().map(|it| ("files", it.0, it.1)).collect();
        self.upload(page, &[("criterion", ""), ("back", "")], &files).await
    }

    /// Objects in a folder of the store.
    fn stored(&self, folder: &str) -> usize {
        fn count(path: &std::path::Path) -> usize {
            let entries =
                std::fs::read_dir(path).into_iter().flatten().map(|it| it.unwrap().path());
            // By `lock` copies of the program keep out of one another's way; it has no content.
            let files = entries.filter(|it| !it.ends_with("lock"));
            files.map(|it| if it.is_dir() { count(&it) } else { 1 }).sum()
        }
        count(&self.folder.path().join("files").join(folder))
    }
}
