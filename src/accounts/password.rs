//! Passwords: Argon2id with the parameters that OWASP names (19 MiB, two passes).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Fewest characters of a password; NIST SP 800-63B asks for eight at least, and for no rules about kinds of characters.
pub const SHORTEST: usize = 12;
/// Most characters: what is hashed must be bounded.
pub const LONGEST: usize = 200;

/// Hashes a password, off the threads that serve pages.
pub async fn hash(password: String) -> anyhow::Result<String> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|it| it.to_string())
    })
    .await?;
    hashed.map_err(|error| anyhow::anyhow!("cannot hash the password: {error}"))
}

/// Whether a password fits a hash. Without a hash the same work is done, so that time does not tell who has an account.
pub async fn fits(password: String, hash: Option<String>) -> anyhow::Result<bool> {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let fits = tokio::task::spawn_blocking(move || {
        let hash = hash.as_deref().unwrap_or(NOBODY);
        let parsed = PasswordHash::new(hash)?;
        Ok::<_, argon2::password_hash::phc::Error>(
            Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok(),
        )
    })
    .await?;
    fits.map_err(|error| anyhow::anyhow!("cannot read a password hash: {error}"))
}

/// A password that nobody has to think up: 80 bits, in letters and digits that are not mistaken for one another.
pub fn invent() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..16).map(|_| char::from(LETTERS[usize::from(rand::random::<u8>() % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_fits() {
        let hashed = hash("correct horse".into()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(fits("correct horse".into(), Some(hashed.clone())).await.unwrap());
        assert!(!fits("correct hors".into(), Some(hashed)).await.unwrap());
        assert!(!fits("correct horse".into(), None).await.unwrap());
    }
}
