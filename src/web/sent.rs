//! What a form sent, told from what it did not send: an empty field is a wish to clear it.

use serde::{Deserialize, Deserializer};

/// For an optional field: what was sent, even if it is empty. Without it, a form's reader takes an empty value for an
/// absent one, and nothing could ever be cleared.
pub fn sent<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    String::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use axum_extra::extract::Form;

    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "sent")]
        cleared: Option<String>,
        #[serde(default, deserialize_with = "sent")]
        absent: Option<String>,
    }

    #[tokio::test]
    async fn an_empty_field_is_not_an_absent_one() {
        use axum::extract::FromRequest as _;
        let request = axum::http::Request::post("/")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from("cleared="))
            .unwrap();
        let Form(sample) = Form::<Sample>::from_request(request, &()).await.unwrap();
        assert_eq!((sample.cleared.as_deref(), sample.absent), (Some(""), None));
    }
}
